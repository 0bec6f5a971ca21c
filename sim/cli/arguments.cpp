#include "cli/arguments.hpp"

#include <iostream>

#include "base/names.hpp"
#include "base/time.hpp"

namespace cadis {
namespace po = boost::program_options;
namespace {

/// What a command line that Boost cannot take apart lacks.
UsageError explain(const po::error& error) {
  const auto* with_option = dynamic_cast<const po::error_with_option_name*>(&error);
  const std::string option = with_option != nullptr ? with_option->get_option_name() : "";
  if (dynamic_cast<const po::multiple_occurrences*>(&error) != nullptr)
    return UsageError(option + ": is given more than once");
  if (dynamic_cast<const po::too_many_positional_options_error*>(&error) != nullptr)
    return UsageError("takes one name, and got several; options begin with --");
  if (const auto* syntax = dynamic_cast<const po::invalid_syntax*>(&error)) {
    if (syntax->kind() == po::invalid_syntax::missing_parameter)
      return UsageError(option + ": expected a value behind it, got none");
    if (syntax->kind() == po::invalid_syntax::empty_adjacent_parameter)
      return UsageError(option + ": expected a value behind the equals sign, got none");
    if (syntax->kind() == po::invalid_syntax::extra_parameter)
      return UsageError(option + ": takes no value");
  }
  return UsageError(option.empty() ? "the command line cannot be understood"
                                   : option + ": cannot be understood");
}

/// What `work` returns; its ConfigError becomes one of this option.
template <class Work>
auto of_option(const std::string& option, const Work& work) {
  try {
    return work();
  } catch (const ConfigError& error) {
    throw UsageError("--" + option + ": " + error.what());
  }
}

}  // namespace

std::vector<std::string> Arguments::list(const std::string& name) const {
  return has(name) ? values[name].as<std::vector<std::string>>() : std::vector<std::string>{};
}

Arguments parse_arguments(const std::vector<std::string>& words,
                          const po::options_description& options, const std::string& positional,
                          bool is_repeated) {
  po::options_description all;
  all.add(options);
  all.add_options()("help,h", "show this help");
  if (is_repeated)
    all.add_options()(positional.c_str(), po::value<std::vector<std::string>>());
  else
    all.add_options()(positional.c_str(), po::value<std::string>());
  po::positional_options_description places;
  places.add(positional.c_str(), is_repeated ? -1 : 1);
  namespace style = po::command_line_style;
  constexpr int exact = style::unix_style & ~style::allow_guessing;
  try {
    Arguments arguments;
    po::store(po::command_line_parser(words).options(all).positional(places).style(exact).run(),
              arguments.values);
    arguments.wants_help = arguments.has("help");
    return arguments;
  } catch (const po::unknown_option& error) {
    for (const char* planned : {"--resume", "--shard"}) {
      if (error.get_option_name() == planned) {
        throw UsageError(std::string(planned) + ": not available yet in this version");
      }
    }
    std::vector<std::string> known;
    for (const auto& option : options.options()) known.push_back("--" + option->long_name());
    throw UsageError("unknown option '" + error.get_option_name() + "'; " +
                     suggest(error.get_option_name(), known));
  } catch (const po::error& error) {
    throw explain(error);
  }
}

void print_help(const std::string& usage, const std::string& text,
                const po::options_description& options) {
  std::cout << "usage: cadis " << usage << "\n\n" << text << "\n";
  if (!options.options().empty()) std::cout << "\n" << options;
}

std::string require(const Arguments& arguments, const std::string& name, const std::string& what) {
  if (!arguments.has(name)) throw UsageError("give " + what);
  return arguments.text(name);
}

std::unique_ptr<NamedFile> name_output(const std::string& option, const std::filesystem::path& file,
                                       bool replace) {
  return of_option(option, [&] { return std::make_unique<NamedFile>(file, replace); });
}

std::unique_ptr<TraceOutput> read_trace_output(const Arguments& arguments) {
  if (!arguments.has("out")) return nullptr;
  return of_option("out", [&] {
    return std::make_unique<TraceOutput>(arguments.text("out"), arguments.has("force"));
  });
}

std::filesystem::path read_output_folder(const Arguments& arguments, const std::string& name) {
  if (!arguments.has("out")) return "results/" + name;
  return of_option("out", [&] {
    static_cast<void>(find_output_folder(arguments.text("out")));
    return arguments.text("out");
  });
}

Seconds read_duration(const Arguments& arguments, const std::string& name) {
  const auto duration = parse_duration(arguments.text(name));
  if (!duration || duration->value() <= 0) {
    throw UsageError("--" + name +
                     ": expected a duration above 0 with its unit (30 d, 24 h, 30 min), got '" +
                     arguments.text(name) + "'");
  }
  return *duration;
}

}  // namespace cadis

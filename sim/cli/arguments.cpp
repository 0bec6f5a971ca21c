#include "cli/arguments.hpp"

#include <iostream>

#include "base/names.hpp"
#include "base/time.hpp"

namespace cadis {
namespace po = boost::program_options;

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
    throw UsageError(error.what());
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

std::optional<std::filesystem::path> read_output(const Arguments& arguments,
                                                 const std::string& name) {
  if (!arguments.has(name)) return std::nullopt;
  const std::filesystem::path file = arguments.text(name);
  std::error_code none;
  if (file.empty() || std::filesystem::is_directory(file, none)) {
    throw UsageError("--" + name + ": expected a file to write, got " +
                     (file.empty() ? "none" : "the folder " + file.string()));
  }
  const auto folder = file.parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder, none)) {
    throw UsageError("--" + name + ": there is no folder " + folder.string() + " to write " +
                     file.filename().string() + " into; make it first");
  }
  return file;
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

#include "cli/command_line.hpp"

#include <array>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "base/descriptor.hpp"
#include "base/exponential.hpp"
#include "base/interrupt.hpp"
#include "base/names.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/standard_output.hpp"
#include "engine/simulation.hpp"

namespace cadis {
namespace {

struct Command {
  const char* name;
  const char* summary;
  int (*run)(const std::vector<std::string>&);
};

constexpr std::array<Command, 7> commands{
    {{"run", "run one scenario", run_command},
     {"study", "run a grid of scenarios and compare policies", study_command},
     {"merge", "join a study's shards into its tables", merge_command},
     {"show", "show the table of a study or run again", show_command},
     {"validate", "check input files, run nothing", validate_command},
     {"list", "list shipped policies, devices, families or traces", list_command},
     {"trace", "import, generate or describe carbon traces", trace_command}}};

const Command* find_command(const std::string& name) {
  for (const Command& command : commands) {
    if (name == command.name) return &command;
  }
  return nullptr;
}

void print_overview(std::ostream& out) {
  out << "usage: cadis COMMAND [ARGUMENTS]\n\nCarbon-aware DNN inference, simulated.\n\n";
  for (const Command& command : commands) {
    out << "  " << command.name << std::string(10 - std::string(command.name).size(), ' ')
        << command.summary << "\n";
  }
  out << "\nSee cadis COMMAND --help.\n";
}

int dispatch(std::vector<std::string> words) {
  if (words.empty()) {
    print_overview(std::cerr);
    return 2;
  }
  std::string name = words.front();
  words.erase(words.begin());
  if (name == "--version") {
    std::cout << "cadis " << CADIS_VERSION << " (SimGrid " << simgrid_version() << ")\n";
    return 0;
  }
  if (name == "help" || name == "--help" || name == "-h") {
    if (words.empty()) {
      print_overview(std::cout);
      return 0;
    }
    name = words.front();
    words = {"--help"};
  }
  if (const Command* command = find_command(name)) return command->run(words);
  std::vector<std::string> known{"help"};
  for (const Command& command : commands) known.emplace_back(command.name);
  throw UsageError("unknown command '" + name + "'; " + suggest(name, known));
}

/// Of an output, not of an input.
bool lacks_room(const std::error_code& code) {
  return code == std::errc::no_space_on_device || code == std::errc::io_error ||
         code == std::errc::read_only_file_system;
}

}  // namespace

int guarded(const std::function<int()>& work) try {
  return work();
} catch (const UsageError& error) {
  std::cerr << "cadis: " << error.what() << "\nSee cadis --help.\n";
  return 2;
} catch (const ConfigError& error) {
  std::cerr << error.what() << "\n";
  return 2;
} catch (const Interrupted&) {
  std::cerr << "cadis: interrupted\n";
  return 130;
} catch (const StorageError& error) {
  std::cerr << "cadis: " << error.what() << "\n";
  return 3;
} catch (const BusyError& error) {
  std::cerr << "cadis: " << error.what() << "\n";
  return 4;
} catch (const std::filesystem::filesystem_error& error) {
  std::cerr << "cadis: " << in_our_words(error) << "\n";
  return lacks_room(error.code()) ? 3 : 2;
} catch (const std::exception& error) {
  std::cerr << "cadis: " << in_our_words(error) << "\n";
  return 1;
} catch (...) {
  std::cerr << "cadis: a fault of Cadis, not of its input; please report it, with this command and "
               "its files\n";
  return 1;
}

int run_command_line(int argc, char** argv) {
  keep_standard_numbers();
  std::signal(SIGPIPE, SIG_IGN);  // writing to a pipe that nobody reads is an error like others
  catch_interrupts();
  return guarded([&] {
    StandardOutput out;
    vector_path();  // refuses a CADIS_VECTOR that this machine cannot follow, before any work
    const int code = dispatch(std::vector<std::string>(argv + 1, argv + argc));
    out.finish();
    return code;
  });
}

}  // namespace cadis

#pragma once

#include <boost/program_options.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/units.hpp"
#include "model/trace_provenance.hpp"

namespace cadis {

/// A wrong command line: exit code 2, with a pointer to the command's help.
class UsageError : public ConfigError {
  using ConfigError::ConfigError;
};

/// One subcommand's options and positional arguments.
struct Arguments {
  boost::program_options::variables_map values;
  bool wants_help = false;

  [[nodiscard]] bool has(const std::string& name) const { return values.count(name) > 0; }
  [[nodiscard]] std::string text(const std::string& name) const {
    return values[name].as<std::string>();
  }
  [[nodiscard]] std::vector<std::string> list(const std::string& name) const;
};

/// Parses `words`; a positional argument goes to `positional` (as often as it comes, or once).
/// UsageError where a word is unknown (with the nearest option), an option lacks its value or a
/// second positional comes.
Arguments parse_arguments(const std::vector<std::string>& words,
                          const boost::program_options::options_description& options,
                          const std::string& positional, bool is_repeated);

/// "usage: cadis ...", what it does, and the options, to stdout.
void print_help(const std::string& usage, const std::string& text,
                const boost::program_options::options_description& options);

/// The positional argument; UsageError where it is missing.
std::string require(const Arguments& arguments, const std::string& name, const std::string& what);

/// Opens an output that an option names. UsageError with the option's name where it cannot be used
/// (see NamedFile).
std::unique_ptr<NamedFile> name_output(const std::string& option, const std::filesystem::path& file,
                                       bool replace);
/// The trace that --out names, if it was given, replaced with --force.
std::unique_ptr<TraceOutput> read_trace_output(const Arguments& arguments);
/// The folder that --out names, or else this one below results/.
std::filesystem::path read_output_folder(const Arguments& arguments, const std::string& name);

/// An option that is a duration above 0 with its unit; UsageError where it is not.
Seconds read_duration(const Arguments& arguments, const std::string& name);

}  // namespace cadis

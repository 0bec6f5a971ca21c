#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "formats/registry.hpp"
#include "trace/import.hpp"

/// Made-up files of every format, in tests/data/traces.
namespace cadis::test {

using Options = std::map<std::string, std::string>;

inline std::filesystem::path sample(const std::string& name) {
  return std::filesystem::path(CADIS_SOURCE_FOLDER) / "tests/data/traces" / name;
}

inline ImportedTrace import_sample(const std::string& name, const Options& options = {},
                                   Repair repair = Repair::fail, std::optional<Seconds> step = {},
                                   const std::string& format = "auto") {
  return import_trace(sample(name), {format, options, step, repair}, formats::registry());
}

/// A text as a file, as long as this lives.
class TextFile {
 public:
  TextFile(const std::string& name, const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("cadis-" + std::to_string(getpid()) + "-" + name)) {
    write_whole(path_, text);
  }
  ~TextFile() { std::filesystem::remove(path_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What importing says, with the folder taken out; empty where it succeeds.
inline std::string problem(const std::filesystem::path& file, const ImportChoices& choices) {
  try {
    import_trace(file, choices, formats::registry());
  } catch (const ConfigError& error) {
    std::string text = error.what();
    for (auto at = text.find(file.string()); at != std::string::npos;
         at = text.find(file.string())) {
      text.replace(at, file.string().size(), "F");
    }
    return text;
  }
  return {};
}

/// As `timestamp=value` from the first step on.
inline std::string rows(const ImportedTrace& trace) {
  std::string text = format_utc(trace.g_per_kwh.start) + " +" +
                     std::to_string(static_cast<int>(trace.g_per_kwh.step.value())) + "s:";
  for (const double value : trace.g_per_kwh.values)
    text += " " + std::to_string(value).substr(0, 7);
  return text;
}

}  // namespace cadis::test

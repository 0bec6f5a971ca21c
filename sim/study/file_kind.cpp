#include "study/file_kind.hpp"

#include <yaml-cpp/yaml.h>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"

namespace cadis {

FileKind file_kind(const std::filesystem::path& file) {
  const std::string text = read_text(file);
  const std::string first_line = text.substr(0, text.find('\n'));
  if (first_line.find("timestamp_utc") != std::string::npos || file.extension() == ".csv") {
    const CsvTable table = CsvTable::parse(text, file.string());
    if (table.column("g_per_kwh")) return FileKind::carbon_trace;
    if (table.column("requests")) return FileKind::count_trace;
    if (table.header().size() == 1 && table.column("timestamp_utc")) return FileKind::timestamp_trace;
    throw ConfigError(file.string() + ":1: expected a trace: timestamp_utc with g_per_kwh, with requests, or alone");
  }
  YAML::Node root;
  try {
    root = YAML::Load(text);
  } catch (const YAML::Exception& error) {
    throw ConfigError(file.string() + ":" + std::to_string(error.mark.line + 1) + ":" + std::to_string(error.mark.column + 1) +
                      ": not YAML: " + error.msg);
  }
  if (!root.IsMap()) throw ConfigError(file.string() + ":1:1: expected a scenario, study, platform, family or trace");
  if (root["study"] || root["axes"]) return FileKind::study;
  if (root["variants"] && root["profiles"]) return FileKind::family;
  if (root["devices"]) return FileKind::platform;
  return FileKind::scenario;
}

}  // namespace cadis

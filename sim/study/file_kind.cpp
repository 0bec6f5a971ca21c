#include "study/file_kind.hpp"

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"
#include "model/yaml_document.hpp"

namespace cadis {

FileKind file_kind(const std::filesystem::path& file) {
  const std::string text = read_text(file);
  const std::string first_line = text.substr(0, text.find('\n'));
  if (first_line.find("timestamp_utc") != std::string::npos || file.extension() == ".csv") {
    const CsvTable table = CsvTable::parse(text, file.string());
    if (table.column("issued_utc")) return FileKind::vintages;
    if (table.column("g_per_kwh")) return FileKind::carbon_trace;
    if (table.column("requests")) return FileKind::count_trace;
    if (table.header().size() == 1 && table.column("timestamp_utc"))
      return FileKind::timestamp_trace;
    throw ConfigError(
        file.string() +
        ":1: expected a trace: timestamp_utc with g_per_kwh, with requests, or alone");
  }
  const YamlNode root = parse_yaml_document(text, file.string());
  const auto has = [&root](const char* key) { return root.find(key) != nullptr; };
  if (has("study") || has("axes")) return FileKind::study;
  if (has("variants") && has("profiles")) return FileKind::family;
  if (has("devices")) return FileKind::platform;
  return FileKind::scenario;
}

}  // namespace cadis

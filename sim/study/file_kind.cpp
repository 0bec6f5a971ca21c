#include "study/file_kind.hpp"

#include <algorithm>
#include <string>

#include "base/errors.hpp"
#include "model/trace_file.hpp"
#include "model/yaml_document.hpp"

namespace cadis {
namespace {

bool is_table(const Input& file) {
  InputStream in(file);
  std::string first_line(1 << 16, '\0');  // what is longer is no header
  in.read(first_line.data(), static_cast<std::streamsize>(first_line.size()));
  first_line.resize(static_cast<std::size_t>(in.gcount()));
  first_line.resize(std::min(first_line.size(), first_line.find('\n')));
  return first_line.find("timestamp_utc") != std::string::npos || file.file().extension() == ".csv";
}

/// By the header: traces are long, and their reader checks the rest.
FileKind trace_kind(const Input& file) {
  const auto titles = read_titles(file);
  const auto has = [&titles](const char* title) {
    return std::find(titles.begin(), titles.end(), title) != titles.end();
  };
  if (has("issued_utc")) return FileKind::vintages;
  if (has("g_per_kwh")) return FileKind::carbon_trace;
  if (has("requests")) return FileKind::count_trace;
  if (titles.size() == 1 && has("timestamp_utc")) return FileKind::timestamp_trace;
  throw ConfigError(file.name() +
                    ":1: expected a trace: timestamp_utc with g_per_kwh, with requests, or alone");
}

}  // namespace

FileKind file_kind(const Input& file) {
  if (is_table(file)) return trace_kind(file);
  const YamlNode root = parse_yaml_document(read_yaml_text(file), file.name());
  const auto has = [&root](const char* key) { return root.find(key) != nullptr; };
  if (has("study") || has("axes")) return FileKind::study;
  if (has("variants") && has("profiles")) return FileKind::family;
  if (has("devices")) return FileKind::platform;
  return FileKind::scenario;
}

}  // namespace cadis

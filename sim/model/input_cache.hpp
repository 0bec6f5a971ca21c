#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/input.hpp"
#include "base/step_series.hpp"
#include "model/catalogue.hpp"
#include "model/climatology.hpp"
#include "model/trace_provenance.hpp"
#include "model/vintages.hpp"

namespace cadis {

/// The files that a document's readings have asked for, each read once: the thousand cells of a
/// study share it, and all see the same version of a file. A file that cannot be read is not kept,
/// and is told again.
struct InputCache {
  template <class Value>
  using Table = std::map<std::string, Value>;
  Table<std::map<std::string, Device>> platforms;
  Table<Family> families;
  Table<Climatology> climatologies;
  Table<StepSeries> carbon_traces;  ///< by file, shipped ones by name
  Table<std::variant<StepSeries, std::vector<UtcTime>>> request_traces;  ///< counts, or times
  Table<std::shared_ptr<const Vintages>> vintages;
  Table<std::optional<TraceProvenance>> provenances;
  Table<std::string> sha256;  ///< of the bytes that were read

  template <class Value, class Read>
  static const Value& once(Table<Value>& table, const std::string& key, const Read& read) {
    const auto found = table.find(key);
    return found != table.end() ? found->second : table.emplace(key, read()).first->second;
  }

  /// The same of a file, which `read` is given opened.
  template <class Value, class Read>
  const Value& read_once(Table<Value>& table, const std::filesystem::path& file, const Read& read) {
    return once(table, file.string(), [&] {
      const Input input(file);
      Value value = read(input);
      sha256[file.string()] = input.sha256();
      return value;
    });
  }
};

}  // namespace cadis

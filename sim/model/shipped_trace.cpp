#include "model/shipped_trace.hpp"

#include <fmt/format.h>

#include "base/errors.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

/// One row of the index.
class IndexRow {
 public:
  IndexRow(const CsvTable& index, std::size_t row) : index_(index), row_(row) {}

  [[nodiscard]] const std::string& text(const char* title) const {
    return index_.cell(row_, index_.required_column(title));
  }
  [[nodiscard]] std::size_t count(const char* title) const {
    const auto number = parse_unsigned(text(title));
    if (!number) fail(title, "a whole number");
    return *number;
  }
  /// What `kind` is called where emissions are told apart.
  [[nodiscard]] std::string emissions() const {
    const std::string& kind = text("kind");
    if (kind == "direct") return "direct";
    if (kind != "life-cycle") fail("kind", "direct or life-cycle");
    return "lifecycle";
  }

 private:
  [[noreturn]] void fail(const char* title, const char* expected) const {
    throw ConfigError(fmt::format("{}:{}: {}: expected {}, got '{}'", index_.name(),
                                  index_.line(row_), title, expected, text(title)));
  }
  const CsvTable& index_;
  std::size_t row_;
};

ShippedTrace to_trace(const std::filesystem::path& folder, const IndexRow& row) {
  ShippedTrace trace;
  trace.name = row.text("name");
  trace.file = folder / "carbon" / row.text("file");
  trace.column = row.text("column");
  TraceProvenance& provenance = trace.provenance;
  provenance.source = fmt::format("{}; attribution: {}; licence: {}", row.text("source"),
                                  row.text("attribution"), row.text("licence"));
  provenance.source_sha256 = row.text("source_sha256");
  provenance.format = "shipped";
  provenance.zone = row.text("zone");
  provenance.column = trace.column;
  provenance.unit = "g/kWh";
  provenance.conversion = "none";
  provenance.accounting = row.text("accounting");
  provenance.emissions = row.emissions();
  provenance.basis = row.text("basis");
  provenance.stamps = row.text("stamps");
  provenance.steps = row.count("steps");
  provenance.repaired_steps = row.count("repaired_steps");
  provenance.repair = provenance.repaired_steps > 0 ? "same-hour-yesterday" : "fail";
  return trace;
}

}  // namespace

std::filesystem::path trace_index(const std::filesystem::path& folder) {
  return folder / "carbon.csv";
}

std::vector<std::string> shipped_trace_names(const CsvTable& index) {
  std::vector<std::string> names;
  const std::size_t column = index.required_column("name");
  for (std::size_t row = 0; row < index.rows(); ++row) names.push_back(index.cell(row, column));
  return names;
}

std::optional<ShippedTrace> find_shipped_trace(const std::filesystem::path& folder,
                                               const CsvTable& index, const std::string& name) {
  const std::size_t column = index.required_column("name");
  for (std::size_t row = 0; row < index.rows(); ++row) {
    if (index.cell(row, column) == name) return to_trace(folder, IndexRow(index, row));
  }
  return std::nullopt;
}

}  // namespace cadis

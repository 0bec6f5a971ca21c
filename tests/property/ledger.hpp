#pragma once

#include <filesystem>
#include <string>

#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "policies/registry.hpp"
#include "study/worker.hpp"

namespace cadis::test {

/// A run with its table of requests (--requests).
struct Ledger {
  RunResult result;
  CsvTable table;

  [[nodiscard]] double number(std::size_t row, const char* column) const {
    return parse_number(text(row, column)).value_or(-1);
  }
  [[nodiscard]] const std::string& text(std::size_t row, const char* column) const {
    return table.cell(row, *table.column(column));
  }
  [[nodiscard]] double sum(const char* column) const {
    double sum = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) sum += number(row, column);
    return sum;
  }
  [[nodiscard]] double count(const char* outcome) const {
    double count = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) count += text(row, "outcome") == outcome;
    return count;
  }
};

inline Ledger run_with_ledger(const Scenario& scenario, const std::filesystem::path& file) {
  Worker worker(scenario, policies::registry(), Worker::Requests{file, file.string(), false});
  RunResult result = worker.finish();
  return {std::move(result), CsvTable::read(file)};
}

}  // namespace cadis::test

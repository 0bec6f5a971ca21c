#include "base/csv.hpp"
#include "base/errors.hpp"
#include "fuzz/input_file.hpp"

using namespace cadis;

// Any bytes as a CSV: refused, or a table that reads back the same when it is written.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  const auto table = CsvTable::parse(std::string(fuzz::text_of(data, size)), "input");
  CsvWriter writer(table.header());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t column = 0; column < table.header().size(); ++column)
      writer.cell(table.cell(row, column));
    writer.end_row();
  }
  const bool begins_with_mark = writer.text().starts_with("\xEF\xBB\xBF");  // which is not read
  if (begins_with_mark) return 0;
  const auto again = CsvTable::parse(writer.text(), "written");
  fuzz::require(again.header() == table.header() && again.rows() == table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t column = 0; column < table.header().size(); ++column)
      fuzz::require(again.cell(row, column) == table.cell(row, column));
  }
  return 0;
} catch (const ConfigError&) {
  return 0;
}

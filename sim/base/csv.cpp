#include "base/csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "base/csv_reader.hpp"
#include "base/errors.hpp"
#include "base/input.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

constexpr std::size_t shown_problems = 20;

}  // namespace

CsvTable CsvTable::read(const std::filesystem::path& file) {
  const Input input(file);
  InputStream in(input);
  return parse(in, input.name());
}

CsvTable CsvTable::parse(const std::string& text, std::string name) {
  std::istringstream in(text);
  return parse(in, std::move(name));
}

CsvTable CsvTable::parse(std::istream& in, std::string name) {
  CsvTable table;
  table.name_ = std::move(name);
  CsvReader reader(in, table.name_);
  if (!reader.next())
    throw ConfigError(fmt::format("{}: is empty; expected a header line", table.name_));
  table.header_.assign(reader.fields().begin(), reader.fields().end());

  Problems problems;
  std::size_t ragged = 0;
  while (reader.next()) {
    const auto& fields = reader.fields();
    if (fields.size() != table.header_.size() && ++ragged <= shown_problems) {
      problems.add(fmt::format("{}:{}", table.name_, reader.line()), "",
                   fmt::format("expected {} fields, as in the header, got {}", table.header_.size(),
                               fields.size()));
    }
    table.rows_.emplace_back(fields.begin(), fields.end());
    table.lines_.push_back(reader.line());
  }
  if (ragged > shown_problems) {
    problems.add(table.name_, "",
                 fmt::format("and {} more rows like these", ragged - shown_problems));
  }
  problems.throw_if_any();
  return table;
}

std::optional<std::size_t> CsvTable::column(std::string_view title) const {
  const auto found = std::find(header_.begin(), header_.end(), title);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

std::size_t CsvTable::required_column(std::string_view title) const {
  const auto count = std::count(header_.begin(), header_.end(), title);
  if (count == 1) return *column(title);
  throw ConfigError(fmt::format("{}:1: expected one column '{}', got {}: {}", name_, title,
                                count == 0 ? "none" : "several", fmt::join(header_, ", ")));
}

CsvWriter::CsvWriter(const std::vector<std::string>& header) : columns_(header.size()) {
  for (const auto& title : header) cell(title);
  end_row();
}

CsvWriter& CsvWriter::cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return plain(text);
  separate();
  text_ += '"';
  for (const char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
  return *this;
}

CsvWriter& CsvWriter::cell(double number) { return plain(format_number(number)); }

CsvWriter& CsvWriter::cell(UtcTime time) { return plain(format_utc(time)); }

CsvWriter& CsvWriter::plain(std::string_view text) {
  separate();
  text_ += text;
  return *this;
}

void CsvWriter::end_row() {
  if (in_row_ != columns_) {
    throw std::logic_error(
        fmt::format("a CSV row of {} cells under a header of {}", in_row_, columns_));
  }
  text_ += '\n';
  in_row_ = 0;
}

void CsvWriter::separate() {
  if (in_row_++ > 0) text_ += ',';
}

}  // namespace cadis

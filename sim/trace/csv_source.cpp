#include "trace/csv_source.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace cadis {

CsvSource::CsvSource(const TraceSource& source)
    : in_(source.open()),
      reader_(in_, source.name(), source.separator()),
      numbers_(source.style(), reader_.separator(), source.name()),
      problems_(source.name()) {
  if (!reader_.next()) {
    throw ConfigError(fmt::format("{}: is empty; expected a header line", reader_.name()));
  }
  for (const auto title : reader_.fields()) header_.emplace_back(trim(title));
}

std::size_t CsvSource::require(const std::string& description, const Matches& matches) const {
  if (const auto column = find(description, matches)) return *column;
  fail_without(description);
}

/// Names what else may keep a column from being found.
void CsvSource::fail_without(const std::string& description) const {
  const bool has_untitled = std::count(header_.begin(), header_.end(), "") > 0;
  throw ConfigError(fmt::format("{}:1: expected one column {}, got none: {}{}", reader_.name(),
                                description, fmt::join(header_, ", "),
                                has_untitled ? "; '' chooses one without a title" : ""));
}

std::optional<std::size_t> CsvSource::find(const std::string& description,
                                           const Matches& matches) const {
  std::optional<std::size_t> found;
  for (std::size_t column = 0; column < header_.size(); ++column) {
    if (!matches(plain_title(header_[column]))) continue;
    if (found) {
      throw ConfigError(fmt::format("{}:1: expected one column {}, got several: {}", reader_.name(),
                                    description, fmt::join(header_, ", ")));
    }
    found = column;
  }
  return found;
}

std::size_t CsvSource::require_chosen(const ImportChoices& choices,
                                      const std::string& option) const {
  const std::string title = choices.text(option);
  if (title.empty()) return require_untitled(option);
  return require(fmt::format("'{}' (--{})", title, option), is({plain_title(title)}));
}

/// As pandas writes an index that has no name.
std::size_t CsvSource::require_untitled(const std::string& option) const {
  const auto first = std::find(header_.begin(), header_.end(), "");
  if (first != header_.end() && std::count(header_.begin(), header_.end(), "") == 1)
    return static_cast<std::size_t>(first - header_.begin());
  throw ConfigError(fmt::format("{}:1: --{} '': expected one column without a title, got {}: {}",
                                reader_.name(), option, first == header_.end() ? "none" : "several",
                                fmt::join(header_, ", ")));
}

bool CsvSource::next() {
  while (reader_.next()) {
    const auto& fields = reader_.fields();
    if (fields.size() == 1 && trim(fields.front()).empty() && header_.size() > 1) continue;
    if (++rows_ > RawTrace::most_rows) {
      throw ConfigError(fmt::format("{}:{}: more than {} rows; cut the file", reader_.name(),
                                    reader_.line(), RawTrace::most_rows));
    }
    if (fields.size() == header_.size()) return true;
    bad_fields();
  }
  numbers_.settle(problems_);
  problems_.throw_if_any();
  return false;
}

void CsvSource::bad_fields() {
  const auto count = reader_.fields().size();
  const bool has_more_commas = separator() == ',' && count > header_.size();
  problems_.add(reader_.line(), "",
                fmt::format("expected {} fields, as in the header, got {}{}", header_.size(), count,
                            has_more_commas ? "; quotes keep a comma within a field, and a decimal "
                                              "comma needs semicolons or tabs between fields"
                                            : ""));
}

void CsvSource::bad(std::size_t column, const std::string& expected) {
  constexpr std::size_t shown = 80;
  const auto text = cell(column);
  problems_.add(line(), title(column),
                fmt::format("expected {}, got '{}{}'", expected, text.substr(0, shown),
                            text.size() > shown ? "..." : ""));
}

std::optional<Stamp> CsvSource::stamp(std::size_t column, DateOrder order) {
  const auto stamp = parse_stamp(trim(cell(column)), order);
  if (!stamp) {
    bad(column, order == DateOrder::year_month_day   ? "a time such as 2023-06-01 00:00:00"
                : order == DateOrder::day_month_year ? "a time such as 31.12.2023 23:00"
                                                     : "a time such as 12/31/2023 11:00:00 PM");
  }
  return stamp;
}

double CsvSource::number(std::size_t column) {
  if (const auto value = find_number(column)) return *value;
  const auto text = trim(cell(column));
  if (!says_missing(text)) bad(column, numbers_.expected(text));
  return RawRow::missing;
}

std::optional<double> CsvSource::find_number(std::size_t column) {
  return numbers_.read(trim(cell(column)), line(), header_[column]);
}

RawRow* CsvSource::add_row(RawTrace& trace, std::size_t time, std::size_t value, Offsets offsets) {
  const auto at = stamp(time);
  if (!at) return nullptr;
  check_offset(trace, *at, offsets, title(time), line(), cell(time));
  RawRow& row = trace.rows.emplace_back();
  row.start = at->utc();
  row.value = number(value);
  row.line = line();
  return &row;
}

CsvSource::Matches is(std::vector<std::string> plain_titles) {
  return [titles = std::move(plain_titles)](const std::string& plain) {
    return std::find(titles.begin(), titles.end(), plain) != titles.end();
  };
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool says_missing(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() > 4) return false;
  const std::string plain = plain_title(text);
  return plain == "nan" || plain == "null" || plain == "none";
}

}  // namespace cadis

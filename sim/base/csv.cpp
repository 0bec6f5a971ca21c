#include "base/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

constexpr std::size_t shown_problems = 20;

/// Walks over the text record by record and counts lines on its way.
class Scanner {
 public:
  Scanner(std::string_view text, const std::string& name) : text_(text), name_(name) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
  }

  [[nodiscard]] bool done() const { return at_ == text_.size(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  std::vector<std::string> record() {
    std::vector<std::string> fields;
    do fields.push_back(!done() && text_[at_] == '"' ? quoted() : plain());
    while (skip(","));
    if (!done() && !skip("\r\n") && !skip("\n")) {
      fail("expected a comma or the end of the line after the closing quote");
    }
    ++line_;
    return fields;
  }

 private:
  [[noreturn]] void fail(const std::string& text) const {
    throw ConfigError(fmt::format("{}:{}: {}", name_, line_, text));
  }

  bool skip(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  std::string plain() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",\n\"", at_), text_.size());
    if (!done() && text_[at_] == '"')
      fail("a quote inside a field that does not begin with one; quote the whole field");
    if (!done() && text_[at_] == '\n' && at_ > begin && text_[at_ - 1] == '\r') --at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string quoted() {
    const std::size_t first_line = line_;
    std::string field;
    ++at_;
    while (true) {
      const std::size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        line_ = first_line;
        fail("a quote is opened and never closed");
      }
      const auto part = text_.substr(at_, quote - at_);
      line_ += static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
      field += part;
      at_ = quote + 1;
      if (!skip("\"")) return field;
      field += '"';
    }
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

CsvTable CsvTable::read(const std::filesystem::path& file) {
  return parse(read_text(file), file.string());
}

CsvTable CsvTable::parse(std::string text, std::string name) {
  CsvTable table;
  table.name_ = std::move(name);
  if (const auto nul = text.find('\0'); nul != std::string::npos) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
    throw ConfigError(
        fmt::format("{}:{}: holds a NUL byte; save the file as UTF-8 text", table.name_, line));
  }
  Scanner scanner(text, table.name_);
  if (scanner.done())
    throw ConfigError(fmt::format("{}: is empty; expected a header line", table.name_));
  table.header_ = scanner.record();

  Problems problems;
  std::size_t ragged = 0;
  while (!scanner.done()) {
    const std::size_t line = scanner.line();
    auto fields = scanner.record();
    if (fields.size() != table.header_.size() && ++ragged <= shown_problems) {
      problems.add(fmt::format("{}:{}", table.name_, line), "",
                   fmt::format("expected {} fields, as in the header, got {}", table.header_.size(),
                               fields.size()));
    }
    table.rows_.push_back(std::move(fields));
    table.lines_.push_back(line);
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

CsvWriter::CsvWriter(const std::vector<std::string>& header) : columns_(header.size()) {
  for (const auto& title : header) cell(title);
  end_row();
}

CsvWriter& CsvWriter::cell(std::string_view text) {
  separate();
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    text_ += text;
    return *this;
  }
  text_ += '"';
  for (const char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
  return *this;
}

CsvWriter& CsvWriter::cell(double number) { return cell(format_number(number)); }

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

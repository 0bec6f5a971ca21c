#include <doctest/doctest.h>

#include <sstream>
#include <streambuf>

#include "base/csv_reader.hpp"
#include "base/errors.hpp"

using namespace cadis;

namespace {

/// A file of so many equal rows that is never in memory.
class Rows : public std::streambuf {
 public:
  Rows(std::string row, std::size_t count) : row_(std::move(row)), left_(count) {}

 protected:
  int_type underflow() override {
    if (left_ == 0) return traits_type::eof();
    --left_;
    setg(row_.data(), row_.data(), row_.data() + row_.size());
    return traits_type::to_int_type(row_.front());
  }

 private:
  std::string row_;
  std::size_t left_;
};

std::string problem(const std::string& text) {
  std::istringstream in(text);
  try {
    CsvReader reader(in, "t.csv");
    while (reader.next()) {
    }
  } catch (const ConfigError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("records that cross the blocks of a long stream are read whole, with their lines") {
  const std::string quoted = "1,\"" + std::string(999, 'x') + "\"\"\n\",3\n";
  Rows rows(quoted, 2000);
  std::istream in(&rows);
  CsvReader reader(in, "t.csv");
  std::size_t count = 0;
  while (reader.next()) {
    REQUIRE(reader.fields().size() == 3);
    REQUIRE(reader.fields()[1] == std::string(999, 'x') + "\"\n");
    REQUIRE(reader.line() == 1 + 2 * count);
    ++count;
  }
  CHECK(count == 2000);
}

TEST_CASE("a row longer than a mebibyte, a quote never closed and a NUL byte are told with line") {
  const std::string huge(CsvReader::longest_record + 1, 'x');
  CHECK(problem("a\n" + huge + "\n").find("t.csv:2: a row is longer than 1048576 bytes") == 0);
  CHECK(problem("a\n\"" + huge).find("t.csv:2: a quote is opened and never closed") == 0);
  CHECK(problem("a\nb\n" + std::string(1, '\0')).find("t.csv:3: holds a NUL byte") == 0);
  CHECK(problem("a\n" + huge.substr(1) + "\n").empty());
}

TEST_CASE("semicolons or tabs separate fields where they are asked for, and commas are text then") {
  std::istringstream in("a;b\n1,5;\"x;y\"\n\"1\"2;3\n");
  CsvReader reader(in, "t.csv", ';');
  REQUIRE(reader.next());
  REQUIRE(reader.next());
  CHECK(reader.fields() == std::vector<std::string_view>{"1,5", "x;y"});
  try {
    reader.next();
    FAIL("a quote that ends within a field is taken");
  } catch (const ConfigError& error) {
    CHECK(std::string(error.what()) ==
          "t.csv:3: expected a semicolon or the end of the line after the closing quote");
  }
  std::istringstream tabs("1,5\tx\n");
  CsvReader tabbed(tabs, "t.tsv", '\t');
  REQUIRE(tabbed.next());
  CHECK(tabbed.fields() == std::vector<std::string_view>{"1,5", "x"});
}

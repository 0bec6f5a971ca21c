#include <doctest/doctest.h>

#include <stdexcept>

#include "base/csv.hpp"
#include "base/errors.hpp"

using namespace cadis;

TEST_CASE("quotes, CRLF, a byte-order mark and a missing last newline are read") {
  const auto table = CsvTable::parse(
      "\xEF\xBB\xBF"
      "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n3,",
      "t.csv");
  CHECK(table.header() == std::vector<std::string>{"a", "b"});
  REQUIRE(table.rows() == 2);
  CHECK(table.cell(0, 0) == "x, \"y\"");
  CHECK(table.cell(0, 1) == "two\nlines");
  CHECK(table.cell(1, 1).empty());
  CHECK(table.line(0) == 2);
  CHECK(table.line(1) == 4);
  CHECK(table.column("b") == 1U);
  CHECK_FALSE(table.column("c"));
}

TEST_CASE("a column that is asked for is there once") {
  const auto table = CsvTable::parse("a,b,a\n1,2,3\n", "t.csv");
  CHECK(table.required_column("b") == 1U);
  CHECK_THROWS_WITH_AS(static_cast<void>(table.required_column("c")),
                       "t.csv:1: expected one column 'c', got none: a, b, a", ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(table.required_column("a")),
                       "t.csv:1: expected one column 'a', got several: a, b, a", ConfigError);
}

TEST_CASE("a broken table is refused with its line") {
  CHECK_THROWS_WITH_AS(CsvTable::parse("a,b\n1,2\n3\n", "t.csv"),
                       "t.csv:3: expected 2 fields, as in the header, got 1", ConfigError);
  CHECK_THROWS_WITH_AS(CsvTable::parse("a,b\n1,\"2\n", "t.csv"),
                       "t.csv:2: a quote is opened and never closed", ConfigError);
  CHECK_THROWS_WITH_AS(CsvTable::parse("", "t.csv"), "t.csv: is empty; expected a header line",
                       ConfigError);
  CHECK_THROWS_AS(CsvTable::parse("a\n\"1\"2\n", "t.csv"), ConfigError);
  CHECK_THROWS_AS(CsvTable::parse(std::string("a\n1\0\n", 5), "t.csv"), ConfigError);
  CHECK_THROWS_AS(CsvTable::read("no/such.csv"), ConfigError);
}

TEST_CASE("written text reads back, and a row of the wrong length is our bug") {
  CsvWriter writer({"a", "b"});
  writer.cell("x,\"y\"\n").cell(0.1).end_row();
  const auto table = CsvTable::parse(writer.text(), "t.csv");
  CHECK(table.cell(0, 0) == "x,\"y\"\n");
  CHECK(table.cell(0, 1) == "0.1");
  writer.cell("alone");
  CHECK_THROWS_AS(writer.end_row(), std::logic_error);
}

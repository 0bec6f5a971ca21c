#include <doctest/doctest.h>

#include "trace/samples.hpp"

// Files that spreadsheets have saved: semicolons or tabs between fields, commas before decimals.

using namespace cadis;
using namespace cadis::test;

namespace {

const Options described_csv{{"time-column", "time"}, {"value-column", "value"},
                            {"unit", "g/kWh"},       {"zone", "UTC"},
                            {"column", "direct"},    {"accounting", "average"}};

ImportChoices csv_written(const CsvStyle& style = {}) {
  ImportChoices choices{"csv", described_csv, {}, Repair::fail};
  choices.style = style;
  return choices;
}

/// Hours from midnight on with these values, which stand behind a mark.
std::string hours_of(const std::vector<std::string>& values, char separator = ';') {
  std::string text = std::string("time") + separator + "value\n";
  for (std::size_t i = 0; i < values.size(); ++i)
    text += "2023-01-01 0" + std::to_string(i) + ":00" + separator + values[i] + "\n";
  return text;
}

std::string style_refusal(const std::string& text, const CsvStyle& style = {}) {
  const TextFile file("s.csv", text);
  return problem(file.path(), csv_written(style));
}

std::string values_of(const std::string& text, const CsvStyle& style = {}) {
  const TextFile file("s.csv", text);
  const auto trace = import_trace(file.path(), csv_written(style), formats::registry());
  return rows(trace).substr(std::string("2023-01-01T00:00:00Z +3600s: ").size());
}

}  // namespace

TEST_CASE("semicolons with decimal commas, and tabs, are read by csv and counts-csv") {
  Options options = described_csv;
  options["time-column"] = "Zeit";
  options["value-column"] = "Wert";
  CHECK(rows(import_sample("semicolons.csv", options, Repair::fail, {}, "csv")) ==
        "2023-01-01T00:00:00Z +3600s: 123.400 98.0000 1250.75");
  const auto counts = import_sample(
      "counts_tabs.tsv",
      {{"time-column", "time"}, {"value-column", "value"}, {"time-unit", "date"}, {"zone", "UTC"}},
      Repair::fail, {}, "counts-csv");
  CHECK(counts.requests.values.sum() == 19);
  CHECK(counts.requests.step.value() == 60);
}

TEST_CASE("published layouts that were saved anew are told and read as they were") {
  const auto maps = import_sample("electricitymaps_semicolons.csv", {{"column", "lifecycle"}});
  CHECK(rows(maps) == "2025-01-01T00:00:00Z +3600s: 30.2500 31.1250");
  CHECK(maps.provenance.format == "electricitymaps");
  CHECK(maps.findings.size() == 1);  // one is estimated
  CHECK(rows(import_sample("entsoe_long_semicolons.csv", {{"factors", "ipcc-ar5-lifecycle"}})) ==
        rows(import_sample("entsoe_long.csv", {{"factors", "ipcc-ar5-lifecycle"}})));
  CHECK(rows(import_sample("neso_tabs.tsv", {{"column", "actual"}})) ==
        "2023-01-01T00:00:00Z +1800s: 72.0000 61.0000");
}

TEST_CASE("what may separate fields in several ways is refused, and said or quoted it is taken") {
  const std::string rest = "2023-01-01 00:00;100\n2023-01-01 01:00;200\n",
                    refused =
                        "has semicolons and commas in its first line, so what stands between "
                        "fields is not clear; say --separator comma|semicolon|tab, or put quotes "
                        "around the titles that hold one";
  const std::string bare = "time;value, g/kWh\n" + rest;
  ImportChoices choices = csv_written();
  choices.options["value-column"] = "value, g/kWh";
  const TextFile ambiguous("s.csv", bare), quoted("q.csv", "time;\"value, g/kWh\"\n" + rest);
  CHECK(problem(ambiguous.path(), choices) == "F:1: " + refused);
  CHECK(problem(ambiguous.path(), {"auto", {}, {}, {}}) == "F:1: " + refused);
  CHECK(rows(import_trace(quoted.path(), choices, formats::registry())) ==
        "2023-01-01T00:00:00Z +3600s: 100.000 200.000");
  choices.style.separator = ';';
  CHECK(rows(import_trace(ambiguous.path(), choices, formats::registry())) ==
        "2023-01-01T00:00:00Z +3600s: 100.000 200.000");
  choices.style.separator = ',';  // then the title holds the semicolon
  CHECK(problem(ambiguous.path(), choices)
            .find("F:1: expected one column 'time' (--time-column), got none: time;value, g/kWh") ==
        0);
}

TEST_CASE("a mark is decimal where a number shows it, or where the user says so") {
  CHECK(values_of(hours_of({"12,5", "1,234"})) == "12.5000 1.23400");
  CHECK(values_of(hours_of({"1,234", "0,5"})) == "1.23400 0.50000");
  CHECK(values_of(hours_of({"1.234", "0.5"}, '\t')) == "1.23400 0.50000");
  CHECK(values_of(hours_of({"1.234", "56.789"}), {{}, '.', {}}) == "1.23400 56.7890");
  CHECK(values_of(hours_of({"1,234", "2"}), {{}, ',', {}}) == "1.23400 2.00000");
  CHECK(values_of(hours_of({"1,5e2", "0,0"})) == "150.000 0.00000");
  CHECK(values_of(hours_of({"1.234", "56.789"}, ',')) == "1.23400 56.7890");  // as ever
}

TEST_CASE("what may be thousands is refused with its place, and never guessed") {
  CHECK(style_refusal(hours_of({"12", "1.234"})) ==
        "F:3: value: '1.234' may be a number with three decimals or thousands, and no other number "
        "tells; say --decimal point, or --decimal comma --thousands point");
  CHECK(style_refusal(hours_of({"1,234", "500"})) ==
        "F:2: value: '1,234' may be a number with three decimals or thousands, and no other number "
        "tells; say --decimal comma, or --decimal point --thousands comma");
  CHECK(style_refusal(hours_of({"1.234", "12,5"})) ==
        "F:2: value: '1.234' may be thousands, since '12,5' on line 3 has a decimal comma; say "
        "--decimal comma --thousands point where it is, or write it out");
  CHECK(style_refusal(hours_of({"1.5", "12,5"})) ==
        "F:3: value: '12,5' has a decimal comma, but '1.5' on line 2 a decimal point; write them "
        "alike");
  CHECK(style_refusal(hours_of({"1.234,5", "1"})) ==
        "F:2: value: expected a finite number (with marks between thousands it needs --thousands "
        "point|comma|space), got '1.234,5'");
  CHECK(style_refusal(hours_of({"1.234"}), {{}, ',', {}}) ==
        "F:2: value: expected a finite number with a decimal comma; a point between thousands "
        "needs --thousands point, got '1.234'");
  for (const char* bad : {"1 234", "1'234", "12,5,6", "1.2.3", "1,", ",", "12,5 g"}) {
    CAPTURE(bad);
    const bool is_refused =
        style_refusal(hours_of({"0,5", bad})).starts_with("F:3: value: expected");
    CHECK(is_refused == (std::string(bad) != "1,"));
  }
}

TEST_CASE("thousands are read as the user says, and only in groups of three") {
  const CsvStyle points{{}, {}, '.'}, commas{{}, {}, ','}, blanks{{}, {}, ' '};
  CHECK(values_of(hours_of({"1.234", "1.234,5"}), points) == "1234.00 1234.50");
  CHECK(values_of(hours_of({"1,234", "12,345.5"}), commas) == "1234.00 12345.5");
  CHECK(values_of(hours_of({"\"1,234\"", "12.5"}, ','), commas) == "1234.00 12.5000");
  CHECK(values_of(hours_of({"1 234",
                            "1\xC2\xA0"
                            "234,5",
                            "1\xE2\x80\xAF"
                            "234,567"}),
                  blanks) == "1234.00 1234.50 1234.56");
  for (const char* bad : {"1.2", "1.23,4", "12.34", "1234.567", ".234", "0.234", "1.234,"}) {
    CAPTURE(bad);
    CHECK(
        style_refusal(hours_of({bad}), points).starts_with("F:2: value: expected a finite number"));
  }
  CHECK(style_refusal(hours_of({"1"}), {{}, ',', ','}) ==
        "--decimal and --thousands: a comma cannot be both");
}

TEST_CASE("a decimal comma between fields that commas separate is refused") {
  CHECK(style_refusal("time,value\n2023-01-01 00:00,123,4\n") ==
        "F:2: expected 2 fields, as in the header, got 3; quotes keep a comma within a field, and "
        "a decimal comma needs semicolons or tabs between fields");
  CHECK(style_refusal("time,value\n2023-01-01 00:00,\"123,4\"\n") ==
        "F:2: value: expected a finite number with a decimal point; a decimal comma needs "
        "semicolons or tabs between fields, a comma between thousands --thousands comma, got "
        "'123,4'");
  CHECK(style_refusal(hours_of({"1"}, ','), {{}, ',', {}}) ==
        "F:1: has commas between fields, where a decimal comma would be one more; save the file "
        "with semicolons or tabs between fields, or with decimal points");
}

TEST_CASE("how a CSV is written is refused of what is none") {
  const ImportChoices json{"auto", {{"column", "direct"}}, {}, {}, false, {}, {';', {}, {}}};
  CHECK(problem(sample("electricitymaps_history.json"), json) ==
        "F: is JSON and takes no --separator, which is of CSV files");
  const ImportChoices counts{
      "counts", {{"start", "2023-01-01T00:00:00Z"}}, Seconds{60}, {}, false, {}, {{}, ',', {}}};
  CHECK(problem(sample("counts.txt"), counts) ==
        "format counts takes no --decimal, which is of CSV files");
  const ImportChoices lines{
      "timestamps", {{"time-unit", "date"}, {"zone", "UTC"}}, {}, {}, false, {}, {{}, {}, ' '}};
  CHECK(problem(sample("timestamps.txt"), lines) ==
        "format timestamps without --time-column takes no --thousands, which is of CSV files");
}

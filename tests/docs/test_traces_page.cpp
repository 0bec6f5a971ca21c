#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "docs/page.hpp"
#include "formats/registry.hpp"
#include "model/trace_provenance.hpp"
#include "trace/factors.hpp"
#include "trace/repair.hpp"

using namespace cadis;
using namespace cadis::tests;

TEST_CASE("docs/traces.md has a row for each format, and no other, with its options and words") {
  const Page section = Page::read("traces.md").section("Formats");
  std::size_t count = 0;
  for (const TraceFormat& format : formats::registry()) {
    const std::string row = section.row_of(format.name);
    INFO(format.name, ": ", row);
    CHECK_FALSE(row.empty());
    for (const FormatOption& option : format.options) {
      CHECK_MESSAGE(row.find("`--" + option.name) != std::string::npos, option.name);
      for (const std::string& value : option.values)
        CHECK_MESSAGE(row.find(value) != std::string::npos, value);
    }
    ++count;
  }
  CHECK(section.rows().size() == count);
}

TEST_CASE("docs/traces.md has every field of a provenance, every rule of repair, every table") {
  const Page page = Page::read("traces.md");
  TraceProvenance provenance;
  provenance.findings.push_back({"made up", true, 1, 1, {{2, "made up"}}});
  const Page fields = page.section("Provenance");
  const auto json = nlohmann::json::parse(format_provenance(provenance));
  for (const auto& [field, value] : json.items())
    CHECK_MESSAGE(!fields.row_of(field).empty(), field);
  for (const auto& [field, value] : json.at("findings").front().items())
    CHECK_MESSAGE(fields.row_of("findings").find("`" + field + "`") != std::string::npos, field);
  for (const std::string& rule : repair_names())
    CHECK_MESSAGE(!page.section("repairs").row_of(rule).empty(), rule);
  for (const std::string& table : shipped_factor_tables())
    CHECK_MESSAGE(!page.section("grams").row_of(table).empty(), table);
}

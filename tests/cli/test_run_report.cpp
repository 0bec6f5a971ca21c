#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a run ends in six lines and its warnings, in one with --quiet, in JSON with --json") {
  const SampleStudy folder;
  const auto shown = run_program(folder.file("."), "run small.yaml --out a --set fidelity=queue");
  REQUIRE(shown.code == 0);
  CHECK(shown.out.empty());
  for (const char* part : {"\n  carbon    ", " g CO2e; joules: ", "\n  latency   p50 ",
                           "\n  load      hosts busy ", "\n  headroom  ", "\n  tables    a\n"})
    CHECK_MESSAGE(says(shown.err, part), shown.err);
  const auto quiet = run_program(folder.file("."), "run small.yaml --out b --quiet");
  CHECK(std::count(quiet.err.begin(), quiet.err.end(), '\n') == 1);
  const auto json = run_program(folder.file("."), "run small.yaml --out c --json");
  CHECK(json.err.empty());
  const auto object = nlohmann::json::parse(json.out);
  const auto manifest = nlohmann::json::parse(read_text(folder.file("c/manifest.json")));
  CHECK(object.at("headroom_pct") == manifest.at("headroom").at("pct"));
  CHECK(object.at("warnings") == manifest.at("warnings"));
  CHECK(object.at("out") == "c");
  const CsvTable summary = folder.table("c/summary.csv");
  CHECK(object.at("carbon_g") == std::stod(summary.cell(0, summary.required_column("carbon_g"))));
  CHECK(object.at("arrivals").is_number_integer());
  CHECK(object.at("policy").is_string());
}

TEST_CASE("a flat grid leaves nothing to timing, and a run that cannot be judged says why") {
  const SampleStudy folder;
  const auto flat = run_program(folder.file("."),
                                "run small.yaml --out a --set 'carbon={constant_g_per_kwh: 100}' "
                                "--set 'policy={name: heuristic}'");
  REQUIRE_MESSAGE(flat.code == 0, flat.err);
  CHECK_MESSAGE(says(flat.err, "headroom  0.00 %"), flat.err);
  CHECK(says(flat.err, "warning: headroom: timing can save at most 0.00 %"));
  const auto none = run_program(folder.file("."),
                                "run small.yaml --out b --set fidelity=queue --set "
                                "'arrivals={process: poisson, rate_rps: 1e-9}'");
  REQUIRE_MESSAGE(none.code == 0, none.err);
  CHECK_MESSAGE(says(none.err, "headroom  not computed: nothing was served"), none.err);
  const auto manifest = nlohmann::json::parse(read_text(folder.file("b/manifest.json")));
  CHECK(manifest.at("headroom").at("pct").is_null());
  CHECK(manifest.at("headroom").at("not_computed") == "nothing was served");
  const auto mixed = run_program(
      folder.file("."), "run '" CADIS_SOURCE_FOLDER "/tests/golden/scenario.yaml' --out d");
  CHECK_MESSAGE(says(mixed.err,
                     "headroom  not computed: fleet: fidelity fluid needs identical hosts, got "
                     "different ones\n"),
                mixed.err);
}

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/numbers.hpp"
#include "cli/program.hpp"
#include "cli/results_table.hpp"
#include "report/comparison.hpp"
#include "report/holm.hpp"
#include "report/sample.hpp"
#include "study/small_study.hpp"

// Two variants, so that all mixes of them have one efficiency, and what the tables say of it.

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

/// A study of tests/data/rounding/, run into `out`.
struct Example : SampleStudy {
  explicit Example(const std::string& name) {
    fs::copy(fs::path(CADIS_SOURCE_FOLDER) / "tests/data/rounding" / name, file(name));
    REQUIRE(run_program(file("."), "study " + name + "/study.yaml --out out --quiet").code == 0);
  }
  [[nodiscard]] std::string cell(const std::string& name, std::size_t row,
                                 const std::string& title) const {
    const auto found = table("out/" + name);
    return found.cell(row, found.column(title).value());
  }
  /// Of a figure of pairs.csv, for the policies at these places.
  [[nodiscard]] std::string pair(const std::string& a, const std::string& b,
                                 const std::string& title) const {
    const auto pairs = table("out/pairs.csv");
    const auto is = [&](std::size_t row, const char* column, const std::string& text) {
      return pairs.cell(row, pairs.column(column).value()) == text;
    };
    for (std::size_t row = 0; row < pairs.rows(); ++row) {
      if (is(row, "policy_a", a) && is(row, "policy_b", b) && is(row, "figure", "cee_pct_per_g"))
        return pairs.cell(row, pairs.column(title).value());
    }
    return "no such row";
  }
};

/// The runs of a policy, one a seed.
std::vector<cadis::Outcome> outcomes(const CsvTable& table, const std::string& policy) {
  std::vector<cadis::Outcome> found;
  const auto number = [&](std::size_t row, const char* title) {
    return parse_number(table.cell(row, table.column(title).value())).value();
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.cell(row, 0) == policy)
      found.push_back({number(row, "accuracy_served_pct"), number(row, "carbon_g")});
  }
  return found;
}

}  // namespace

TEST_CASE("mixes that only rounding sets apart are equal in every table, and on the terminal") {
  const Example fluid("fluid");
  for (const std::size_t mix : {0, 1}) {
    for (const char* end : {"", "_lo", "_hi"})
      CHECK(fluid.cell("comparisons.csv", mix, std::string("cee_gain_vs_static_large_pct") + end) ==
            "0");
    CHECK(fluid.cell("comparisons.csv", mix, "probability_better_than_static_large") == "0.5");
    CHECK(fluid.cell("comparisons.csv", mix, "verdict_vs_static_large") == "no difference shown");
  }
  for (const auto& [a, b] : {std::pair("static-mix", "m2"), std::pair("static-mix", "static-large"),
                             std::pair("m2", "static-large")}) {
    for (const char* title : {"difference", "difference_lo", "difference_hi"})
      CHECK(fluid.pair(a, b, title) == "0");
    CHECK(fluid.pair(a, b, "probability_a_better") == "0.5");
    CHECK(fluid.pair(a, b, "verdict_a") == "no difference shown");
  }
  const std::string shown = results_table(fluid.file("out"));
  CHECK_MESSAGE(shown.find("0 ± 0") != std::string::npos, shown);
  CHECK_MESSAGE(shown.find("e-1") == std::string::npos, shown);
}

TEST_CASE(
    "comparisons.csv judges gains among its own rows, pairs.csv differences among all pairs") {
  // What the last seconds leave unserved sets the mixes apart, on the verge of what 20 seeds show.
  const Example queue("queue");
  const auto runs = queue.table("out/runs.csv"), references = queue.table("out/references.csv");
  const std::vector<std::string> policies{"static-mix", "m2", "static-large"};
  const auto small = outcomes(references, "static-small");
  REQUIRE(small.size() == 20);
  std::vector<Sample> cee, gain;
  for (const std::string& policy : policies) {
    const auto found = outcomes(runs, policy), large = outcomes(runs, "static-large");
    cee.emplace_back();
    gain.emplace_back();
    for (std::size_t seed = 0; seed < 20; ++seed) {
      cee.back().seeds.push_back(cee_pct_per_g(found[seed], small[seed]));
      gain.back().seeds.push_back(
          cee_gain_pct(cee.back().seeds.back(), cee_pct_per_g(large[seed], small[seed])));
    }
  }
  const Sample none{std::vector<Figure>(20, 0), {}};
  const auto mix = compare(gain[0], none, Goal::more), m2 = compare(gain[1], none, Goal::more);
  const auto by_gain = holm(std::vector{mix.p, m2.p});
  const auto mix_m2 = compare(cee[0], cee[1], Goal::more),
             mix_large = compare(cee[0], cee[2], Goal::more),
             m2_large = compare(cee[1], cee[2], Goal::more);
  const auto by_difference = holm(std::vector{mix_m2.p, mix_large.p, m2_large.p});
  CHECK(verdict(mix.difference.mean, by_gain[0], Goal::more) == "worse");
  CHECK(verdict(mix_large.difference.mean, by_difference[1], Goal::more) == "no difference shown");
  CHECK(queue.cell("comparisons.csv", 0, "verdict_vs_static_large") == "worse");
  CHECK(queue.cell("comparisons.csv", 1, "verdict_vs_static_large") ==
        verdict(m2.difference.mean, by_gain[1], Goal::more));
  CHECK(queue.pair("static-mix", "static-large", "verdict_a") == "no difference shown");
  CHECK(queue.pair("m2", "static-large", "verdict_a") ==
        verdict(m2_large.difference.mean, by_difference[2], Goal::more));
  CHECK(parse_number(queue.pair("static-mix", "static-large", "p_corrected")).value() ==
        doctest::Approx(by_difference[1]).epsilon(1e-9));
}

#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/numbers.hpp"
#include "report/holm.hpp"
#include "report/plain_samples.hpp"
#include "study/isolated.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using test::column;
using test::compare_seeds;
using test::SampleStudy;
using List = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

const std::string common =
    "axes:\n  policy:\n    - {name: oracle, match: heuristic}\n    - {name: blind, match: "
    "heuristic}\n    - {name: static-mix, match: heuristic}\n"
    "    - {name: static-small}\n    - {name: heuristic}\n    - {name: static-large}\n"
    "  carbon: [{climatology: GB-2023}, {climatology: CA-ON-2023}]\nseeds: [1, 2, 3]\n";

/// Requests in a minute, one by one.
const std::string by_event =
    "axes:\n  policy: [{name: static-small}, {name: heuristic}, {name: static-large}]\n  fidelity: "
    "[event]\n  duration: [1 min]\n  epoch: [10 s]\n"
    "seeds: [1, 2]\n";

std::size_t count_files(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

double number(const CsvTable& table, std::size_t row, const std::string& title) {
  return parse_number(table.cell(row, table.column(title).value())).value();
}

}  // namespace

TEST_CASE("a matched policy takes its target from its cell, whatever the order of the list") {
  const SampleStudy folder;
  CHECK(folder.run(common, "out").failed.empty());
  const auto runs = folder.table("out/runs.csv");
  REQUIRE(runs.rows() == 36);
  const auto policy = column(runs, "policy");
  CHECK(List(policy.begin(), policy.begin() + 7) ==
        List{"oracle", "oracle", "oracle", "oracle", "oracle", "oracle", "blind"});
  for (std::size_t i = 0; i < 6; ++i) {  // six carbon and seed pairs a policy
    const std::size_t oracle = i, blind = 6 + i, mix = 12 + i, heuristic = 24 + i;
    REQUIRE(policy[heuristic] == "heuristic");
    const double accuracy = number(runs, heuristic, "accuracy_served_pct");
    CHECK(accuracy > 70.5);
    CHECK(accuracy < 79.5);
    for (const auto matched : {oracle, blind, mix})
      CHECK(number(runs, matched, "accuracy_served_pct") ==
            doctest::Approx(accuracy).epsilon(1e-9));
    CHECK(number(runs, oracle, "carbon_g") <= number(runs, heuristic, "carbon_g") * (1 + 1e-9));
    CHECK(number(runs, oracle, "carbon_g") < number(runs, mix, "carbon_g"));
    CHECK(column(runs, "peeks")[oracle] == "true");
    CHECK(column(runs, "peeks")[heuristic] == "false");
  }
}

TEST_CASE(
    "runs.csv has one column per axis, then the summary's, and an axis that has a summary column's "
    "name is told apart") {
  const SampleStudy folder;
  folder.run(
      "axes:\n  arrivals.rate_rps: [5]\n  policy: [{name: static-small}]\n  carbon: [{climatology: "
      "GB-2023}]\n",
      "out");
  auto expected = List{"arrivals.rate_rps", "axis_policy", "carbon"};
  const auto summary = summary_columns();
  expected.insert(expected.end(), summary.begin(), summary.end());
  auto header = folder.table("out/runs.csv").header();
  REQUIRE(header.size() >= expected.size());
  header.resize(expected.size());
  CHECK(header == expected);
}

TEST_CASE(
    "comparisons.csv has the promised columns with an interval each, and a row per group and "
    "policy") {
  const SampleStudy folder;
  folder.run(common, "out");
  const auto table = folder.table("out/comparisons.csv");
  for (const std::string title :
       {"cee_pct_per_g", "cee_gain_vs_static_large_pct", "cee_gain_vs_blind_pct",
        "carbon_cut_vs_blind_pct", "carbon_cut_vs_static_mix_pct", "carbon_gap_to_oracle_pct",
        "carbon_cut_vs_static_large_pct"}) {
    for (const auto* ending : {"", "_lo", "_hi"}) CHECK(table.column(title + ending).has_value());
  }
  CHECK(table.header()[0] == "carbon");
  REQUIRE(table.rows() == 12);
  CHECK(column(table, "seeds") == List(12, "3"));
  CHECK(table.cell(0, table.column("peeks").value()) == "true");
  CHECK(table.cell(8, table.column("policy").value()) == "heuristic");
  CHECK(table.cell(8, table.column("peeks").value()) == "false");
}

TEST_CASE(
    "comparisons.csv follows from runs.csv: CEE against static-small, its gain, the cuts and the "
    "gap, as means over seeds") {
  const SampleStudy folder;
  folder.run(common, "out");
  const auto runs = folder.table("out/runs.csv");
  const auto compared = folder.table("out/comparisons.csv");
  for (const std::size_t carbon : {0U, 1U}) {
    const auto row_of = [&](std::size_t policy, std::size_t seed) {
      return 6 * policy + 3 * carbon + seed;
    };
    const auto grams = [&](std::size_t policy, std::size_t seed) {
      return number(runs, row_of(policy, seed), "carbon_g");
    };
    const auto cee = [&](std::size_t policy, std::size_t seed) {
      return (number(runs, row_of(policy, seed), "accuracy_served_pct") -
              number(runs, row_of(3, seed), "accuracy_served_pct")) /
             (grams(policy, seed) - grams(3, seed));
    };
    const auto mean = [](const auto& of_seed) {
      return (of_seed(0U) + of_seed(1U) + of_seed(2U)) / 3;
    };
    const auto check = [&](const std::string& title, const auto& of_seed) {
      CAPTURE(title);
      CHECK(number(compared, 8 + carbon, title) == doctest::Approx(mean(of_seed)).epsilon(1e-9));
      const double lo = number(compared, 8 + carbon, title + "_lo");
      const double hi = number(compared, 8 + carbon, title + "_hi");
      CHECK(lo <= mean(of_seed));
      CHECK(hi >= mean(of_seed));
      const bool seeds_agree = of_seed(0U) == of_seed(1U) && of_seed(1U) == of_seed(2U);
      CHECK((lo == hi) == seeds_agree);
    };
    constexpr std::size_t oracle = 0, blind = 1, mix = 2, rule = 4, large = 5;
    check("cee_pct_per_g", [&](std::size_t s) { return cee(rule, s); });
    check("cee_gain_vs_static_large_pct",
          [&](std::size_t s) { return 100 * (cee(rule, s) / cee(large, s) - 1); });
    check("cee_gain_vs_blind_pct",
          [&](std::size_t s) { return 100 * (cee(rule, s) / cee(blind, s) - 1); });
    check("carbon_cut_vs_blind_pct",
          [&](std::size_t s) { return 100 * (1 - grams(rule, s) / grams(blind, s)); });
    check("carbon_gap_to_oracle_pct",
          [&](std::size_t s) { return 100 * (grams(rule, s) / grams(oracle, s) - 1); });
    constexpr std::array<std::size_t, 3> seeds{0, 1, 2};
    std::vector<double> gains, rule_g, blind_g;
    for (const std::size_t s : seeds) {
      gains.push_back(100 * (cee(rule, s) / cee(large, s) - 1));
      rule_g.push_back(grams(rule, s));
      blind_g.push_back(grams(blind, s));
    }
    CHECK(number(compared, 8 + carbon, "probability_better_than_static_large") ==
          doctest::Approx(
              compare_seeds(gains, std::vector<double>(3), Goal::more).probability_better));
    CHECK(number(compared, 8 + carbon, "probability_better_than_blind") ==
          doctest::Approx(compare_seeds(rule_g, blind_g, Goal::less).probability_better));
    for (const std::size_t fixed : {6U + carbon, 10U + carbon}) {  // static-small, static-large
      CHECK(compared.cell(fixed, compared.column("verdict_vs_static_large").value()).empty());
      CHECK(compared.cell(fixed, compared.column("verdict_vs_blind").value()).empty());
    }
    // With two variants the mix of equal accuracy is the blind one.
    CHECK(mean([&](std::size_t s) { return grams(mix, s) - grams(blind, s); }) ==
          doctest::Approx(0));
  }
}

TEST_CASE("pairs.csv has every two policies of a group, and what the paired test says of them") {
  const SampleStudy folder;
  folder.run(common, "out");
  const auto runs = folder.table("out/runs.csv");
  const auto pairs = folder.table("out/pairs.csv");
  REQUIRE(pairs.rows() == 2 * 15 * 3);  // groups, pairs of six policies, figures
  CHECK(pairs.header()[0] == "carbon");
  std::size_t row = 0;
  const auto cell = [&](const char* title) { return pairs.cell(row, *pairs.column(title)); };
  while (row < pairs.rows() && !(cell("carbon") == "CA-ON-2023" && cell("policy_a") == "oracle" &&
                                 cell("policy_b") == "heuristic" && cell("figure") == "carbon_g")) {
    ++row;
  }
  REQUIRE(row < pairs.rows());
  std::vector<double> oracle_g, rule_g;
  for (std::size_t seed = 0; seed < 3; ++seed) {
    oracle_g.push_back(number(runs, 3 + seed, "carbon_g"));
    rule_g.push_back(number(runs, 6 * 4 + 3 + seed, "carbon_g"));
  }
  const auto expected = compare_seeds(oracle_g, rule_g, Goal::less);
  CHECK(cell("seeds") == "3");
  CHECK(number(pairs, row, "difference") == doctest::Approx(expected.difference.mean));
  CHECK(number(pairs, row, "difference_lo") == doctest::Approx(expected.difference.low));
  CHECK(number(pairs, row, "probability_a_better") == doctest::Approx(expected.probability_better));
  CHECK(number(pairs, row, "mean_a") < number(pairs, row, "mean_b"));
  CHECK(number(pairs, row, "p_corrected") >= expected.p);
}

TEST_CASE("a verdict is that of the paired test, corrected for all rows of its column") {
  const SampleStudy folder;
  const std::string axes = "axes:\n  policy: [{name: heuristic}]\n";
  folder.run(axes + "seeds: [1, 2, 3, 4, 5, 6, 7, 8]\n", "out");
  const auto runs = folder.table("out/runs.csv");
  const auto references = folder.table("out/references.csv");
  const auto compared = folder.table("out/comparisons.csv");
  REQUIRE(compared.rows() == 1);  // a family of one: nothing to correct
  std::vector<double> rule_g, blind_g;
  for (std::size_t i = 0; i < 8; ++i) rule_g.push_back(number(runs, i, "carbon_g"));
  for (std::size_t i = 0; i < references.rows(); ++i) {
    if (references.cell(i, 0) == "blind(heuristic)") {
      blind_g.push_back(number(references, i, "carbon_g"));
    }
  }
  const auto difference = compare_seeds(rule_g, blind_g, Goal::less);
  CHECK(compared.cell(0, compared.column("verdict_vs_blind").value()) ==
        verdict(difference.difference.mean, difference.p, Goal::less));
  CHECK(compared.cell(0, compared.column("verdict_vs_blind").value()) == "better");
  // Where the grid is flat there is nothing to find.
  folder.run(axes +
                 "  carbon: [{climatology: GB-2023}, {constant_g_per_kwh: 100}]\n"
                 "seeds: [1, 2, 3, 4, 5, 6, 7, 8]\n",
             "two");
  const auto two = folder.table("two/comparisons.csv");
  REQUIRE(two.rows() == 2);
  CHECK(two.cell(1, two.column("verdict_vs_blind").value()) == "no difference shown");
}

TEST_CASE(
    "the smallest variant has no CEE of its own, and a single seed no interval: empty cells") {
  const SampleStudy folder;
  folder.run("axes:\n  policy: [{name: static-small}, {name: static-large}]\nseeds: [1]\n", "out");
  const auto table = folder.table("out/comparisons.csv");
  REQUIRE(table.rows() == 2);
  for (const auto* title : {"cee_pct_per_g", "cee_gain_vs_static_large_pct"})
    CHECK(table.cell(0, table.column(title).value()).empty());
  CHECK_FALSE(table.cell(1, table.column("cee_pct_per_g").value()).empty());
  CHECK(table.cell(1, table.column("cee_gain_vs_static_large_pct").value()) == "0");
  for (const auto* title : {"cee_pct_per_g_lo", "cee_pct_per_g_hi"})
    CHECK(table.cell(1, table.column(title).value()).empty());
}

TEST_CASE("the tables are the same bytes from one worker, from three, and from another time") {
  const SampleStudy folder;
  folder.run(common, "one");
  folder.run(common, "three", {3, false, {}});
  folder.run(common, "again");
  for (const std::string name : {"runs.csv", "comparisons.csv", "references.csv"}) {
    const auto text = read_text(folder.file("one/" + name));
    CHECK(text.size() > 300);
    CHECK(read_text(folder.file("three/" + name)) == text);
    CHECK(read_text(folder.file("again/" + name)) == text);
  }
}

TEST_CASE("a cell has the numbers of its scenario run alone") {
  const SampleStudy folder;
  folder.run(by_event, "out");
  const auto grid = folder.grid(by_event);
  const auto runs = folder.table("out/runs.csv");
  REQUIRE(runs.rows() == grid.cells);
  for (std::size_t i = 0; i < grid.cells; ++i) {
    const auto scenario = test::scenario_of(grid, i);
    CsvWriter alone(summary_columns());
    write_summary_cells(alone, summarize(scenario, run_isolated(scenario, policies::registry())));
    alone.end_row();
    const auto table = CsvTable::parse(alone.text(), "alone");
    for (std::size_t c = 0; c < table.header().size(); ++c) {
      const auto& title = table.header()[c];
      // An axis may have taken the plain title: the summary's own is then the last of that name.
      std::size_t at = 0;
      for (std::size_t k = 0; k < runs.header().size(); ++k)
        at = runs.header()[k] == title ? k : at;
      CAPTURE(title);
      CHECK(runs.cell(i, at) == table.cell(0, c));
    }
  }
}

TEST_CASE(
    "--epochs leaves the tables of each cell and each reference, and with one seed every policy "
    "sees the same arrivals and carbon") {
  const SampleStudy folder;
  folder.run(by_event, "out", {2, true, {}});
  const auto runs = folder.table("out/runs.csv");
  const auto ids = column(runs, "cell");
  REQUIRE(ids.size() == 6);
  const auto epochs_of = [&](std::size_t run) {
    return folder.table("out/cells/" + ids[run] + "/epochs.csv");
  };
  for (std::size_t run = 0; run < 6; ++run) {
    for (const auto* name : {"summary.csv", "epochs.csv", "latency.csv"})
      CHECK(fs::exists(folder.file("out/cells/" + ids[run]) / name));
    const auto summary = folder.table("out/cells/" + ids[run] + "/summary.csv");
    CHECK(column(summary, "carbon_g")[0] == column(runs, "carbon_g")[run]);
    CHECK(column(epochs_of(run), "arrivals") ==
          column(epochs_of(run % 2), "arrivals"));  // static-small with that seed
    CHECK(column(epochs_of(run), "g_per_kwh") == column(epochs_of(run % 2), "g_per_kwh"));
  }
  CHECK(column(epochs_of(0), "arrivals") != column(epochs_of(1), "arrivals"));
  const auto references = folder.table("out/references.csv");
  REQUIRE(references.rows() == 3 * 2);  // blind, static-mix and oracle beside the heuristic
  for (std::size_t run = 0; run < references.rows(); ++run) {
    const auto cell = fs::path("out/cells") / column(references, "cell")[run];
    for (const auto* name : {"epochs.csv", "latency.csv"})
      CHECK(fs::exists(folder.file(cell / name)));
    CHECK(column(folder.table(cell / "summary.csv"), "carbon_g")[0] ==
          column(references, "carbon_g")[run]);
  }
  CHECK(count_files(folder.file("out/cells")) == 6 + references.rows());
  folder.run(by_event, "plain");
  CHECK_FALSE(fs::exists(folder.file("plain/cells")));
}

TEST_CASE(
    "a cell that fails is named with its reason, has no row, takes those matched to it along and "
    "leaves the others") {
  const SampleStudy folder;
  const auto outcome = folder.run(
      "axes:\n  policy: [{name: blind, match: oracle}, {name: oracle, accuracy_pct: 99}, {name: "
      "static-small}]\n  arrivals.rate_rps: [5]\nseeds: [4]\n",
      "out", {1, true, {}});
  List failed;
  for (const auto& run : outcome.failed) failed.push_back(run.run);
  std::sort(failed.begin(), failed.end());
  CHECK(failed == List{"policy=blind arrivals.rate_rps=5 seed=4",
                       "policy=oracle arrivals.rate_rps=5 seed=4"});
  for (const auto& run : outcome.failed) {
    const bool is_oracle = run.run.find("policy=oracle") == 0;
    CHECK_MESSAGE(run.reason.find(is_oracle ? "80 %" : "matched to") != std::string::npos,
                  run.reason);
  }
  CHECK(column(folder.table("out/runs.csv"), "axis_policy") == List{"static-small"});
  CHECK(column(folder.table("out/comparisons.csv"), "policy") == List{"static-small"});
  const auto manifest = nlohmann::json::parse(read_text(folder.file("out/manifest.json")));
  CHECK(manifest["failed"].size() == 2);
  CHECK(column(folder.table("out/references.csv"), "axis_policy") == List{"static-large"});
  CHECK(count_files(folder.file("out/cells")) == 2);
}

TEST_CASE("the fixed mix is compared as itself, where it is another than the blind one") {
  // Above idle 0.18, 0.72 and 0.9 J: at 74 % two of the others take 0.468 J, so the fixed mix
  // leaves `middle` out, which the rule runs.
  const SampleStudy folder;
  folder.write("three.yaml",
               "cadis: 1\nfamily: three\nvariants:\n"
               "  small: {accuracy_pct: 70, source: made up}\n"
               "  middle: {accuracy_pct: 74, source: made up}\n"
               "  large: {accuracy_pct: 80, source: made up}\nprofiles:\n"
               "  - {variant: small, device: big, batch: 1, service_ms: 1, source: made up}\n"
               "  - {variant: middle, device: big, batch: 1, service_ms: 4, source: made up}\n"
               "  - {variant: large, device: big, batch: 1, service_ms: 5, source: made up}\n");
  folder.run(
      "axes:\n  family: [three.yaml]\n  policy: [{name: heuristic}]\nseeds: [1, 2, 3, 4, 5]\n",
      "out");
  const auto runs = folder.table("out/runs.csv");
  const auto references = folder.table("out/references.csv");
  const auto compared = folder.table("out/comparisons.csv");
  std::vector<double> rule_g, blind_g, mix_g, cuts;
  for (std::size_t i = 0; i < runs.rows(); ++i) rule_g.push_back(number(runs, i, "carbon_g"));
  const auto policy = column(references, "policy");
  for (std::size_t i = 0; i < references.rows(); ++i) {
    if (policy[i] == "blind(heuristic)") blind_g.push_back(number(references, i, "carbon_g"));
    if (policy[i] == "static-mix(heuristic)") mix_g.push_back(number(references, i, "carbon_g"));
  }
  REQUIRE((rule_g.size() == 5 && blind_g.size() == 5 && mix_g.size() == 5));
  double mean_cut = 0;
  for (std::size_t s = 0; s < 5; ++s) {
    CHECK(mix_g[s] < blind_g[s]);
    mean_cut += 100 * (1 - rule_g[s] / mix_g[s]) / 5;
  }
  CHECK(number(compared, 0, "carbon_cut_vs_static_mix_pct") == doctest::Approx(mean_cut));
  const auto against_mix = compare_seeds(rule_g, mix_g, Goal::less);
  const auto against_blind = compare_seeds(rule_g, blind_g, Goal::less);
  CHECK(number(compared, 0, "probability_better_than_static_mix") ==
        doctest::Approx(against_mix.probability_better));
  CHECK(number(compared, 0, "probability_better_than_blind") ==
        doctest::Approx(against_blind.probability_better));
  CHECK(compared.cell(0, compared.column("verdict_vs_static_mix").value()) ==
        verdict(against_mix.difference.mean, against_mix.p, Goal::less));
}

TEST_CASE("of two policies the one with more accuracy and with more accuracy per gram is better") {
  const SampleStudy folder;
  folder.run(
      "axes:\n  policy: [{name: static-small}, {name: heuristic}, {name: static-large}]\n"
      "seeds: [1, 2, 3]\n",
      "out");
  const auto runs = folder.table("out/runs.csv");
  const auto pairs = folder.table("out/pairs.csv");
  const auto figure = [&](std::size_t run, const char* title) { return number(runs, run, title); };
  std::vector<double> accuracy[2], cee[2];
  for (std::size_t policy = 0; policy < 2; ++policy) {
    for (std::size_t seed = 0; seed < 3; ++seed) {
      const std::size_t small = seed, run = 3 * (policy + 1) + seed;
      const double more_pct =
          figure(run, "accuracy_served_pct") - figure(small, "accuracy_served_pct");
      accuracy[policy].push_back(figure(run, "accuracy_served_pct"));
      cee[policy].push_back(more_pct / (figure(run, "carbon_g") - figure(small, "carbon_g")));
    }
  }
  std::size_t checked = 0;
  for (std::size_t row = 0; row < pairs.rows(); ++row) {
    const auto cell = [&](const char* title) { return pairs.cell(row, *pairs.column(title)); };
    if (cell("policy_a") != "heuristic" || cell("policy_b") != "static-large") continue;
    if (cell("figure") == "carbon_g") continue;
    const auto* values = cell("figure") == "cee_pct_per_g" ? cee : accuracy;
    const auto expected = compare_seeds(values[0], values[1], Goal::more);
    CAPTURE(cell("figure"));
    CHECK(number(pairs, row, "mean_a") ==
          doctest::Approx((values[0][0] + values[0][1] + values[0][2]) / 3).epsilon(1e-9));
    CHECK(number(pairs, row, "difference") == doctest::Approx(expected.difference.mean));
    CHECK(number(pairs, row, "probability_a_better") ==
          doctest::Approx(expected.probability_better));
    // The largest variant alone is more accurate and buys its accuracy dearer.
    const bool is_a_better = cell("figure") == "cee_pct_per_g";
    CHECK((number(pairs, row, "probability_a_better") > 0.5) == is_a_better);
    ++checked;
  }
  CHECK(checked == 2);
}

TEST_CASE("where requests are dropped, comparisons say so, and look at the accuracy of answers") {
  const SampleStudy folder;
  folder.run(
      "axes:\n  fidelity: [queue]\n  duration: [1 min]\n  epoch: [10 s]\n"
      "  arrivals.rate_rps: [500]\n  queue_limit: [10]\n"
      "  policy: [{name: static-small}, {name: blind, shares: {small: 0.5, large: 0.5}}]\n"
      "seeds: [1]\n",
      "out");
  const auto runs = folder.table("out/runs.csv");
  const auto compared = folder.table("out/comparisons.csv");
  constexpr std::size_t small = 0, blind = 1;
  CHECK(number(runs, blind, "dropped") > 1000);
  const double accuracy = number(runs, blind, "accuracy_served_pct");
  CHECK(accuracy > number(runs, blind, "accuracy_all_pct") + 5);
  CHECK(number(compared, blind, "accuracy_served_pct") == accuracy);
  CHECK(number(compared, blind, "served_pct") ==
        doctest::Approx(100 * number(runs, blind, "served") / number(runs, blind, "arrivals"))
            .epsilon(1e-12));
  CHECK(number(runs, blind, "switch_energy_j") > 0);
  CHECK(number(compared, blind, "switch_energy_j") == number(runs, blind, "switch_energy_j"));
  CHECK(number(compared, blind, "cee_pct_per_g") ==
        doctest::Approx((accuracy - number(runs, small, "accuracy_served_pct")) /
                        (number(runs, blind, "carbon_g") - number(runs, small, "carbon_g")))
            .epsilon(1e-9));
}

TEST_CASE("a mix is matched to the accuracy of answers, whatever was dropped") {
  const SampleStudy folder;
  // On `little`, where changes are free, half of the requests would take 19.5 ms each.
  folder.run(
      "axes:\n  fidelity: [queue]\n  duration: [5 min]\n  fleet: [[{device: little}]]\n"
      "  arrivals.rate_rps: [100]\n  queue_limit: [10]\n  policy:\n"
      "    - {name: blind, shares: {small: 0.5, large: 0.5}}\n"
      "    - {name: static-mix, match: blind}\nreferences: none\n",
      "out");
  const auto runs = folder.table("out/runs.csv");
  REQUIRE(runs.rows() == 2);
  CHECK(number(runs, 0, "accuracy_all_pct") < 50);
  CHECK(number(runs, 0, "accuracy_served_pct") == doctest::Approx(75).epsilon(1e-4));
  CHECK(number(runs, 1, "accuracy_served_pct") == doctest::Approx(75).epsilon(1e-4));
}

TEST_CASE("p values and verdicts are corrected for all rows of their figure or column") {
  const SampleStudy folder;
  folder.run(
      "axes:\n  policy: [{name: heuristic}, {name: static-large}]\n"
      "  carbon: [{climatology: GB-2023}, {climatology: CA-ON-2023}, {climatology: NO-2023}, "
      "{climatology: ES-2023}, {climatology: SG-2023}, {climatology: DE-LU-2023}]\n"
      "seeds: [1, 2, 3]\n",
      "out");
  const auto runs = folder.table("out/runs.csv");
  const auto references = folder.table("out/references.csv");
  const auto of = [](const CsvTable& table, const std::string& policy) {
    std::vector<double> grams;  // grid by grid, seed by seed
    const auto policies = column(table, "policy");
    for (std::size_t i = 0; i < table.rows(); ++i) {
      if (policies[i] == policy) grams.push_back(number(table, i, "carbon_g"));
    }
    REQUIRE(grams.size() == 18);
    return grams;
  };
  const auto test_by_grid = [](const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<PairedDifference> found;
    for (std::size_t i = 0; i < a.size(); i += 3)
      found.push_back(
          compare_seeds(std::span(a).subspan(i, 3), std::span(b).subspan(i, 3), Goal::less));
    return found;
  };
  const auto p_of = [](const std::vector<PairedDifference>& rows) {
    std::vector<double> p;
    for (const auto& row : rows) p.push_back(row.p);
    return p;
  };
  const auto rule_g = of(runs, "heuristic");
  const auto against_large = test_by_grid(rule_g, of(runs, "static-large"));
  const auto large_p = holm(p_of(against_large));
  const auto pairs = folder.table("out/pairs.csv");
  std::size_t grid = 0;
  for (std::size_t row = 0; row < pairs.rows(); ++row) {
    if (pairs.cell(row, *pairs.column("figure")) != "carbon_g") continue;
    CHECK(number(pairs, row, "p_corrected") == doctest::Approx(large_p.at(grid++)).epsilon(1e-6));
  }
  CHECK(grid == 6);
  CHECK(large_p != p_of(against_large));
  const auto against_blind = test_by_grid(rule_g, of(references, "blind(heuristic)"));
  const auto blind_p = holm(p_of(against_blind));
  const auto compared = folder.table("out/comparisons.csv");
  std::size_t corrected = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const double mean = against_blind[i].difference.mean;
    const auto expected = verdict(mean, blind_p[i], Goal::less);
    CHECK(compared.cell(i, compared.column("verdict_vs_blind").value()) == expected);
    corrected += expected != verdict(mean, against_blind[i].p, Goal::less);
  }
  CHECK(corrected > 0);  // or nothing hung on it
}

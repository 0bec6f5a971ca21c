#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/numbers.hpp"
#include "report/plain_samples.hpp"
#include "report/rank_flip.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

const std::string twenty_days =
    "axes:\n  duration: [20 d]\n  epoch: [6 h]\n"
    "  policy: [{name: heuristic}, {name: static-large}]\n";

double number(const CsvTable& table, std::size_t row, const char* title) {
  return parse_number(table.cell(row, table.column(title).value())).value_or(std::nan(""));
}

std::string text(const CsvTable& table, std::size_t row, const char* title) {
  return table.cell(row, table.column(title).value());
}

/// Sums over groups of four epochs of 6 h.
std::vector<double> grams_by_day(const CsvTable& epochs) {
  std::vector<double> days(epochs.rows() / 4);
  for (std::size_t row = 0; row < epochs.rows(); ++row)
    days[row / 4] += number(epochs, row, "carbon_g");
  return days;
}

}  // namespace

TEST_CASE("one seed of a long run is compared by its days, as its own epochs say") {
  const SampleStudy folder;
  folder.run(twenty_days + "seeds: [4]\n", "out", {1, true, {}});
  const auto runs = folder.table("out/runs.csv");
  std::vector<std::vector<double>> days;
  for (std::size_t run = 0; run < 2; ++run) {
    days.push_back(
        grams_by_day(folder.table("out/cells/" + text(runs, run, "cell") + "/epochs.csv")));
    REQUIRE(days.back().size() == 20);
    for (double& grams : days.back()) grams *= 20;
  }
  const auto expected = compare_days(days[0], days[1], Goal::less);
  const auto pairs = folder.table("out/pairs.csv");
  REQUIRE(text(pairs, 1, "figure") == "carbon_g");
  CHECK(text(pairs, 1, "interval_over") == "days");
  CHECK(number(pairs, 1, "difference") == doctest::Approx(expected.difference.mean));
  CHECK(number(pairs, 1, "difference_lo") == doctest::Approx(expected.difference.low));
  CHECK(number(pairs, 1, "difference_hi") == doctest::Approx(expected.difference.high));
  CHECK(number(pairs, 1, "probability_a_better") == doctest::Approx(expected.probability_better));
  const auto compared = folder.table("out/comparisons.csv");
  CHECK(text(compared, 0, "interval_over") == "days");
  CHECK(number(compared, 0, "carbon_cut_vs_blind_pct_lo") <
        number(compared, 0, "carbon_cut_vs_blind_pct"));
  CHECK_FALSE(text(compared, 0, "verdict_vs_blind").empty());
}

TEST_CASE("a study without seeds has intervals over days, too, but not below fourteen of them") {
  const SampleStudy folder;
  folder.run(twenty_days, "out");
  CHECK(text(folder.table("out/comparisons.csv"), 0, "interval_over") == "days");
  std::string short_runs = twenty_days;
  short_runs.replace(short_runs.find("20 d"), 4, "13 d");
  folder.run(short_runs, "short");
  const auto compared = folder.table("short/comparisons.csv");
  CHECK(text(compared, 0, "interval_over").empty());
  CHECK(text(compared, 0, "carbon_cut_vs_blind_pct_lo").empty());
  CHECK(text(compared, 0, "verdict_vs_blind").empty());
}

TEST_CASE("of a study cut back to one seed, the runs whose days were not kept are run again") {
  const SampleStudy folder;
  folder.run(twenty_days + "seeds: [4]\n", "fresh");
  folder.run(twenty_days + "seeds: [4, 5]\n", "out");
  CHECK(text(folder.table("out/comparisons.csv"), 0, "interval_over") == "seeds");
  const auto again =
      folder.run(twenty_days + "seeds: [4]\n", "out", {}, StudyFolder::Start::resume);
  CHECK(again.progress.kept == 0);
  const auto once_more =
      folder.run(twenty_days + "seeds: [4]\n", "out", {}, StudyFolder::Start::resume);
  CHECK(once_more.progress.kept == once_more.progress.all);
  for (const char* table : {"runs.csv", "comparisons.csv", "pairs.csv"})
    CHECK(read_text(folder.file("out") / table) == read_text(folder.file("fresh") / table));
  // What was kept of one seed says nothing in a study of two.
  folder.run(twenty_days + "seeds: [4, 5]\n", "out", {}, StudyFolder::Start::resume);
  CHECK(text(folder.table("out/comparisons.csv"), 0, "interval_over") == "seeds");
}

TEST_CASE("flips.csv says in what share of the draws two policies change places") {
  const SampleStudy folder;
  const std::string axes =
      "axes:\n  jitter: [{seed: 0, power_pct: 80, accuracy_pct: 10}]\n"
      "  jitter.seed: [0, 1, 2, 3, 4, 5, 6, 7, 8]\n"
      "  arrivals.rate_rps: [5, 10]\n"
      "  policy: [{name: static-large}, {name: heuristic}]\nseeds: [1, 2]\n";
  folder.run(axes, "out");
  const auto flips = folder.table("out/flips.csv");
  const auto pairs = folder.table("out/pairs.csv");
  REQUIRE(flips.rows() == 2 * 3);  // rates, figures
  REQUIRE(pairs.rows() == 9 * 2 * 3);
  CHECK_FALSE(flips.column("jitter.seed"));
  double flipped = 0;
  for (std::size_t row = 0; row < flips.rows(); ++row) {
    std::vector<double> drawn;
    double given = 0;
    for (std::size_t pair = 0; pair < pairs.rows(); ++pair) {
      if (text(pairs, pair, "arrivals.rate_rps") != text(flips, row, "arrivals.rate_rps") ||
          text(pairs, pair, "figure") != text(flips, row, "figure"))
        continue;
      const double difference = number(pairs, pair, "difference");
      if (text(pairs, pair, "jitter.seed") == "0")
        given = difference;
      else
        drawn.push_back(difference);
    }
    const Proportion expected = flip_share(drawn, given);
    CHECK(number(flips, row, "draws") == 8);
    CHECK(number(flips, row, "difference") == given);
    CHECK(number(flips, row, "rank_flip_share") == expected.share);
    CHECK(number(flips, row, "rank_flip_share_lo") == expected.low);
    CHECK(number(flips, row, "rank_flip_share_hi") == expected.high);
    flipped += expected.share;
  }
  CHECK(flipped > 0);
  // A grid without draws has no such table, and none is left over.
  folder.run("axes:\n  policy: [{name: heuristic}]\n", "out", {}, StudyFolder::Start::resume);
  CHECK_FALSE(std::filesystem::exists(folder.file("out/flips.csv")));
}

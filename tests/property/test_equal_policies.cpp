#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "property/random_scenario.hpp"
#include "study/small_study.hpp"

// Studies in which all policies are equal by construction, up to rounding: no table may find one of
// them better or worse than another.

using namespace cadis;
using namespace cadis::test;

namespace {

using test::whole;

/// Two variants, of which `b` is dearer and better, on one or two hosts that load them for nothing.
struct Figures {
  explicit Figures(RandomStream& random)
      : a_pct(60 + 20 * random.uniform()),
        b_pct(a_pct + 0.1 + 10 * random.uniform()),
        a_ms(20 + 100 * random.uniform()),
        b_ms(a_ms * (1.1 + random.uniform())),
        busy_w(50 + 200 * random.uniform()),
        idle_w(busy_w * 0.9 * random.uniform()),
        hosts(whole(random, 1, 2)) {}

  double a_pct, b_pct, a_ms, b_ms, busy_w, idle_w;
  int hosts;

  [[nodiscard]] std::string platform() const {
    return fmt::format(
        "cadis: 1\ndevices:\n  d: {{kind: gpu, idle_w: {}, busy_w: {}, memory_gb: 10, source: "
        "made up}}\n",
        idle_w, busy_w);
  }
  [[nodiscard]] std::string family() const {
    return fmt::format(
        "cadis: 1\nfamily: f\ntask: t\nvariants:\n"
        "  a: {{accuracy_pct: {}, weights_gb: 1, source: made up}}\n"
        "  b: {{accuracy_pct: {}, weights_gb: 1, source: made up}}\nprofiles:\n"
        "  - {{variant: a, device: d, batch: 1, service_ms: {}, source: made up}}\n"
        "  - {{variant: b, device: d, batch: 1, service_ms: {}, source: made up}}\n",
        a_pct, b_pct, a_ms, b_ms);
  }
};

/// What the intervals rest on.
enum class Length { seeds, days, draws };

/// A study of a kind, in a folder of its own.
class Equal {
 public:
  Equal(RandomStream& random, const std::string& fidelity, Length length)
      : random_(random), figures_(random), length_(length) {
    const bool is_long = length == Length::days;
    const double duration_s = is_long ? 15 * 86400.0 : 60.0 * whole(random, 3, 9);
    const double epoch_s = is_long ? 21600 : std::round(3 + 20 * random.uniform());
    base_ = fmt::format(
        "cadis: 1\nname: equal\nstart: 2023-06-01T00:00:00Z\nduration: {} s\nepoch: {} s\nseed: 3\n"
        "fidelity: {}\nplatform: platform.yaml\nfamily: family.yaml\n"
        "fleet: [{{device: d, count: {}, idle: no-process}}]\npolicy: {{name: static-large}}\n",
        duration_s, epoch_s, fidelity, figures_.hosts);
    if (fidelity == "fluid") {
      const double most_rps = figures_.hosts / figures_.b_ms * 1e3;
      base_ += fmt::format("arrivals: {{process: poisson, rate_rps: {}}}\n",
                           most_rps * 0.9 * random.uniform());
    } else {
      add_requests(duration_s);
    }
  }

  [[nodiscard]] const Figures& figures() const { return figures_; }

  Equal& flat_carbon() {
    base_ += fmt::format("carbon: {{constant_g_per_kwh: {}}}\n", 500 * random_.uniform());
    return *this;
  }
  Equal& real_carbon() {
    const bool is_long = length_ == Length::days;
    base_ += is_long ? "carbon: {climatology: GB-2023}\n" : "carbon: {file: carbon.csv}\n";
    std::string text = "timestamp_utc,g_per_kwh\n";
    for (int step = 0; step < 100; ++step)
      text += fmt::format("2023-06-01T00:{:02}:{:02}Z,{}\n", 7 * step / 60, 7 * step % 60,
                          500 * random_.uniform());
    folder_.write("carbon.csv", text);
    return *this;
  }
  Equal& pool(const std::string& names) {
    base_ += "pool: " + names + "\n";
    return *this;
  }

  /// Runs it with these policies, and looks through its tables; `figures` are those in which they
  /// are equal.
  void check(const std::vector<std::string>& policies, const std::vector<std::string>& figures) {
    folder_.write("platform.yaml", figures_.platform());
    folder_.write("family.yaml", figures_.family());
    folder_.write("small.yaml", base_);
    std::string study = fmt::format("axes:\n  policy: [{}]\n", fmt::join(policies, ", "));
    if (length_ == Length::draws) {
      study +=
          "  jitter: [{seed: 0, service_pct: 30, accuracy_pct: 10, carbon_pct: 20}]\n"
          "  jitter.seed: [0, 1, 2, 3]\n";
    }
    study += length_ == Length::days ? "seeds: [4]\n" : "seeds: [4, 5, 6]\n";
    study += "references: all\n";
    INFO(base_, study);
    const auto failed = folder_.run(study, "out").failed;
    REQUIRE_MESSAGE(failed.empty(), failed[0].run, ": ", failed[0].reason);
    check_comparisons(figures);
    check_pairs(figures);
    if (length_ == Length::draws) check_flips(figures);
  }

 private:
  /// At rest again well before the end.
  void add_requests(double duration_s) {
    const double per_host_s = figures_.b_ms / 1e3 / figures_.hosts;
    const int most = std::min(300, static_cast<int>(0.8 * duration_s / per_host_s));
    std::vector<double> at_s(static_cast<std::size_t>(whole(random_, most / 4, most)));
    for (double& instant : at_s) instant = 0.8 * duration_s * random_.uniform();
    std::sort(at_s.begin(), at_s.end());
    const UtcTime start = parse_utc("2023-06-01T00:00:00Z").value();
    std::string text = "timestamp_utc\n";
    for (const double instant : at_s) text += format_utc(after(start, Seconds{instant})) + "\n";
    folder_.write("requests.csv", text);
    base_ += "arrivals: {process: trace, file: requests.csv}\n";
  }

  static bool is_in(const std::string& text, const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
  }

  /// `column` of each row says one of these.
  void check_column(const std::string& name, const std::string& column,
                    const std::vector<std::string>& allowed,
                    const std::vector<std::string>& figures) const {
    const auto table = folder_.table("out/" + name);
    const auto figure = table.column("figure");
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (figure && !is_in(table.cell(row, *figure), figures)) continue;
      const std::string found = table.cell(row, table.column(column).value());
      CHECK_MESSAGE(is_in(found, allowed), name, ", row ", row, ", ", column, ": ", found);
    }
  }

  void check_comparisons(const std::vector<std::string>& figures) const {
    std::vector<std::string> references{"static_large"};
    if (is_in("carbon_g", figures)) references = {"static_large", "blind", "static_mix"};
    for (const std::string& other : references) {
      check_column("comparisons.csv", "verdict_vs_" + other, {"", "no difference shown"}, figures);
      check_column("comparisons.csv", "probability_better_than_" + other, {"", "0.5"}, figures);
      const std::string title = other == "static_large" ? "cee_gain_vs_" : "carbon_cut_vs_";
      check_column("comparisons.csv", title + other + "_pct", {"", "0"}, figures);
    }
  }
  void check_pairs(const std::vector<std::string>& figures) const {
    check_column("pairs.csv", "verdict_a", {"", "no difference shown"}, figures);
    check_column("pairs.csv", "probability_a_better", {"", "0.5"}, figures);
    check_column("pairs.csv", "p_corrected", {"", "1"}, figures);
    check_column("pairs.csv", "difference", {"", "0"}, figures);
  }
  void check_flips(const std::vector<std::string>& figures) const {
    check_column("flips.csv", "difference", {"", "0"}, figures);
    check_column("flips.csv", "rank_flip_share", {""}, figures);
  }

  RandomStream& random_;
  SampleStudy folder_;
  Figures figures_;
  Length length_;
  std::string base_;
};

const std::vector<std::string> all_figures{"accuracy_served_pct", "carbon_g", "cee_pct_per_g"};
const std::vector<Length> lengths{Length::seeds, Length::days, Length::draws};

/// static-mix and others at one accuracy between the two variants.
std::string mix_of(const Figures& figures, double share_of_b, const std::string& label) {
  return fmt::format("{{name: static-mix, accuracy_pct: {}, label: {}}}",
                     figures.a_pct + share_of_b * (figures.b_pct - figures.a_pct), label);
}

}  // namespace

TEST_CASE("mixes of the same two variants have the same efficiency, and no table says otherwise") {
  RandomStream random(1, "equal efficiencies");
  const std::vector<std::string> efficiency{"cee_pct_per_g"};
  for (const Length length : lengths) {
    for (int study = 0; study < 3; ++study) {
      Equal fluid(random, "fluid", length);
      std::vector<std::string> policies{"{name: static-large}"};
      for (const double share : {0.1 + 0.3 * random.uniform(), 0.5 + 0.4 * random.uniform()}) {
        policies.push_back(fmt::format("{{name: blind, shares: {{a: {}, b: {}}}, label: b{}}}",
                                       1 - share, share, share));
        if (length != Length::draws)  // in which it would be another mix in each
          policies.push_back(mix_of(fluid.figures(), 0.95 * share, fmt::format("m{}", share)));
      }
      fluid.real_carbon().check(policies, efficiency);
    }
    if (length == Length::draws) continue;
    Equal queue(random, "queue", length);
    queue.flat_carbon().check({mix_of(queue.figures(), 0.3, "m1"),
                               mix_of(queue.figures(), 0.8, "m2"), "{name: static-large}"},
                              efficiency);
  }
}

TEST_CASE("a policy is no better than itself under another label, at any fidelity") {
  RandomStream random(1, "labels");
  for (const Length length : lengths) {
    for (const char* fidelity : {"fluid", "queue"}) {
      Equal(random, fidelity, length)
          .real_carbon()
          .check({"{name: static, variant: b, label: x}", "{name: static, variant: b, label: y}",
                  "{name: static-large}"},
                 all_figures);
    }
  }
}

TEST_CASE("policies that can only choose one variant are equal, whatever they would choose") {
  RandomStream random(1, "no choice");
  for (const Length length : lengths) {
    for (const char* fidelity : {"fluid", "queue"}) {
      Equal one(random, fidelity, length);
      const double least_pct = one.figures().b_pct / 2;  // any draw's
      one.real_carbon().pool("[b]").check(
          {"{name: heuristic}", "{name: as-printed}", "{name: static-large}",
           "{name: blind, shares: {b: 1}}",
           fmt::format("{{name: static-mix, accuracy_pct: {}}}", least_pct),
           fmt::format("{{name: oracle, accuracy_pct: {}}}", least_pct)},
          all_figures);
      if (length == Length::draws) continue;
      Equal best(random, fidelity, length);
      const double b_pct = best.figures().b_pct;
      best.real_carbon().check({"{name: static-large}", "{name: blind, shares: {a: 0, b: 1}}",
                                fmt::format("{{name: static-mix, accuracy_pct: {}}}", b_pct),
                                fmt::format("{{name: oracle, accuracy_pct: {}}}", b_pct)},
                               all_figures);
    }
  }
}

TEST_CASE("on a flat grid it does not matter when the better variant serves") {
  RandomStream random(1, "flat grids");
  for (const Length length : {Length::seeds, Length::days}) {
    for (int study = 0; study < 3; ++study) {
      Equal flat(random, "fluid", length);
      const Figures& f = flat.figures();
      const double share = 0.1 + 0.8 * random.uniform();
      flat.flat_carbon().check(
          {mix_of(f, share, "mix"),
           fmt::format("{{name: oracle, accuracy_pct: {}}}", f.a_pct + share * (f.b_pct - f.a_pct)),
           fmt::format("{{name: blind, shares: {{a: {}, b: {}}}}}", 1 - share, share)},
          all_figures);
      Equal rule(random, "fluid", length);
      rule.flat_carbon().check({"{name: heuristic}"}, all_figures);  // and its references
    }
  }
}

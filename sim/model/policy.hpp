#pragma once

#include <Eigen/Core>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "model/forecast.hpp"
#include "model/scenario.hpp"

namespace cadis {

/// What a policy sees of one region at the start of an epoch.
struct RegionView {
  std::string name;
  GramsPerKwh intensity;  ///< of the step that holds now
  /// Steps begun at or before now, oldest first, as in Observation.
  std::span<const double> seen_begin_s, seen_g_per_kwh;
  double pue = 1;
  Seconds round_trip{0};  ///< part of the latency of every request sent there
  double queued = 0;      ///< requests in its system now, waiting or in service
  // The epoch before this one (all zero in the first):
  double load = 0;  ///< share of the arrivals decided for it
  double arrived = 0, served = 0, dropped = 0;
  Seconds mean_latency{0};
};

/// What a policy sees at the start of an epoch: values only, nothing of the future, no SimGrid.
struct Observation {
  std::size_t epoch = 0;  ///< index from 0
  Seconds now{0};         ///< since the run's start
  Seconds length{0};      ///< of the epoch that begins
  GramsPerKwh intensity;  ///< of the step that holds now; with regions their mean, as in Scenario
  /// Steps begun at or before now, oldest first: their begins (seconds since the run's start) and
  /// intensities.
  std::span<const double> seen_begin_s, seen_g_per_kwh;
  Forecast forecast;  ///< as issued now; empty unless the policy asked for one when it was built
  double queued = 0;  ///< requests in the system now, waiting or in service
  // The epoch before this one (all zero in the first):
  double arrived = 0, served = 0, dropped = 0;
  Seconds mean_latency{0};
  Watts mean_power{0};
  Eigen::ArrayXd served_by_variant;  ///< variants; requests since the run's start
  std::vector<RegionView> regions;   ///< in the order of the scenario; none where it has none
};

/// What answers from now on, until the next decision.
struct Decision {
  /// Share of the requests that each variant answers; not negative, sum 1. One row: every host;
  /// else hosts x variants (region by region, as in the fleet) or regions x variants. A split is by
  /// requests: a host's next batch goes to the variant furthest behind its share.
  Eigen::ArrayXXd shares;
  /// Share of the arrivals that each region takes; not negative, sum 1. Empty: the scenario's
  /// routing.
  Eigen::ArrayXd load{};

  static Decision one(std::size_t variant, std::size_t variants);
  static Decision mix(const Eigen::ArrayXd& shares);
};

/// A policy: pure decision code. decide() is called once an epoch, in order; state of its own is
/// allowed.
class Policy {
 public:
  virtual ~Policy() = default;
  virtual Decision decide(const Observation& now) = 0;
  /// Grams by which the plan may exceed the least possible, for a policy that can state it (0:
  /// exact); nan otherwise.
  [[nodiscard]] virtual Grams optimality_gap() const;
};

/// The variants a policy chooses among, in the pool's order, as seen on the fleet's first device at
/// `max_batch`.
struct Pool {
  std::vector<std::string> names;
  Eigen::ArrayXd accuracy_pct;       ///< variants
  Eigen::ArrayXd energy_j;           ///< busy joules per request
  Eigen::ArrayXd marginal_energy_j;  ///< joules per request above idle
  Eigen::ArrayXd capacity_rps;       ///< what the whole fleet serves
  [[nodiscard]] std::size_t size() const { return names.size(); }
  [[nodiscard]] std::size_t smallest()
      const;  ///< lowest energy per request (ties: lower accuracy, then first)
  [[nodiscard]] std::size_t largest()
      const;  ///< highest energy per request (ties: higher accuracy, then first)
};
Pool make_pool(const Scenario& scenario);

/// What is known of a region before a run.
struct RegionInfo {
  std::string name;
  double pue;
  Seconds round_trip;
  double routing;  ///< its share of the arrivals as the scenario has it; nan where it has none
  Pool pool;       ///< the variants on its first device; what its own hosts serve
};

/// The true future, for policies that peek: one value per epoch.
struct Foresight {
  Eigen::ArrayXd mean_g_per_kwh;  ///< epochs; time-weighted
  Eigen::ArrayXd requests;        ///< epochs; expected in `fluid`, the actual arrivals otherwise
  Eigen::ArrayXd length_s;        ///< epochs
  double lowest_g_per_kwh, highest_g_per_kwh;  ///< over the run's steps
  /// Days (UTC) that the run touches: their begins (seconds since the run's start, 0 for the first)
  /// and the extremes of the steps that hold on them within the run.
  Eigen::ArrayXd day_begin_s, day_lowest_g_per_kwh, day_highest_g_per_kwh;
};

/// What a policy is built from. Asking for the future marks the policy as peeking: it cannot look
/// unlabelled.
class PolicyInputs {
 public:
  explicit PolicyInputs(const Scenario& scenario);
  [[nodiscard]] const Pool& pool() const { return pool_; }
  /// In the scenario's order; none where it has none.
  [[nodiscard]] std::vector<RegionInfo> regions() const;
  [[nodiscard]] double pue() const;  ///< with regions their mean, as in Scenario
  [[nodiscard]] Fidelity fidelity() const;
  /// Whether some host takes time to load a variant of the pool; never in `fluid`.
  [[nodiscard]] bool pays_for_changes() const;
  /// Whether every host is the same device in the same state, so that the pool's figures are those
  /// of all.
  [[nodiscard]] bool has_one_kind_of_host() const;
  [[nodiscard]] int max_batch() const;
  [[nodiscard]] std::optional<double> number(const std::string& key) const;
  [[nodiscard]] std::optional<Seconds> duration(const std::string& key) const;
  [[nodiscard]] std::optional<std::string> text(const std::string& key) const;
  /// Shares by variant of the pool from a map of names; nothing where the key is absent.
  [[nodiscard]] std::optional<Eigen::ArrayXd> shares(const std::string& key) const;
  const Foresight& foresight();
  /// Asks that every Observation hold the scenario's forecast so far ahead (of several, the
  /// farthest). A perfect forecast is the future: it marks the policy as peeking. ConfigError where
  /// the scenario has no forecast.
  void forecast(Seconds horizon);
  [[nodiscard]] bool peeked() const;
  /// What issues the forecast asked for; null where none was.
  [[nodiscard]] std::unique_ptr<ForecastIssuer> make_forecasts() const;

 private:
  const Scenario& scenario_;
  Pool pool_;
  std::shared_ptr<Foresight> foresight_;
  std::optional<Seconds> horizon_;
};

/// A parameter a policy takes, for checking, `cadis list policies` and the docs.
struct ParamInfo {
  enum class Kind { variant, choice, duration, percent, shares };
  std::string key;
  Kind kind;
  std::vector<std::string> choices;  ///< for Kind::choice; the first is the default
  std::string doc;                   ///< one sentence, with the default
  bool is_target = false;  ///< of all targets of a policy exactly one is given, or `match:`
  std::string forecast_choice = {};  ///< the choice that needs the scenario's forecast, if one does
};

struct PolicyInfo {
  std::string name;
  std::string summary;
  std::vector<ParamInfo> params;
  std::function<std::unique_ptr<Policy>(PolicyInputs&)> make;
  bool routes = false;  ///< decides the load of regions itself, so that a scenario needs no routing
};

struct BuiltPolicy {
  std::unique_ptr<Policy> policy;
  bool peeks = false;
  std::unique_ptr<ForecastIssuer> forecasts =
      {};  ///< null unless the policy asked; of the scenario
};
/// Builds a scenario's policy from a list of known ones. PolicyError where it cannot be met (e.g.
/// an accuracy out of reach).
BuiltPolicy build_policy(const Scenario& scenario, std::span<const PolicyInfo> known);

}  // namespace cadis

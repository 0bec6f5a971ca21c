/// oracle: least carbon at no less than a given mean accuracy, with the true future.
///
/// Objective: with n_e requests in epoch e, intensity c_e and marginal energy m_v of variant v,
///   minimise  sum_e n_e c_e sum_v m_v x_ev   subject to   sum_e n_e sum_v a_v x_ev >= floor * sum_e n_e,
/// x_e a mix of the variants that, alone, serve the whole of epoch e within it. Each epoch's choices matter only
/// through the hull of (grams, accuracy), so the linear programme is solved exactly by taking the hulls' steps in order
/// of accuracy per gram until the floor is met: the last is taken in part, and at most that one epoch is split.
/// Mixes with a variant that could not serve the epoch alone, and a backlog carried from one epoch to the next, are outside
/// the programme.
/// Information used: the run's whole future, of carbon and of requests; it peeks.
/// Cost: O(epochs * variants * log) once, O(variants) per decision.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "base/errors.hpp"
#include "model/policy.hpp"
#include "policies/hull.hpp"

namespace cadis::policies {
namespace {

constexpr double tolerance_pct = 1e-9;  ///< an accuracy that another run reports is a mean with rounding in it

Eigen::Index at(std::size_t i) { return static_cast<Eigen::Index>(i); }

struct Plan {
  Eigen::ArrayXXd shares;  ///< epochs x variants
  Grams gap{0};
};

/// A step along one epoch's hull: its requests go from one variant to a more accurate one.
struct Increment {
  std::size_t epoch, order;  ///< order: place along the epoch's hull
  std::size_t from, to;      ///< variants
  double accuracy;           ///< percentage points x requests
  Grams grams;
  double accuracy_per_gram;  ///< infinite where it costs nothing
};

/// Everything the programme is made of, and the plan as it grows.
struct Programme {
  const Pool& pool;
  const Foresight& future;
  double pue;
  Plan plan;
  std::vector<Increment> increments;
  double accuracy = 0;  ///< of the plan so far, percentage points x requests

  Grams grams(std::size_t epoch, std::size_t variant) const {
    const Joules energy{pool.marginal_energy_j[at(variant)] * future.requests[at(epoch)]};
    return energy * GramsPerKwh{future.mean_g_per_kwh[at(epoch)]} * pue;
  }

  std::vector<std::size_t> feasible(std::size_t epoch) const {
    std::vector<std::size_t> variants;
    for (std::size_t v = 0; v < pool.size(); ++v) {
      const double served = pool.capacity_rps[at(v)] * future.length_s[at(epoch)];
      if (served >= future.requests[at(epoch)] * (1 - 1e-12)) variants.push_back(v);
    }
    return variants;
  }

  /// Starts an epoch with its cheapest variant and lists its hull's steps.
  void add_epoch(std::size_t epoch) {
    auto variants = feasible(epoch);
    if (variants.empty()) {  // no plan keeps up here: serve what can be served, and claim nothing
      Eigen::Index fastest = 0;
      pool.capacity_rps.maxCoeff(&fastest);
      variants.push_back(static_cast<std::size_t>(fastest));
      plan.gap = Grams{std::numeric_limits<double>::quiet_NaN()};
    }
    const double requests = future.requests[at(epoch)];
    // Per request, so that an epoch without any has an order of its own too.
    const auto hull = accuracy_hull(pool.marginal_energy_j * future.mean_g_per_kwh[at(epoch)], pool.accuracy_pct,
                                    std::move(variants));
    plan.shares(at(epoch), at(hull.front())) = 1;
    accuracy += pool.accuracy_pct[at(hull.front())] * requests;
    if (requests <= 0) return;
    double before = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < hull.size(); ++i) {
      const auto from = hull[i - 1], to = hull[i];
      const double gain = (pool.accuracy_pct[at(to)] - pool.accuracy_pct[at(from)]) * requests;
      const Grams cost = grams(epoch, to) - grams(epoch, from);
      // Steps along a hull get no better; the minimum keeps rounding from changing their order.
      if (cost > Grams{0}) before = std::min(before, gain / cost.value());
      increments.push_back({epoch, i, from, to, gain, cost, before});
    }
  }

  /// Takes a part of a step: in `fluid` exactly as much as is needed, else whole requests.
  void take(const Increment& step, double part, bool is_whole_requests) {
    if (is_whole_requests && part < 1) {
      const double requests = future.requests[at(step.epoch)];
      const double exact = part;
      part = std::min(1.0, std::ceil(part * requests - 1e-9) / requests);
      plan.gap += step.grams * std::max(0.0, part - exact);
    }
    plan.shares(at(step.epoch), at(step.from)) = 1 - part;
    plan.shares(at(step.epoch), at(step.to)) = part;
    accuracy += step.accuracy * part;
  }
};

Plan least_carbon(const PolicyInputs& inputs, const Foresight& future, double floor_pct) {
  const Pool& pool = inputs.pool();
  const auto epochs = static_cast<std::size_t>(future.requests.size());
  Programme programme{pool, future, inputs.pue(), {Eigen::ArrayXXd::Zero(at(epochs), at(pool.size())), Grams{0}}, {}};
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) programme.add_epoch(epoch);
  std::sort(programme.increments.begin(), programme.increments.end(), [](const Increment& a, const Increment& b) {
    return std::tuple(-a.accuracy_per_gram, a.epoch, a.order) < std::tuple(-b.accuracy_per_gram, b.epoch, b.order);
  });

  const double requests = future.requests.sum();
  const double wanted = floor_pct * requests;
  const bool is_whole_requests = inputs.fidelity() != Fidelity::fluid;
  for (const auto& step : programme.increments) {
    const double missing = wanted - programme.accuracy;
    if (missing <= 1e-14 * wanted) break;  // less is rounding of the sum, and would split an epoch for nothing
    programme.take(step, std::min(1.0, missing / step.accuracy), is_whole_requests);
  }
  if (programme.accuracy < wanted - tolerance_pct * requests) {
    throw PolicyError(fmt::format(
        "oracle: no plan has a mean accuracy of {} %; the highest reachable with these arrivals and this fleet is {} %",
        floor_pct, programme.accuracy / requests));
  }
  return std::move(programme.plan);
}

class Oracle : public Policy {
 public:
  explicit Oracle(Plan plan) : plan_(std::move(plan)) {}
  Decision decide(const Observation& now) override { return {plan_.shares.row(at(now.epoch))}; }
  [[nodiscard]] Grams optimality_gap() const override { return plan_.gap; }

 private:
  Plan plan_;
};

}  // namespace

const PolicyInfo& oracle() {
  static const PolicyInfo info{
      "oracle",
      "least carbon at no less than a given mean accuracy, with the true future; peeks",
      {{"accuracy_pct",
        ParamInfo::Kind::percent,
        {},
        "Mean accuracy to keep at least, in percent, over all requests; no default.",
        true}},
      [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        const auto floor_pct = inputs.number("accuracy_pct");
        if (!floor_pct) throw ConfigError("policy.accuracy_pct: missing; give a mean accuracy in percent, or `match:`");
        return std::make_unique<Oracle>(least_carbon(inputs, inputs.foresight(), *floor_pct));
      }};
  return info;
}

}  // namespace cadis::policies

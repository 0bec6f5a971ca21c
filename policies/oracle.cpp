/// oracle: least carbon at no less than a given mean accuracy, with the true future.
///
/// Objective: with n_e requests in epoch e, intensity c_e and marginal energy m_v of variant v,
///   minimise  sum_e n_e c_e sum_v m_v x_ev   subject to   sum_e n_e sum_v a_v x_ev >= floor *
///   sum_e n_e,
/// x_e a mix of the variants that, alone, serve the whole of epoch e within it. Each epoch's
/// choices matter only through the hull of (grams, accuracy), so the linear programme is solved
/// exactly by taking the hulls' steps in order of accuracy per gram until the floor is met: the
/// last is taken in part, and at most that one epoch is split. Where capacity leaves a variant out,
/// mixing it in up to the capacity could be better still: the stated gap is the plan's grams above
/// that relaxed programme's, whose hulls have the points where a variant that serves the epoch and
/// one that does not fill it together. A backlog carried from one epoch to the next is outside
/// both. In `event` the gap is the rounding to whole requests, and is stated only where the pool's
/// figures are exact: batches of one, one kind of host, free changes. Information used: the run's
/// whole future, of carbon and of requests; it peeks. Cost: O(epochs * variants * log) once,
/// O(variants) per decision.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "base/errors.hpp"
#include "model/policy.hpp"
#include "policies/hull.hpp"

namespace cadis::policies {
namespace {

Eigen::Index at(std::size_t i) { return static_cast<Eigen::Index>(i); }

struct Plan {
  Eigen::ArrayXXd shares;  ///< epochs x variants
  Grams grams{0};          ///< above idle
  Grams gap{0};
};

/// What can serve an epoch: a variant, or two where the second alone could not.
struct Blend {
  std::size_t one, other;
  double other_share = 0;
  [[nodiscard]] double of(const Eigen::ArrayXd& values) const {
    return (1 - other_share) * values[at(one)] + other_share * values[at(other)];
  }
};

/// A step along one epoch's hull: its requests go from one blend to a more accurate one.
struct Increment {
  std::size_t epoch, order;  ///< order: place along the epoch's hull
  Blend from, to;
  double accuracy;  ///< percentage points x requests
  Grams grams;
  double accuracy_per_gram;  ///< infinite where it costs nothing
};

/// Everything the programme is made of, and the plan as it grows.
class Programme {
 public:
  Programme(const Pool& pool, const Foresight& future, double pue, bool is_relaxed)
      : pool_(pool), future_(future), pue_(pue), is_relaxed_(is_relaxed) {
    plan_.shares = Eigen::ArrayXXd::Zero(future.requests.size(), at(pool.size()));
    for (std::size_t epoch = 0; epoch < static_cast<std::size_t>(future.requests.size()); ++epoch)
      add_epoch(epoch);
    std::sort(increments_.begin(), increments_.end(), [](const Increment& a, const Increment& b) {
      return std::tuple(-a.accuracy_per_gram, a.epoch, a.order) <
             std::tuple(-b.accuracy_per_gram, b.epoch, b.order);
    });
  }

  /// Takes steps until the floor is met. nothing where it cannot be.
  std::optional<Plan> meet(double floor_pct, bool is_whole_requests) {
    const double requests = future_.requests.sum();
    const double wanted = floor_pct * requests;
    for (const auto& step : increments_) {
      const double missing = wanted - accuracy_;
      if (missing <= 1e-14 * wanted)
        break;  // less is rounding of the sum, and would split an epoch for nothing
      take(step, std::min(1.0, missing / step.accuracy), is_whole_requests);
    }
    if (accuracy_ < wanted - tolerance_pct * requests) return std::nullopt;
    return std::move(plan_);
  }

  [[nodiscard]] double reached_pct() const { return accuracy_ / future_.requests.sum(); }
  [[nodiscard]] bool has_left_out() const { return has_left_out_; }

 private:
  /// Whether a variant alone serves the whole of an epoch within it.
  [[nodiscard]] bool keeps_up(std::size_t epoch, std::size_t variant) const {
    return pool_.capacity_rps[at(variant)] * future_.length_s[at(epoch)] >=
           future_.requests[at(epoch)] * (1 - 1e-12);
  }

  std::vector<Blend> choices(std::size_t epoch) {
    std::vector<Blend> singles;
    std::vector<std::size_t> slow;
    for (std::size_t v = 0; v < pool_.size(); ++v) {
      if (keeps_up(epoch, v))
        singles.push_back({v, v});
      else
        slow.push_back(v);
    }
    if (singles.empty()) {  // no plan keeps up here: serve what can be served, and claim nothing
      Eigen::Index fastest = 0;
      pool_.capacity_rps.maxCoeff(&fastest);
      plan_.gap = Grams{std::numeric_limits<double>::quiet_NaN()};
      return {{static_cast<std::size_t>(fastest), static_cast<std::size_t>(fastest)}};
    }
    has_left_out_ = has_left_out_ || !slow.empty();
    if (!is_relaxed_) return singles;
    auto all = singles;
    const double time_s =
        future_.length_s[at(epoch)] / future_.requests[at(epoch)];  // for each request
    for (const auto& fast : singles) {
      for (const auto v : slow) {
        const double fast_s = 1 / pool_.capacity_rps[at(fast.one)],
                     slow_s = 1 / pool_.capacity_rps[at(v)];
        all.push_back({fast.one, v, std::clamp((time_s - fast_s) / (slow_s - fast_s), 0.0, 1.0)});
      }
    }
    return all;
  }

  /// Starts an epoch with its cheapest choice and lists its hull's steps.
  void add_epoch(std::size_t epoch) {
    const auto blends = choices(epoch);
    const double requests = future_.requests[at(epoch)];
    // Per request, so that an epoch without any has an order of its own too.
    Eigen::ArrayXd cost(at(blends.size())), accuracy_pct(at(blends.size()));
    for (std::size_t i = 0; i < blends.size(); ++i) {
      cost[at(i)] = blends[i].of(pool_.marginal_energy_j) * future_.mean_g_per_kwh[at(epoch)];
      accuracy_pct[at(i)] = blends[i].of(pool_.accuracy_pct);
    }
    const auto hull = accuracy_hull(cost, accuracy_pct);
    const auto grams = [&](std::size_t point) {
      const Joules energy{blends[point].of(pool_.marginal_energy_j) * requests};
      return energy * GramsPerKwh{future_.mean_g_per_kwh[at(epoch)]} * pue_;
    };
    serve(epoch, blends[hull.front()], 1);
    accuracy_ += accuracy_pct[at(hull.front())] * requests;
    plan_.grams += grams(hull.front());
    if (requests <= 0) return;
    double before = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < hull.size(); ++i) {
      const double gain = (accuracy_pct[at(hull[i])] - accuracy_pct[at(hull[i - 1])]) * requests;
      const Grams more = grams(hull[i]) - grams(hull[i - 1]);
      // Steps along a hull get no better; the minimum keeps rounding from changing their order.
      if (more > Grams{0}) before = std::min(before, gain / more.value());
      increments_.push_back({epoch, i, blends[hull[i - 1]], blends[hull[i]], gain, more, before});
    }
  }

  void serve(std::size_t epoch, const Blend& blend, double part) {
    plan_.shares(at(epoch), at(blend.one)) += part * (1 - blend.other_share);
    plan_.shares(at(epoch), at(blend.other)) += part * blend.other_share;
  }

  /// Takes a part of a step: in `fluid` exactly as much as is needed, else whole requests.
  void take(const Increment& step, double part, bool is_whole_requests) {
    if (is_whole_requests && part < 1) {
      const double requests = future_.requests[at(step.epoch)];
      const double exact = part;
      part = std::min(1.0, std::ceil(part * requests - 1e-9) / requests);
      plan_.gap += step.grams * std::max(0.0, part - exact);
    }
    plan_.shares.row(at(step.epoch)) = 0;
    serve(step.epoch, step.from, 1 - part);
    serve(step.epoch, step.to, part);
    accuracy_ += step.accuracy * part;
    plan_.grams += step.grams * part;
  }

  const Pool& pool_;
  const Foresight& future_;
  double pue_;
  bool is_relaxed_;
  bool has_left_out_ = false;
  Plan plan_;
  std::vector<Increment> increments_;
  double accuracy_ = 0;  ///< of the plan so far, percentage points x requests
};

Plan least_carbon(const PolicyInputs& inputs, const Foresight& future, double floor_pct) {
  const bool is_event = inputs.fidelity() != Fidelity::fluid;
  Programme programme(inputs.pool(), future, inputs.pue(), false);
  auto plan = programme.meet(floor_pct, is_event);
  if (!plan) {
    throw PolicyError(fmt::format(
        "oracle: no plan has a mean accuracy of {} %; the highest reachable with these arrivals "
        "and this fleet is {} %{}",
        floor_pct, programme.reached_pct(),
        programme.has_left_out() ? ", where each epoch is left to variants that serve it alone"
                                 : ""));
  }
  if (programme.has_left_out()) {
    const auto relaxed =
        Programme(inputs.pool(), future, inputs.pue(), true).meet(floor_pct, false);
    plan->gap += std::max(Grams{0}, plan->grams - relaxed->grams - plan->gap);
  }
  const bool is_priced_exactly =
      inputs.max_batch() == 1 && inputs.has_one_kind_of_host() && !inputs.pays_for_changes();
  if (is_event && !is_priced_exactly) plan->gap = Grams{std::numeric_limits<double>::quiet_NaN()};
  return std::move(*plan);
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
        if (!floor_pct)
          throw ConfigError(
              "policy.accuracy_pct: missing; give a mean accuracy in percent, or `match:`");
        if (inputs.regions().size() > 1) {
          throw PolicyError(
              "oracle: its optimum is of one grid and one queue, and this scenario has several "
              "regions; leave it out, or run each region as a scenario of its own");
        }
        return std::make_unique<Oracle>(least_carbon(inputs, inputs.foresight(), *floor_pct));
      }};
  return info;
}

}  // namespace cadis::policies

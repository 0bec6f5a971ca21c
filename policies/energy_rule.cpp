#include "policies/energy_rule.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/errors.hpp"
#include "base/names.hpp"

namespace cadis::policies {
namespace {

/// How far an energy is from what is wanted, on the sides that a rounding allows; infinite where it
/// does not. Within `slack_j` of what is wanted counts as there.
double distance_j(double energy_j, Joules wanted, Rounding rounding, double slack_j) {
  const double over_j = energy_j - wanted.value();
  const bool is_wrong_side = (rounding == Rounding::floor && over_j > slack_j) ||
                             (rounding == Rounding::ceiling && over_j < -slack_j);
  return is_wrong_side ? std::numeric_limits<double>::infinity() : std::abs(over_j);
}

Rounding read_rounding(const PolicyInputs& inputs) {
  const auto text = inputs.text("rounding").value_or("nearest");
  if (text == "nearest") return Rounding::nearest;
  if (text == "floor") return Rounding::floor;
  if (text == "ceiling") return Rounding::ceiling;
  throw ConfigError(fmt::format("policy.rounding: no rounding '{}'; {}", text,
                                suggest(text, {"nearest", "floor", "ceiling"})));
}

}  // namespace

std::size_t variant_for(const Eigen::ArrayXd& energy_j, Joules wanted, Rounding rounding) {
  const double slack_j = 1e-12 * energy_j.abs().maxCoeff();
  Eigen::Index best = 0;
  double best_j = distance_j(energy_j[0], wanted, rounding, slack_j);
  for (Eigen::Index v = 1; v < energy_j.size(); ++v) {
    const double j = distance_j(energy_j[v], wanted, rounding, slack_j);
    const bool is_tie = std::abs(j - best_j) <= slack_j;
    if (is_tie ? energy_j[v] < energy_j[best] - slack_j : j < best_j) {
      best = v;
      best_j = j;
    }
  }
  return static_cast<std::size_t>(best);
}

Joules energy_at(const Eigen::ArrayXd& energy_j, double place) {
  const double low_j = energy_j.minCoeff(), high_j = energy_j.maxCoeff();
  return Joules{low_j + (high_j - low_j) * place};
}

EnergyRule::EnergyRule(PolicyInputs& inputs, Dearest dearest)
    : energy_j_(inputs.pool().energy_j),
      range_(carbon_range(inputs)),
      rounding_(read_rounding(inputs)),
      dearest_(dearest) {}

Decision EnergyRule::decide(const Observation& now) {
  const auto [low, high] = range_->at(now);
  const auto from = dearest_ == Dearest::when_clean ? high - now.intensity : now.intensity - low;
  const double place = high == low ? 0.5 : from / (high - low);
  const auto variant = variant_for(energy_j_, energy_at(energy_j_, place), rounding_);
  return Decision::one(variant, static_cast<std::size_t>(energy_j_.size()));
}

std::vector<ParamInfo> energy_rule_params() {
  auto params = carbon_range_params();
  params.push_back({"rounding",
                    ParamInfo::Kind::choice,
                    {"nearest", "floor", "ceiling"},
                    "Which variant stands for an energy between two: the nearest (default), the "
                    "dearest of no more, or the cheapest of no less."});
  return params;
}

}  // namespace cadis::policies

/// blind: a given mix of variants, spread over time without looking at carbon.
///
/// Objective: the control for a carbon-aware policy: the same mix, so what it saves against this one is what its
/// timing earned.
/// Information used: none with `spread: requests`; the requests served by each variant so far with `spread: epochs`.
/// Cost per decision: O(variants).

#include <fmt/format.h>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "policies/fixed_mix.hpp"

namespace cadis::policies {
namespace {

/// One variant an epoch: the one furthest behind its share of all requests served, ties to the larger share, then
/// to the first. For fleets where a change of variant costs time.
class BlindByEpochs : public Policy {
 public:
  explicit BlindByEpochs(Eigen::ArrayXd shares) : shares_(std::move(shares)) {}

  Decision decide(const Observation& now) override {
    const Eigen::ArrayXd behind = shares_ * now.served_by_variant.sum() - now.served_by_variant;
    Eigen::Index next = 0;
    for (Eigen::Index v = 1; v < behind.size(); ++v) {
      if (behind[v] > behind[next] || (behind[v] == behind[next] && shares_[v] > shares_[next])) next = v;
    }
    return Decision::one(static_cast<std::size_t>(next), static_cast<std::size_t>(shares_.size()));
  }

 private:
  Eigen::ArrayXd shares_;
};

std::unique_ptr<Policy> make_blind(PolicyInputs& inputs) {
  auto shares = inputs.shares("shares");
  if (!shares) throw ConfigError("policy.shares: missing; give each variant's share of the requests, or `match:`");
  const auto spread = inputs.text("spread").value_or("requests");
  if (spread == "requests") return std::make_unique<FixedMix>(Decision::mix(*shares));
  if (spread == "epochs") return std::make_unique<BlindByEpochs>(std::move(*shares));
  throw ConfigError(fmt::format("policy.spread: no spread '{}'; {}", spread, suggest(spread, {"requests", "epochs"})));
}

}  // namespace

const PolicyInfo& blind() {
  static const PolicyInfo info{
      "blind",
      "a given mix of variants, spread over time without looking at carbon",
      {{"shares", ParamInfo::Kind::shares, {}, "Share of the requests that each variant answers, summing to 1.", true},
       {"spread",
        ParamInfo::Kind::choice,
        {"requests", "epochs"},
        "Whether every epoch is split by requests (default) or each has one variant, the one furthest behind its "
        "share."}},
      make_blind};
  return info;
}

}  // namespace cadis::policies

#include "policies/spread.hpp"

#include <utility>

#include "policies/fixed_mix.hpp"

namespace cadis::policies {
namespace {

class MixOfEpochs : public Policy {
 public:
  explicit MixOfEpochs(Eigen::ArrayXd shares) : shares_(std::move(shares)) {}

  Decision decide(const Observation& now) override {
    const Eigen::ArrayXd behind = shares_ * now.served_by_variant.sum() - now.served_by_variant;
    Eigen::Index next = 0;
    for (Eigen::Index v = 1; v < behind.size(); ++v) {
      if (behind[v] > behind[next] || (behind[v] == behind[next] && shares_[v] > shares_[next]))
        next = v;
    }
    return Decision::one(static_cast<std::size_t>(next), static_cast<std::size_t>(shares_.size()));
  }

 private:
  Eigen::ArrayXd shares_;
};

}  // namespace

ParamInfo spread_param() {
  return {"spread",
          ParamInfo::Kind::choice,
          {"auto", "requests", "epochs"},
          "`requests` splits every epoch, `epochs` gives each one variant, the one furthest behind "
          "its share; `auto` (default) "
          "is `requests` where changing variants is free, else `epochs`."};
}

std::unique_ptr<Policy> spread_mix(const PolicyInputs& inputs, Eigen::ArrayXd shares) {
  const auto spread = inputs.text("spread").value_or("auto");
  const bool is_by_epochs = spread == "epochs" || (spread == "auto" && inputs.pays_for_changes());
  if (is_by_epochs) return std::make_unique<MixOfEpochs>(std::move(shares));
  return std::make_unique<FixedMix>(Decision::mix(shares));
}

}  // namespace cadis::policies

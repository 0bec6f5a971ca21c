#pragma once

#include <utility>

#include "model/policy.hpp"

namespace cadis::policies {

/// The same decision in every epoch.
class FixedMix : public Policy {
 public:
  explicit FixedMix(Decision decision) : decision_(std::move(decision)) {}
  Decision decide(const Observation& /*now*/) override { return decision_; }

 private:
  Decision decision_;
};

}  // namespace cadis::policies

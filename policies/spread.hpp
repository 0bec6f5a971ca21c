#pragma once

#include <memory>

#include "model/policy.hpp"

namespace cadis::policies {

/// The `spread:` parameter of policies that keep a mix: how the mix is laid over time.
ParamInfo spread_param();

/// A policy that keeps the given shares (variants; sum 1) without looking at carbon, spread as
/// `spread:` says: `requests` splits every epoch; `epochs` gives each epoch one variant, the one
/// furthest behind its share of the requests served (ties to the larger share, then to the first);
/// `auto` is `requests` where changing variants costs nothing, and `epochs` where it does, since a
/// host that changes at every batch would mostly load.
std::unique_ptr<Policy> spread_mix(const PolicyInputs& inputs, Eigen::ArrayXd shares);

}  // namespace cadis::policies

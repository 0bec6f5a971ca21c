#include "engine/decisions.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "base/errors.hpp"

namespace cadis {
namespace {

bool are_shares(const Eigen::ArrayXd& shares) {
  return (shares >= 0).all() && std::abs(shares.sum() - 1) <= 1e-9;
}

void check_shares(const Scenario& scenario, const Eigen::ArrayXXd& shares, const auto& fail) {
  const auto hosts = static_cast<Eigen::Index>(scenario.hosts.size());
  const auto regions = static_cast<Eigen::Index>(scenario.regions.size());
  const auto variants = static_cast<Eigen::Index>(scenario.variants.size());
  const auto rows = shares.rows();
  const bool is_by_region = regions > 0 && rows == regions;
  if (shares.cols() != variants || (rows != 1 && rows != hosts && !is_by_region)) {
    const auto by_region = regions > 1 ? fmt::format(", {} x {}", regions, variants) : "";
    fail(fmt::format("shares must be 1 x {1}{2} or {0} x {1}, got {3} x {4}", hosts, variants,
                     by_region, rows, shares.cols()));
  }
  for (Eigen::Index row = 0; row < rows; ++row) {
    if (!are_shares(shares.row(row).transpose())) fail("shares must be at least 0 and sum to 1");
  }
  if (scenario.fidelity == Fidelity::fluid && rows > 1 && !is_by_region) {
    fail(regions > 1 ? "fluid takes one decision for all hosts, or one for each region"
                     : "fluid takes one decision for all hosts");
  }
}

void check_load(const Scenario& scenario, const Eigen::ArrayXd& load, const auto& fail) {
  const auto regions = static_cast<Eigen::Index>(scenario.regions.size());
  if (load.size() == 0) {
    if (regions > 1 && scenario.routing.size() == 0) {
      fail("the scenario has no routing, so every decision needs a load");
    }
    return;
  }
  if (regions == 0) fail("load is for scenarios with regions, and this one has none");
  if (load.size() != regions) {
    fail(fmt::format("load must have one share for each of {} regions, got {}", regions,
                     load.size()));
  }
  if (!are_shares(load)) fail("load must be at least 0 and sum to 1");
}

}  // namespace

void check_decision(const Scenario& scenario, const Decision& decision, std::size_t epoch) {
  const auto fail = [&](const std::string& what) {
    throw PolicyError(fmt::format("policy {}, epoch {}: {}", scenario.policy.name, epoch, what));
  };
  check_shares(scenario, decision.shares, fail);
  check_load(scenario, decision.load, fail);
}

Eigen::ArrayXd load_of(const Scenario& scenario, const Decision& decision) {
  return decision.load.size() > 0 ? decision.load : scenario.routing;
}

Decision decision_of(const Scenario& scenario, const Decision& decision, std::size_t region) {
  const auto& shares = decision.shares;
  const auto place = static_cast<Eigen::Index>(region);
  Decision own;
  own.load = load_of(scenario, decision).segment(place, 1);
  if (shares.rows() == 1) {
    own.shares = shares;
  } else if (shares.rows() == static_cast<Eigen::Index>(scenario.regions.size())) {
    own.shares = shares.row(place);
  } else {
    const std::vector<std::size_t> hosts = hosts_by_region(scenario);
    const auto from = hosts.begin();
    const auto first = std::accumulate(from, from + place, std::size_t{0});
    own.shares = shares.middleRows(static_cast<Eigen::Index>(first),
                                   static_cast<Eigen::Index>(hosts[region]));
  }
  return own;
}

}  // namespace cadis

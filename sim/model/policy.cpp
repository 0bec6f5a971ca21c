#include "model/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "model/pstate.hpp"

namespace cadis {
namespace {

Eigen::Index at(std::size_t i) { return static_cast<Eigen::Index>(i); }

Eigen::ArrayXd requests_by_epoch(const Scenario& scenario) {
  const EpochGrid epochs = scenario.epochs();
  Eigen::ArrayXd requests = Eigen::ArrayXd::Zero(at(epochs.size()));
  if (scenario.fidelity == Fidelity::fluid) {
    for (std::size_t e = 0; e < epochs.size(); ++e) {
      requests[at(e)] =
          expected_arrivals(scenario.arrivals, scenario.start, epochs.begin(e), epochs.end(e));
    }
    return requests;
  }
  Arrivals arrivals(scenario.arrivals, scenario.seed, scenario.start, scenario.duration);
  for (std::size_t e = 0; e < epochs.size(); ++e) {
    const Ticks end = epochs.clock().of(epochs.end(e));
    for (; arrivals.peek() < end; arrivals.skip(1)) requests[at(e)] += 1;
  }
  return requests;
}

/// Fills the days of `future`.
void look_at_days(const Scenario& scenario, Foresight& future) {
  const CarbonSignal& carbon = scenario.carbon;
  const double day_s = 86400;
  const auto midnight = std::chrono::floor<std::chrono::days>(scenario.start);
  const double behind_s = between(midnight, scenario.start).value();
  const auto days =
      at(static_cast<std::size_t>(std::ceil((behind_s + carbon.duration().value()) / day_s)));
  for (auto* figures :
       {&future.day_begin_s, &future.day_lowest_g_per_kwh, &future.day_highest_g_per_kwh})
    figures->resize(days);
  for (Eigen::Index day = 0; day < days; ++day) {
    const auto begin_of = [&](Eigen::Index d) {
      return Seconds{std::max(0.0, day_s * static_cast<double>(d) - behind_s)};
    };
    const std::size_t from = carbon.step_at(begin_of(day));
    std::size_t to = from + 1;
    while (to < carbon.steps() && carbon.begin(to) < begin_of(day + 1)) ++to;
    const auto of_day = carbon.g_per_kwh().segment(at(from), at(to - from));
    future.day_begin_s[day] = begin_of(day).value();
    future.day_lowest_g_per_kwh[day] = of_day.minCoeff();
    future.day_highest_g_per_kwh[day] = of_day.maxCoeff();
  }
}

Foresight look_ahead(const Scenario& scenario) {
  const EpochGrid epochs = scenario.epochs();
  const Eigen::Index count = at(epochs.size());
  Foresight future{Eigen::ArrayXd(count),
                   requests_by_epoch(scenario),
                   Eigen::ArrayXd(count),
                   scenario.carbon.g_per_kwh().minCoeff(),
                   scenario.carbon.g_per_kwh().maxCoeff(),
                   {},
                   {},
                   {}};
  look_at_days(scenario, future);
  for (std::size_t e = 0; e < epochs.size(); ++e) {
    const Seconds begin = epochs.begin(e), end = epochs.end(e);
    future.mean_g_per_kwh[at(e)] = scenario.carbon.mean(begin, end).value();
    future.length_s[at(e)] = (end - begin).value();
  }
  return future;
}

/// A parameter as the kind its policy asks for; nothing where it was not given.
template <class Value>
std::optional<Value> param(const PolicySpec& policy, const std::string& key, const char* expected) {
  const auto found = policy.params.find(key);
  if (found == policy.params.end()) return std::nullopt;
  const auto* value = std::get_if<Value>(&found->second);
  if (value == nullptr) throw ConfigError(fmt::format("policy.{}: expected {}", key, expected));
  return *value;
}

}  // namespace

Decision Decision::one(std::size_t variant, std::size_t variants) {
  assert(variant < variants);
  Decision decision{Eigen::ArrayXXd::Zero(1, at(variants))};
  decision.shares(0, at(variant)) = 1;
  return decision;
}

Decision Decision::mix(const Eigen::ArrayXd& shares) { return {shares.transpose()}; }

Grams Policy::optimality_gap() const { return Grams{std::numeric_limits<double>::quiet_NaN()}; }

namespace {

/// The first variant that no other goes before; of two energies that only rounding tells apart,
/// accuracy decides. `sign`: 1 where less of both goes before, -1 where more does.
std::size_t foremost(const Pool& pool, double sign) {
  constexpr double rounding = 1e-12;
  std::size_t best = 0;
  for (std::size_t v = 1; v < pool.size(); ++v) {
    const double least_j = pool.energy_j[at(best)], more_j = pool.energy_j[at(v)] - least_j;
    const bool is_equal = std::abs(more_j) <= rounding * least_j;
    const double more_pct = pool.accuracy_pct[at(v)] - pool.accuracy_pct[at(best)];
    if (sign * (is_equal ? more_pct : more_j) < 0) best = v;
  }
  return best;
}

}  // namespace

std::size_t Pool::smallest() const { return foremost(*this, 1); }

std::size_t Pool::largest() const { return foremost(*this, -1); }

Pool make_pool(const Scenario& scenario) {
  assert(!scenario.hosts.empty() && !scenario.variants.empty());
  const auto served = [&scenario](std::size_t host, std::size_t variant) {
    const HostSpec& spec = scenario.hosts[host];
    return at_pstate(scenario.devices[spec.device], spec.pstate, spec.idle,
                     scenario.service(host, variant, scenario.max_batch));
  };
  const HostSpec& first = scenario.hosts.front();
  const Watts idle = idle_at_pstate(scenario.devices[first.device], first.pstate, first.idle);
  const double batch = scenario.max_batch;
  const auto variants = at(scenario.variants.size());
  Pool pool{{},
            Eigen::ArrayXd(variants),
            Eigen::ArrayXd(variants),
            Eigen::ArrayXd(variants),
            Eigen::ArrayXd::Zero(variants)};
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const Service service = served(0, v);
    pool.names.push_back(scenario.variants[v].name);
    pool.accuracy_pct[at(v)] = scenario.variants[v].accuracy_pct;
    pool.energy_j[at(v)] = (service.power * service.time).value() / batch;
    pool.marginal_energy_j[at(v)] = ((service.power - idle) * service.time).value() / batch;
    for (std::size_t h = 0; h < scenario.hosts.size(); ++h) {
      pool.capacity_rps[at(v)] += batch / served(h, v).time.value();
    }
  }
  return pool;
}

PolicyInputs::PolicyInputs(const Scenario& scenario)
    : scenario_(scenario), pool_(make_pool(scenario)) {}

std::vector<RegionInfo> PolicyInputs::regions() const {
  std::vector<RegionInfo> list;
  for (std::size_t r = 0; r < scenario_.regions.size(); ++r) {
    const Region& region = scenario_.regions[r];
    const double routing = scenario_.routing.size() > 0 ? scenario_.routing[at(r)]
                                                        : std::numeric_limits<double>::quiet_NaN();
    list.push_back(
        {region.name, region.pue, region.round_trip, routing, make_pool(part_of(scenario_, r))});
  }
  return list;
}

double PolicyInputs::pue() const { return scenario_.pue; }

Fidelity PolicyInputs::fidelity() const { return scenario_.fidelity; }

bool PolicyInputs::pays_for_changes() const {
  if (scenario_.fidelity == Fidelity::fluid) return false;
  const auto variants = scenario_.variants.size();
  for (const HostSpec& host : scenario_.hosts) {
    const auto* const loads = &scenario_.loads[host.device * variants];
    const bool has_loads = std::any_of(
        loads, loads + variants, [](const auto& load) { return load && load->time > Seconds{0}; });
    // A change is free where both variants are resident.
    const bool are_all_resident = std::all_of(host.resident.begin(), host.resident.end(),
                                              [](bool resident) { return resident; });
    if (variants > 1 && has_loads && !are_all_resident) return true;
  }
  return false;
}

bool PolicyInputs::has_one_kind_of_host() const { return scenario_.has_one_kind_of_host(); }

int PolicyInputs::max_batch() const { return scenario_.max_batch; }

std::optional<double> PolicyInputs::number(const std::string& key) const {
  return param<double>(scenario_.policy, key, "a number");
}

std::optional<Seconds> PolicyInputs::duration(const std::string& key) const {
  return param<Seconds>(scenario_.policy, key, "a time with its unit, such as 24 h");
}

std::optional<std::string> PolicyInputs::text(const std::string& key) const {
  return param<std::string>(scenario_.policy, key, "a word");
}

std::optional<Eigen::ArrayXd> PolicyInputs::shares(const std::string& key) const {
  const auto given =
      param<std::map<std::string, double>>(scenario_.policy, key, "shares by variant");
  if (!given) return std::nullopt;
  Eigen::ArrayXd shares = Eigen::ArrayXd::Zero(at(pool_.size()));
  Problems problems;
  for (const auto& [name, share] : *given) {
    const auto found = std::find(pool_.names.begin(), pool_.names.end(), name);
    if (found == pool_.names.end()) {
      problems.add(scenario_.name, fmt::format("policy.{}.{}", key, name),
                   "no such variant in the pool; " + suggest(name, pool_.names));
    } else if (!(share >= 0 && share <= 1)) {
      problems.add(scenario_.name, fmt::format("policy.{}.{}", key, name),
                   fmt::format("expected a share from 0 to 1, got {}", share));
    } else {
      shares[found - pool_.names.begin()] = share;
    }
  }
  problems.throw_if_any();
  const double sum = shares.sum();
  if (!(std::abs(sum - 1) <= 1e-9)) {
    problems.add(scenario_.name, "policy." + key,
                 fmt::format("expected shares that sum to 1, got a sum of {}", sum));
    problems.throw_if_any();
  }
  return Eigen::ArrayXd(shares / sum);
}

const Foresight& PolicyInputs::foresight() {
  if (!foresight_) foresight_ = std::make_shared<Foresight>(look_ahead(scenario_));
  return *foresight_;
}

void PolicyInputs::forecast(Seconds horizon) {
  if (!scenario_.forecast) {
    throw ConfigError(fmt::format(
        "{}: policy {} asks for a forecast, and the scenario has none; add a section, such as "
        "forecast: {{method: persistence}}",
        scenario_.name, scenario_.policy.name));
  }
  horizon_ = std::max(horizon, horizon_.value_or(horizon));
}

bool PolicyInputs::peeked() const {
  return foresight_ != nullptr || (horizon_ && scenario_.forecast->peeks());
}

std::unique_ptr<ForecastIssuer> PolicyInputs::make_forecasts() const {
  if (!horizon_) return nullptr;
  const auto& carbon = scenario_.carbon;
  return std::make_unique<ForecastIssuer>(
      make_forecaster(*scenario_.forecast, carbon, scenario_.start), carbon, *horizon_);
}

BuiltPolicy build_policy(const Scenario& scenario, std::span<const PolicyInfo> known) {
  const auto& name = scenario.policy.name;
  const auto info = std::find_if(known.begin(), known.end(),
                                 [&name](const auto& one) { return one.name == name; });
  if (info == known.end()) {
    std::vector<std::string> names;
    for (const auto& one : known) names.push_back(one.name);
    throw ConfigError(fmt::format("policy.name: no policy '{}'; {}", name, suggest(name, names)));
  }
  PolicyInputs inputs(scenario);
  auto policy = info->make(inputs);
  return {std::move(policy), inputs.peeked(), inputs.make_forecasts()};
}

}  // namespace cadis

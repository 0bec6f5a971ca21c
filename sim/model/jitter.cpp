#include "model/jitter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/random.hpp"

namespace cadis {
namespace {

/// Lognormal with mean 1 and the relative deviation stated.
double draw_factor(std::uint64_t seed, double deviation_pct, const std::string& figure) {
  const double relative = deviation_pct / 100;
  const double log_variance = std::log1p(relative * relative);
  const double z = RandomStream(seed, "jitter/" + figure).normal();
  return std::exp(std::sqrt(log_variance) * z - log_variance / 2);
}

/// Variants' names hold no colon, so no two pairs are called the same.
std::string pair_name(const std::string& variant, const std::string& device) {
  return variant + ":" + device;
}

void scale_services(const Jitter& jitter, Scenario& scenario, std::size_t device,
                    std::size_t variant) {
  const auto& v = scenario.variants[variant].name;
  const auto& d = scenario.devices[device].name;
  // Not multiplied where the error is 0: idle + 1 x (power - idle) rounds.
  const bool has_time = jitter.service_pct > 0, has_power = jitter.power_pct > 0;
  const auto factor = [&](const char* figure, double deviation_pct) {
    return draw_factor(jitter.seed, deviation_pct, figure + pair_name(v, d));
  };
  const double time = has_time ? factor("service/", jitter.service_pct) : 1;
  const double power = has_power ? factor("power/", jitter.power_pct) : 1;
  const Watts idle = scenario.highest_idle(device);
  const auto batches = static_cast<std::size_t>(scenario.max_batch);
  const auto row = (device * scenario.variants.size() + variant) * batches;
  for (std::size_t b = 0; b < batches; ++b) {
    Service& service = scenario.services[row + b];
    if (service.time == Seconds{0}) continue;  // in fluid only max_batch is filled
    service.time = service.time * time;
    if (has_power) service.power = idle + (service.power - idle) * power;
  }
  if (has_time)
    scenario.assumptions.push_back(
        fmt::format("jitter: service time of {} on {} x {}", v, d, time));
  if (has_power)
    scenario.assumptions.push_back(
        fmt::format("jitter: power above idle of {} on {} x {}", v, d, power));
}

void shift_accuracy(const Jitter& jitter, Scenario& scenario) {
  for (auto& variant : scenario.variants) {
    const double z = RandomStream(jitter.seed, "jitter/accuracy/" + variant.name).normal();
    const double drawn_pct = variant.accuracy_pct + jitter.accuracy_pct * z;
    variant.accuracy_pct = std::clamp(drawn_pct, 0.0, 100.0);
    scenario.assumptions.push_back(
        fmt::format("jitter: accuracy of {} {} %", variant.name, variant.accuracy_pct));
  }
}

void scale_carbon(const Jitter& jitter, Scenario& scenario) {
  const auto scale = [&](CarbonSignal& carbon, const std::string& figure, const std::string& of) {
    const double factor = draw_factor(jitter.seed, jitter.carbon_pct, figure);
    carbon = carbon.scaled(factor);
    scenario.assumptions.push_back(fmt::format("jitter: carbon intensity{} x {}", of, factor));
    return factor;
  };
  if (scenario.regions.empty()) {
    const double factor = scale(scenario.carbon, "carbon", "");
    if (scenario.forecast) scenario.forecast->factor *= factor;
  }
  for (CountedSignal& signal : scenario.count_by) {
    scale(signal.carbon, "count_by/" + signal.name, " of count_by." + signal.name);
  }
  for (Region& region : scenario.regions) {
    scale(region.carbon, "carbon/" + region.name, " of " + region.name);
    for (CountedSignal& signal : region.count_by) {
      scale(signal.carbon, "count_by/" + signal.name + "/" + region.name,
            " of count_by." + signal.name + " of " + region.name);
    }
  }
}

}  // namespace

void apply_jitter(const Jitter& jitter, Scenario& scenario) {
  if (jitter.seed == 0) return;
  if (jitter.service_pct > 0 || jitter.power_pct > 0) {
    for (std::size_t d = 0; d < scenario.devices.size(); ++d) {
      for (std::size_t v = 0; v < scenario.variants.size(); ++v)
        scale_services(jitter, scenario, d, v);
    }
  }
  if (jitter.accuracy_pct > 0) shift_accuracy(jitter, scenario);
  if (jitter.carbon_pct > 0) {
    scale_carbon(jitter, scenario);
  }
}

}  // namespace cadis

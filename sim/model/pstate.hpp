#pragma once

#include <cassert>
#include <cstddef>

#include "model/catalogue.hpp"

namespace cadis {

/// Idle power in a performance state of a device whose idle power in the first one is `idle` (with
/// or without a resident model): what the model adds at rest is taken to be the same in every
/// state.
inline Watts idle_at_pstate(const Device& device, std::size_t pstate, Watts idle) {
  return device.pstates[pstate].idle + (idle - device.pstates[0].idle);
}

/// A batch's service in a performance state, from the one profiled in the first: time divided by
/// the relative speed, and power at the same place between idle and busy,
///   P_p = idle_p + (P - idle_0) / (busy_0 - idle_0) * (busy_p - idle_p).
/// `idle` is the host's in the first state, where the device must draw more busy than idle.
inline Service at_pstate(const Device& device, std::size_t pstate, Watts idle, Service service) {
  if (pstate == 0) return service;
  const PState& first = device.pstates[0];
  const PState& state = device.pstates[pstate];
  const Watts idle_p = idle_at_pstate(device, pstate, idle);
  const Watts span = first.busy - idle;
  assert(span > Watts{0});
  const double place = (service.power - idle) / span;
  return {service.time * first.speed / state.speed, idle_p + place * (state.busy - idle_p)};
}

}  // namespace cadis

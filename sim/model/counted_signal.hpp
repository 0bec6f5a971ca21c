#pragma once

#include <optional>
#include <string>

#include "model/carbon_signal.hpp"
#include "model/trace_provenance.hpp"

namespace cadis {

/// A carbon signal beside the one that policies see (`count_by`): the same joules are counted by
/// it, too, and it decides nothing.
struct CountedSignal {
  std::string name;
  CarbonSignal carbon;
  std::optional<TraceProvenance> provenance{};  ///< nothing: the trace does not state any
};

}  // namespace cadis

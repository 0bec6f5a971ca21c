#pragma once

#include <string>

#include "model/scenario.hpp"
#include "report/assessment.hpp"
#include "report/summary.hpp"

namespace cadis {

/// What a run cost and ran on; the only part of a result that differs from one execution to the
/// next.
struct RunCost {
  double wall_s = 0, cpu_s = 0;
};

/// This program's version.
std::string cadis_version();

/// manifest.json of a run: the resolved scenario, versions, inputs, cost, assumptions and how well
/// requests and joules are conserved.
std::string format_manifest(const Scenario& scenario, const Summary& summary,
                            const Assessment& assessment, const RunCost& cost,
                            const std::string& simgrid_version);

}  // namespace cadis

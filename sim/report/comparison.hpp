#pragma once

#include "base/units.hpp"
#include "report/interval.hpp"

namespace cadis {

/// What comparisons look at: mean accuracy over served requests, and total grams.
struct Outcome {
  double accuracy_pct;
  Grams carbon;
};

/// Carbon-emission efficiency of a run against the pool's smallest variant on the same arrivals and
/// trace: (A - A_s) / (G - G_s), percentage points per gram. nan where the grams do not differ (so
/// for s itself).
double cee_pct_per_g(const Outcome& run, const Outcome& smallest);

/// 100 * (cee / reference - 1); nan unless both are defined and the reference is positive.
double cee_gain_pct(double cee, double reference);

/// 100 * (1 - G / G_ref): grams saved against a reference; nan where G_ref is not positive.
double carbon_cut_pct(Grams carbon, Grams reference);

/// 100 * (G / G_oracle - 1): grams above the least possible; nan where G_oracle is not positive.
double carbon_gap_pct(Grams carbon, Grams oracle);

}  // namespace cadis

#pragma once

#include <span>

#include "base/units.hpp"

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

struct Interval {
  double mean, low, high;
};
/// Mean and 95 % interval by Student's t over independent seeds. All nan where there is no value or
/// one is undefined; the ends are nan for a single value.
Interval mean_interval(std::span<const double> values);

}  // namespace cadis

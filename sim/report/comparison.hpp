#pragma once

#include "report/figure.hpp"

namespace cadis {

/// What comparisons look at: mean accuracy over served requests, and total grams.
struct Outcome {
  Figure accuracy_pct, carbon_g;
};

/// Carbon-emission efficiency of a run against the pool's smallest variant on the same arrivals and
/// trace: (A - A_s) / (G - G_s), percentage points per gram. nan where the grams do not differ (so
/// for s itself).
Figure cee_pct_per_g(const Outcome& run, const Outcome& smallest);

/// 100 * (cee / reference - 1); nan unless both are defined and the reference is positive.
Figure cee_gain_pct(const Figure& cee, const Figure& reference);

/// 100 * (1 - G / G_ref): grams saved against a reference; nan where G_ref is not positive.
Figure carbon_cut_pct(const Figure& carbon_g, const Figure& reference_g);

/// 100 * (G / G_oracle - 1): grams above the least possible; nan where G_oracle is not positive.
Figure carbon_gap_pct(const Figure& carbon_g, const Figure& oracle_g);

}  // namespace cadis

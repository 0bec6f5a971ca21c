#pragma once

#include <span>

namespace cadis {

/// A share of independent draws, from 0 to 1, and the ends of its 95 % interval.
struct Proportion {
  double share, low, high;
};

/// How often two policies change places when the inputs are jittered. `differences` are a - b, one
/// of each independent draw of the inputs, and `nominal` is a - b of the inputs as given; a draw
/// that does not keep the sign, a tie included, flips the rank. The interval is Clopper and
/// Pearson's (Biometrika 26, 1934): exact, it holds the share in at least 95 % of studies. All nan
/// where there is no draw, one of them is undefined, or `nominal` is 0 or undefined: there is no
/// rank to flip.
Proportion flip_share(std::span<const double> differences, double nominal);

}  // namespace cadis

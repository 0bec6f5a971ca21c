#pragma once

#include "base/random.hpp"
#include "base/units.hpp"

namespace cadis {

/// Stationary Gaussian noise of mean 0 and deviation 1 in continuous time, with two time scales: a
/// sum of two Ornstein-Uhlenbeck processes, weather of days and what changes within hours. After t
/// hours its autocorrelation is `weight slow^t + (1 - weight) fast^t`. With a weight above 1 the
/// two parts pull against each other, and the path is smoother than one such process.
struct TwoSpeedNoise {
  double slow = 0.75;  ///< what is left after an hour, in (fast, 1)
  double fast = 0.5;   ///< likewise, in (0, slow)
  double weight = 1;   ///< from 0 to smoothest_weight(slow, fast)
  [[nodiscard]] double autocorrelation(double hours) const;
};

/// The largest weight that a Gaussian process can have: there the path is differentiable (the
/// continuous-time autoregression of order 2).
double smoothest_weight(double slow, double fast);

/// What autocorrelations after 24 h go with one after 1 h. The fast part's time constant is 3 h
/// (with shorter ones no process is as smooth as some of the shipped series), or half of the time
/// constant of the whole, as far as an hour tells, where that is less. Empty (least > most) unless
/// `after_1h` lies between 0 and 1.
struct NoiseRange {
  double least = 1, most = 0;
};
NoiseRange range_after_24h(double after_1h);

/// The noise with both autocorrelations; `after_24h` within range_after_24h(after_1h).
TwoSpeedNoise fit_two_speed_noise(double after_1h, double after_24h);

/// One path, sampled exactly at a constant step. The same stream gives the same path, and a step's
/// value does not depend on how many follow.
class NoisePath {
 public:
  NoisePath(const TwoSpeedNoise& noise, Seconds step, RandomStream random);
  double next();

 private:
  struct Pair {
    double slow, fast;
  };
  /// Lower triangle of the Cholesky factor of a 2 x 2 covariance.
  struct Factor {
    double slow, shared, fast;
    static Factor of(double slow, double shared, double fast);
    Pair draw(RandomStream& random) const;
  };

  RandomStream random_;
  Pair kept_{};  ///< share of each part that a step leaves
  Factor innovation_{};
  Pair now_{};  ///< the parts at the step that is next
};

}  // namespace cadis

#include "model/two_speed_noise.hpp"

#include <algorithm>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstdint>

namespace cadis {

namespace {

constexpr double slow_most = 1 - 1e-9;

double fast_part(double after_1h) { return std::min(std::exp(-1.0 / 3), after_1h * after_1h); }

/// The noise that has this autocorrelation after 1 h.
TwoSpeedNoise with_slow(double slow, double after_1h) {
  const double fast = fast_part(after_1h);
  return {slow, fast, (after_1h - fast) / (slow - fast)};
}

/// Where `function`, of a slow part between the two, changes sign.
template <class Function>
double root(const Function& function, double from, double to) {
  std::uintmax_t steps = 200;
  const auto found = boost::math::tools::bisect(
      function, from, to, boost::math::tools::eps_tolerance<double>(48), steps);
  return (found.first + found.second) / 2;
}

/// The least slow part with which a process of this autocorrelation after 1 h exists, and from
/// which on that after 24 h grows with the slow part (slow > 24/23 fast).
double least_slow(double after_1h) {
  const double fast = fast_part(after_1h), least = 1.05 * fast;
  const auto room = [&](double slow) {
    return smoothest_weight(slow, fast) - with_slow(slow, after_1h).weight;
  };
  return room(least) >= 0 ? least : root(room, least, slow_most);
}

}  // namespace

double TwoSpeedNoise::autocorrelation(double hours) const {
  return weight * std::pow(slow, hours) + (1 - weight) * std::pow(fast, hours);
}

double smoothest_weight(double slow, double fast) {
  return std::log(fast) / (std::log(fast) - std::log(slow));
}

NoiseRange range_after_24h(double after_1h) {
  if (!(after_1h > 0) || !(after_1h < slow_most)) return {};
  return {with_slow(least_slow(after_1h), after_1h).autocorrelation(24),
          with_slow(slow_most, after_1h).autocorrelation(24)};
}

TwoSpeedNoise fit_two_speed_noise(double after_1h, double after_24h) {
  const auto above = [&](double slow) {
    return with_slow(slow, after_1h).autocorrelation(24) - after_24h;
  };
  const double least = least_slow(after_1h);
  if (above(least) >= 0) return with_slow(least, after_1h);
  if (above(slow_most) <= 0) return with_slow(slow_most, after_1h);
  return with_slow(root(above, least, slow_most), after_1h);
}

NoisePath::Factor NoisePath::Factor::of(double slow, double shared, double fast) {
  const double first = std::sqrt(std::max(slow, 0.0));
  const double second = first > 0 ? shared / first : 0;
  return {first, second, std::sqrt(std::max(fast - second * second, 0.0))};
}

NoisePath::Pair NoisePath::Factor::draw(RandomStream& random) const {
  const double first = random.normal(), second = random.normal();
  return {slow * first, shared * first + fast * second};
}

NoisePath::NoisePath(const TwoSpeedNoise& noise, Seconds step, RandomStream random)
    : random_(random) {
  const double hours = step.value() / hour_s;
  kept_ = {std::pow(noise.slow, hours), std::pow(noise.fast, hours)};
  // Variances of the parts and their covariance c, with slow + c = weight and fast + c = 1 -
  // weight. Up to a weight of 1 the parts are independent. Above it one noise drives both, in
  // opposite directions: (2 u slow)(2 v fast) = ((u + v) c)^2 with the rates u and v.
  double shared = 0;
  if (const double w = noise.weight; w > 1) {
    const double u = -std::log(noise.slow), v = -std::log(noise.fast);
    const double apart = (v - u) * (v - u), both = 4 * u * v;
    const double root = std::sqrt(std::max(both * both - 4 * apart * both * w * (w - 1), 0.0));
    shared = (root - both) / (2 * apart);
  }
  const double slow = noise.weight - shared, fast = 1 - noise.weight - shared;
  innovation_ =
      Factor::of(slow * (1 - kept_.slow * kept_.slow), shared * (1 - kept_.slow * kept_.fast),
                 fast * (1 - kept_.fast * kept_.fast));
  now_ = Factor::of(slow, shared, fast).draw(random_);
}

double NoisePath::next() {
  const double value = now_.slow + now_.fast;
  const Pair fresh = innovation_.draw(random_);
  now_ = {kept_.slow * now_.slow + fresh.slow, kept_.fast * now_.fast + fresh.fast};
  return value;
}

}  // namespace cadis

#pragma once

#include <compare>

/// Physical quantities as distinct types, so that a wrong product does not compile.
///
/// Only the products that mean something are defined: W x s = J, J x g/kWh = g. Everything that
/// leaves C++ (YAML keys, CSV columns) and every Eigen array carries its unit in its name instead.
namespace cadis {

/// A double with a unit. Explicit in both directions: `Seconds{3}` and `t.value()`.
template <class Unit>
class Quantity {
 public:
  constexpr Quantity() = default;
  explicit constexpr Quantity(double value) : value_(value) {}
  [[nodiscard]] constexpr double value() const { return value_; }

  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator*(Quantity a, double factor) {
    return Quantity{a.value_ * factor};
  }
  friend constexpr Quantity operator*(double factor, Quantity a) {
    return Quantity{a.value_ * factor};
  }
  friend constexpr Quantity operator/(Quantity a, double divisor) {
    return Quantity{a.value_ / divisor};
  }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  double value_ = 0;
};

using Seconds = Quantity<struct SecondsUnit>;
using Watts = Quantity<struct WattsUnit>;
using Joules = Quantity<struct JoulesUnit>;
using Grams = Quantity<struct GramsUnit>;              ///< of CO2 equivalent
using GramsPerKwh = Quantity<struct GramsPerKwhUnit>;  ///< carbon intensity of electricity

inline constexpr double joules_per_kwh = 3.6e6;
inline constexpr double hour_s = 3600, day_s = 24 * hour_s;

constexpr Joules operator*(Watts power, Seconds time) {
  return Joules{power.value() * time.value()};
}
constexpr Joules operator*(Seconds time, Watts power) { return power * time; }
constexpr Watts operator/(Joules energy, Seconds time) {
  return Watts{energy.value() / time.value()};
}
constexpr Grams operator*(Joules energy, GramsPerKwh intensity) {
  return Grams{energy.value() * intensity.value() / joules_per_kwh};
}
constexpr Grams operator*(GramsPerKwh intensity, Joules energy) { return energy * intensity; }

}  // namespace cadis

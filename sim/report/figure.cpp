#include "report/figure.hpp"

#include <algorithm>
#include <cmath>

#include "report/undefined.hpp"

namespace cadis {

Figure::Figure(double value) : value_(value), scale_(std::abs(value)) {}

Figure::Figure(double value, double scale)
    : value_(std::abs(value) <= rounding * scale && std::isfinite(value) ? 0 : value),
      scale_(std::max(scale, std::abs(value))) {}

Figure operator-(const Figure& a, const Figure& b) {
  return {a.value_ - b.value_, std::max(a.scale_, b.scale_)};
}

Figure operator*(double factor, const Figure& figure) {
  return {factor * figure.value_, std::abs(factor) * figure.scale_};
}

Figure operator/(const Figure& a, const Figure& b) {
  if (b.value_ == 0) return undefined;
  const double quotient = a.value_ / b.value_;
  return {quotient, std::max(a.scale_, std::abs(quotient) * b.scale_) / std::abs(b.value_)};
}

}  // namespace cadis

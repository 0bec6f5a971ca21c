#pragma once

namespace cadis {

/// Of the numbers that a figure came from, the part below which only rounding is left.
inline constexpr double rounding = 1e-12;

/// A figure that is judged, with the size of the numbers that it came from. Near equality the two
/// are far apart: of 80.1 g - 80 g rounding leaves errors of 80, not of 0.1, and a gain made of two
/// such differences has them as well. So every step hands the size on, and a figure below
/// `rounding` of it is 0, whatever it is made of: no difference is ever one of rounding alone.
/// Else the arithmetic is that of doubles.
class Figure {
 public:
  /// Of a run itself: a sum without cancellation, so as large as what it came from. Implicit, since
  /// a number alone says all there is to say.
  Figure(double value);  // NOLINT(google-explicit-constructor)
  /// Worked out from numbers of which the largest, brought into its unit, is `scale`.
  Figure(double value, double scale);

  [[nodiscard]] double value() const { return value_; }  ///< nan where undefined
  [[nodiscard]] double scale() const { return scale_; }  ///< no less than the value's size

  friend Figure operator-(const Figure& a, const Figure& b);
  friend Figure operator*(double factor, const Figure& figure);
  /// Undefined where b is 0, or nothing but rounding.
  friend Figure operator/(const Figure& a, const Figure& b);

 private:
  double value_, scale_;
};

}  // namespace cadis

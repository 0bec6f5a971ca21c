#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "study/axis.hpp"

namespace cadis {

// A point is a combination of the axes' values. It is numbered, the first axis slowest.

inline constexpr std::uint64_t most_points = 100'000'000;

/// How many there are; of more than `most_points` one more than that.
std::uint64_t count_points(const std::vector<Axis>& axes);

/// Index of the point's value on each axis.
std::vector<std::size_t> values_at(const std::vector<Axis>& axes, std::uint64_t point);

/// Points by their values on some of the axes alone: those that differ in the others are one.
class Projection {
 public:
  Projection() = default;  ///< on no axis: all points are one
  /// On the axes that `takes` takes. There are at most `most_points` points.
  Projection(const std::vector<Axis>& axes, const std::function<bool(const Axis&)>& takes);

  [[nodiscard]] std::uint64_t of(std::uint64_t point) const {
    std::uint64_t place = 0;
    for (const Digit& digit : digits_) place = place * digit.base + point / digit.unit % digit.base;
    return place;
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }  ///< of() is below it

 private:
  struct Digit {
    std::uint64_t unit, base;  ///< of the axis' value in the point's number
  };
  std::vector<Digit> digits_;
  std::uint64_t size_ = 1;
};

/// The part of a scenario that a dotted key is in: `fleet` of `fleet[0].count`.
std::string section_of(const std::string& key);
/// Whether the axis sets anything of one of these parts.
bool sets_any(const Axis& axis, std::span<const std::string_view> sections);

/// Equal for points that share everything but the policy.
Projection groups(const std::vector<Axis>& axes);

/// The axes in the order in which they are applied: a whole section before its keys, so that an
/// axis over one of them changes it and is not undone.
std::vector<std::size_t> outer_first(const std::vector<Axis>& axes);

}  // namespace cadis

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "study/axis.hpp"

namespace cadis {

// A point is a combination of the axes' values. It is numbered, the first axis slowest.

inline constexpr std::uint64_t most_points = 100'000'000;

/// How many there are; of more than `most_points` one more than that.
std::uint64_t count_points(const std::vector<Axis>& axes);

/// Index of the point's value on each axis.
std::vector<std::size_t> values_at(const std::vector<Axis>& axes, std::uint64_t point);

/// Equal for points that share everything but the policy.
std::uint64_t group_of(const std::vector<Axis>& axes, const std::vector<std::size_t>& values);

/// The axes in the order in which they are applied: a whole section before its keys, so that an
/// axis over one of them changes it and is not undone.
std::vector<std::size_t> outer_first(const std::vector<Axis>& axes);

}  // namespace cadis

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "study/estimate.hpp"
#include "study/point.hpp"

namespace cadis {

/// How long the runs of all points will take, from the sizes of those that were read.
class ExpectedTimes {
 public:
  explicit ExpectedTimes(const std::vector<Axis>& axes);
  /// Whether something of it is new.
  bool learn(std::uint64_t point, const RunSize& size);
  /// Of a point that shares each part of its size with one that is known.
  [[nodiscard]] Seconds at(std::uint64_t point) const;

 private:
  std::array<Projection, 4> places_;          ///< as size_keys()
  std::array<std::vector<double>, 4> known_;  ///< by place; nan where it is not
};

}  // namespace cadis

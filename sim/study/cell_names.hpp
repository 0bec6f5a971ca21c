#pragma once

#include <string>
#include <vector>

#include "study/grid.hpp"

namespace cadis {

/// What describe() says of cells, for many of them: the words of each value are put together once.
class CellNames {
 public:
  /// The grid must outlive this.
  explicit CellNames(const Grid& grid);
  /// Appends "policy=heuristic arrivals.rate_rps=5 seed=1".
  void append(const Run& cell, std::string& text) const;

 private:
  struct Words {
    Projection axis;
    std::vector<std::string> by_value;  ///< " arrivals.rate_rps=5"
  };
  const Grid& grid_;
  std::vector<Words> axes_;  ///< but those of policies
};

}  // namespace cadis

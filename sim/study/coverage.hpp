#pragma once

#include <cstdint>
#include <vector>

#include "study/grid.hpp"

namespace cadis {

/// Which combinations of values have been read, of those that a scenario's checks look at together
/// (checked_together()). A run without a new one has no problem that others have not.
class Coverage {
 public:
  explicit Coverage(const Grid& grid);

  /// Takes note of the run's combinations; whether one of them is new.
  bool add(const Run& run);

 private:
  /// Axes that one set of checks looks at.
  struct Part {
    Projection axes;
    bool has_policy;  ///< the run's policy, and whether it is a reference, are looked at as well
    std::vector<bool> is_seen;  ///< by combination
  };

  void add_part(const Grid& grid, std::span<const std::string_view> keys);

  std::uint64_t policies_;
  std::vector<Part> parts_;
};

}  // namespace cadis

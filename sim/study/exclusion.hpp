#pragma once

#include <cstddef>
#include <vector>

#include "base/errors.hpp"
#include "study/study_file.hpp"

namespace cadis {

/// What a study leaves out, and whether each of its exclusions leaves out anything.
class ExclusionFilter {
 public:
  explicit ExclusionFilter(const StudyFile& study)
      : study_(study), points_(study.exclusions.size()) {}

  /// Whether any leaves out the point with these values, one an axis.
  bool leaves_out(const std::vector<std::size_t>& values);
  /// Once all points have been asked for: an exclusion of nothing is a mistake.
  void check(Problems& problems) const;

 private:
  [[nodiscard]] bool matches(const Exclusion& exclusion,
                             const std::vector<std::size_t>& values) const;

  const StudyFile& study_;
  std::vector<std::size_t> points_;  ///< by exclusion
};

}  // namespace cadis

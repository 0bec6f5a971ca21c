#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "base/errors.hpp"
#include "study/point.hpp"
#include "study/study_file.hpp"

namespace cadis {

/// What a study leaves out, and whether each of its exclusions leaves out anything.
class ExclusionFilter {
 public:
  explicit ExclusionFilter(const StudyFile& study);

  /// Whether any leaves out the point.
  bool leaves_out(std::uint64_t point);
  /// Once all points have been asked for: an exclusion of nothing is a mistake.
  void check(Problems& problems) const;

 private:
  /// An axis that an exclusion names, and which of its values it means.
  struct Condition {
    Projection axis;
    std::vector<bool> is_meant;  ///< by value
  };
  struct Rule {
    std::vector<Condition> conditions;  ///< all must hold
    std::size_t points = 0;             ///< it leaves out
  };
  /// The rules that one axis comes first in, by that axis' value: a point is compared with those
  /// of its own values alone.
  struct ByValue {
    Projection axis;
    std::vector<std::vector<std::size_t>> rules;  ///< indices, by value
  };

  void read(const Exclusion& exclusion);
  /// Counts it with the rule where it does.
  bool leaves_out(Rule& rule, std::uint64_t point);

  const StudyFile& study_;
  std::vector<Rule> rules_;                ///< by exclusion
  std::map<std::size_t, ByValue> lists_;   ///< by axis
  std::vector<std::size_t> without_axis_;  ///< rules of no condition
};

}  // namespace cadis

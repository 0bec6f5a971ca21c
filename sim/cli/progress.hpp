#pragma once

#include <string>

#include "study/study.hpp"

namespace cadis {

/// Tells on stderr how far a study is.
class Progress {
 public:
  enum class Style {
    line,   ///< one, written anew ten times a second at most: for a terminal
    plain,  ///< a line for each tenth of the runs
    json,   ///< an object a line, once a second at most and at the end: for programs
    none
  };
  /// `line` on a terminal that can do it, and where CI is not set; else `plain`.
  static Style style_here();

  /// `expected_s`: of all runs together, for one worker; a first guess until runs have ended.
  Progress(Style style, double expected_s, std::size_t jobs);
  void operator()(const StudyProgress& progress);

 private:
  /// Whether there is something to tell, and it is time.
  bool is_due(const StudyProgress& progress);
  [[nodiscard]] double left_s(const StudyProgress& progress) const;
  [[nodiscard]] std::string text(const StudyProgress& progress) const;
  [[nodiscard]] std::string json(const StudyProgress& progress) const;

  Style style_;
  double expected_s_;
  double jobs_;
  double began_s_, told_s_ = 0;
  std::size_t tenths_ = 0;
};

/// "1 h 02 min", "2 min 05 s", "3.1 s".
std::string format_time(double seconds);

}  // namespace cadis

#pragma once

#include <string>

#include "study/study.hpp"

namespace cadis {

/// Tells on stderr how far a study is: on a terminal in one line, ten times a second at most, else
/// in a line for each tenth of the runs.
class Progress {
 public:
  /// `expected_s`: of all runs together, for one worker; a first guess until runs have ended.
  Progress(double expected_s, std::size_t jobs);
  void operator()(const StudyProgress& progress);

 private:
  [[nodiscard]] std::string text(const StudyProgress& progress) const;

  double expected_s_;
  double jobs_;
  bool is_terminal_;
  double began_s_, told_s_ = 0;
  std::size_t tenths_ = 0;
};

/// "1 h 02 min", "2 min 05 s", "3.1 s".
std::string format_time(double seconds);

}  // namespace cadis

#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "base/stopwatch.hpp"

namespace cadis {
namespace {

constexpr double least_pause_s = 0.1;

bool has_terminal() {
  const char* term = std::getenv("TERM");
  const bool is_dumb = term == nullptr || std::string_view(term) == "dumb";
  return isatty(STDERR_FILENO) == 1 && !is_dumb && std::getenv("CI") == nullptr;
}

}  // namespace

std::string format_time(double seconds) {
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

Progress::Progress(double expected_s, std::size_t jobs)
    : expected_s_(expected_s),
      jobs_(static_cast<double>(jobs)),
      is_terminal_(has_terminal()),
      began_s_(stopwatch_s()) {}

void Progress::operator()(const StudyProgress& progress) {
  const std::size_t ended = progress.done + progress.failed;
  if (is_terminal_) {
    if (ended < progress.all && stopwatch_s() - told_s_ < least_pause_s) return;
    told_s_ = stopwatch_s();
    std::cerr << "\r\x1b[K" << text(progress) << (ended == progress.all ? "\n" : "") << std::flush;
    return;
  }
  const std::size_t tenths = progress.all == 0 ? 10 : 10 * ended / progress.all;
  if (tenths == tenths_) return;
  tenths_ = tenths;
  std::cerr << text(progress) << "\n" << std::flush;
}

std::string Progress::text(const StudyProgress& progress) const {
  const std::size_t ended = progress.done + progress.failed;
  const auto fresh = static_cast<double>(ended - progress.kept);
  const auto left = static_cast<double>(progress.all - ended);
  const double passed_s = stopwatch_s() - began_s_;
  std::string line = fmt::format("{} of {} runs", ended, progress.all);
  if (progress.kept > 0) line += fmt::format(" ({} from before)", progress.kept);
  if (progress.failed > 0) line += fmt::format(", {} failed", progress.failed);
  if (fresh > 0) line += fmt::format(", {:.3g} a second", fresh / passed_s);
  if (left == 0) return line + ", " + format_time(passed_s);
  const double left_s = fresh > 0 ? passed_s / fresh * left : expected_s_ / jobs_;
  return line + ", about " + format_time(left_s) + " left";
}

}  // namespace cadis

#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/stopwatch.hpp"

namespace cadis {
namespace {

bool has_ended(const StudyProgress& progress) {
  return progress.done + progress.failed == progress.all;
}

}  // namespace

std::string format_time(double seconds) {
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

Progress::Style Progress::style_here() {
  const char* term = std::getenv("TERM");
  const bool is_dumb = term == nullptr || std::string_view(term) == "dumb";
  const bool has_line = isatty(STDERR_FILENO) == 1 && !is_dumb && std::getenv("CI") == nullptr;
  return has_line ? Style::line : Style::plain;
}

Progress::Progress(Style style, double expected_s, std::size_t jobs)
    : style_(style),
      expected_s_(expected_s),
      jobs_(static_cast<double>(jobs)),
      began_s_(stopwatch_s()) {}

void Progress::operator()(const StudyProgress& progress) {
  if (!is_due(progress)) return;
  if (style_ == Style::line)
    std::cerr << "\r\x1b[K" << text(progress) << (has_ended(progress) ? "\n" : "") << std::flush;
  else
    std::cerr << (style_ == Style::json ? json(progress) : text(progress)) << "\n" << std::flush;
}

bool Progress::is_due(const StudyProgress& progress) {
  if (style_ == Style::none) return false;
  if (style_ == Style::plain) {
    const std::size_t ended = progress.done + progress.failed;
    const std::size_t tenths = progress.all == 0 ? 10 : 10 * ended / progress.all;
    return std::exchange(tenths_, tenths) != tenths;
  }
  const double least_pause_s = style_ == Style::line ? 0.1 : 1;
  if (!has_ended(progress) && stopwatch_s() - told_s_ < least_pause_s) return false;
  told_s_ = stopwatch_s();
  return true;
}

double Progress::left_s(const StudyProgress& progress) const {
  const std::size_t ended = progress.done + progress.failed;
  const auto fresh = static_cast<double>(ended - progress.kept);
  const auto left = static_cast<double>(progress.all - ended);
  if (fresh == 0) return left == 0 ? 0 : expected_s_ / jobs_;
  return (stopwatch_s() - began_s_) / fresh * left;
}

std::string Progress::text(const StudyProgress& progress) const {
  const std::size_t ended = progress.done + progress.failed;
  const double passed_s = stopwatch_s() - began_s_;
  std::string line = fmt::format("{} of {} runs", ended, progress.all);
  if (progress.kept > 0) line += fmt::format(" ({} from before)", progress.kept);
  if (progress.failed > 0) line += fmt::format(", {} failed", progress.failed);
  const auto fresh = static_cast<double>(ended - progress.kept);
  if (fresh > 0) line += fmt::format(", {:.3g} a second", fresh / passed_s);
  if (has_ended(progress)) return line + ", " + format_time(passed_s);
  return line + ", about " + format_time(left_s(progress)) + " left";
}

std::string Progress::json(const StudyProgress& progress) const {
  const nlohmann::ordered_json object{{"runs", progress.all},
                                      {"done", progress.done},
                                      {"failed", progress.failed},
                                      {"from_before", progress.kept},
                                      {"passed_s", stopwatch_s() - began_s_},
                                      {"left_s", left_s(progress)}};
  return object.dump();
}

}  // namespace cadis

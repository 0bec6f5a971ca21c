#include "cli/study_arguments.hpp"

#include <regex>
#include <thread>

#include "base/names.hpp"
#include "base/numbers.hpp"
#include "base/time.hpp"

namespace cadis {

std::size_t read_jobs(const Arguments& arguments) {
  if (!arguments.has("jobs")) return std::max(1U, std::thread::hardware_concurrency());
  const auto jobs = parse_unsigned(arguments.text("jobs"));
  if (!jobs || *jobs == 0 || *jobs > 4096) {
    throw UsageError("--jobs: expected a whole number from 1 to 4096, got '" +
                     arguments.text("jobs") + "'");
  }
  return static_cast<std::size_t>(*jobs);
}

std::optional<Shard> read_shard(const Arguments& arguments) {
  if (!arguments.has("shard")) return std::nullopt;
  const std::string text = arguments.text("shard");
  const std::size_t slash = text.find('/');
  const auto number = parse_unsigned(text.substr(0, slash));
  const auto count =
      slash == std::string::npos ? std::nullopt : parse_unsigned(text.substr(slash + 1));
  if (!number || !count || *number == 0 || *number > *count || *count > 1'000'000) {
    throw UsageError("--shard: expected I/K with I from 1 to K, such as 3/16, got '" + text + "'");
  }
  return Shard{static_cast<std::size_t>(*number), static_cast<std::size_t>(*count)};
}

Child::Limits read_limits(const Arguments& arguments) {
  Child::Limits limits;
  limits.keeps_log = true;
  if (arguments.has("cell-timeout")) {
    limits.time = parse_duration(arguments.text("cell-timeout"));
    if (!limits.time || limits.time->value() <= 0) {
      throw UsageError(
          "--cell-timeout: expected a duration above 0 with its unit (30 s, 10 min), "
          "got '" +
          arguments.text("cell-timeout") + "'");
    }
  }
  if (arguments.has("cell-memory")) {
    const std::string text = arguments.text("cell-memory");
    std::smatch parts;
    const bool is_size = std::regex_match(text, parts, std::regex("([0-9]{1,6}) *(MiB|GiB)"));
    limits.memory = is_size ? std::stoull(parts[1]) << (parts[2] == "GiB" ? 30U : 20U) : 0;
    if (*limits.memory == 0) {
      throw UsageError(
          "--cell-memory: expected a size above 0 with its unit (512 MiB, 2 GiB), "
          "got '" +
          text + "'");
    }
  }
  return limits;
}

StudyFolder::Start read_start(const Arguments& arguments) {
  if (arguments.has("force") && arguments.has("resume")) {
    throw UsageError("--force replaces results and --resume keeps them; give one of them");
  }
  if (arguments.has("force")) return StudyFolder::Start::force;
  return arguments.has("resume") ? StudyFolder::Start::resume : StudyFolder::Start::fresh;
}

Progress::Style read_progress(const Arguments& arguments) {
  if (arguments.has("quiet") && arguments.has("progress")) {
    throw UsageError("--quiet says nothing of the progress; give it or --progress");
  }
  if (arguments.has("quiet")) return Progress::Style::none;
  const std::string word = arguments.has("progress") ? arguments.text("progress") : "auto";
  if (word == "auto") return Progress::style_here();
  if (word == "plain") return Progress::Style::plain;
  if (word == "json") return Progress::Style::json;
  if (word == "none") return Progress::Style::none;
  throw UsageError("--progress: unknown style '" + word + "'; " +
                   suggest(word, {"auto", "plain", "json", "none"}));
}

}  // namespace cadis

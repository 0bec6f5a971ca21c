#include "trace/counts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/errors.hpp"

namespace cadis {
namespace {

constexpr double most_requests = 9007199254740992.0;  // 2^53
constexpr double suspicious_requests = 100;

double mean_count(const std::vector<RawRow>& rows) {
  double sum = 0, count = 0;
  for (const RawRow& row : rows) {
    if (!is_request_count(row.value)) continue;
    sum += row.value;
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

}  // namespace

bool is_request_count(double value) {
  return value >= 0 && value <= most_requests && std::trunc(value) == value;
}

void find_zero_runs(RawTrace& trace, bool are_missing) {
  auto& rows = trace.rows;
  const double mean = mean_count(rows);
  const std::string what = fmt::format(
      "{}: zeros in a row, where the mean would give {} requests or more{}", trace.value_column,
      suspicious_requests, are_missing ? "; taken as no value" : "");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].value != 0) continue;
    const std::size_t begin = i;
    while (i < rows.size() && rows[i].value == 0) ++i;
    if (mean * static_cast<double>(i - begin) < suspicious_requests) continue;
    const std::string detail = fmt::format("{} from {}", i - begin, format_utc(rows[begin].start));
    if (!are_missing) {
      trace.findings.note(what, rows[begin].line, detail);
      continue;
    }
    trace.findings.need(what, rows[begin].line, detail, i - begin);
    for (std::size_t k = begin; k < i; ++k) rows[k].value = RawRow::missing;
  }
}

void scale_counts(StepSeries& requests, double factor) {
  double before = 0, scaled_before = 0;
  for (double& count : requests.values) {
    before += count;
    const double scaled = std::round(before * factor);
    count = scaled - scaled_before;
    scaled_before = scaled;
  }
}

double total_requests(const StepSeries& requests, const std::string& name) {
  const double total = requests.values.sum();
  if (total <= most_requests) return total;
  throw ConfigError(
      fmt::format("{}: holds {} requests; more than 2^53 cannot be counted exactly", name, total));
}

}  // namespace cadis

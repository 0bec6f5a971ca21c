#include "trace/row_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

constexpr std::size_t rows_of_a_step = 3;  ///< fewer in a row are gaps

}  // namespace

std::string format_step(Step step) {
  const auto count = [&](Step unit) {
    return format_number(static_cast<double>(step.count()) / static_cast<double>(unit.count()));
  };
  if (step % std::chrono::hours{1} == Step{0}) return count(std::chrono::hours{1}) + " h";
  if (step % std::chrono::minutes{1} == Step{0}) return count(std::chrono::minutes{1}) + " min";
  return count(std::chrono::seconds{1}) + " s";
}

Step read_step(Seconds wanted) {
  constexpr double shortest_s = 1, longest_s = 366 * 86400.0;
  if (wanted.value() < shortest_s || wanted.value() > longest_s) {
    throw ConfigError(fmt::format("--step: expected 1 s to 366 d, got {} s", wanted.value()));
  }
  return Step{std::llround(wanted.value() * 1e3)};
}

Step commonest(const std::map<Step, std::size_t>& counts) {
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

Step commonest_difference(const std::vector<RawRow>& rows) {
  std::map<Step, std::size_t> counts;
  for (std::size_t i = 1; i < rows.size(); ++i) ++counts[rows[i].start - rows[i - 1].start];
  return counts.empty() ? Step{0} : commonest(counts);
}

void order_rows(RawTrace& trace) {
  auto& rows = trace.rows;
  auto& findings = trace.findings;
  const auto earlier = [](const RawRow& a, const RawRow& b) { return a.start < b.start; };
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (!earlier(rows[i], rows[i - 1])) continue;
    findings.need(
        trace.time_column + ": time goes back", rows[i].line,
        fmt::format("{} after {}", format_utc(rows[i].start), format_utc(rows[i - 1].start)));
  }
  if (!std::is_sorted(rows.begin(), rows.end(), earlier)) {
    std::stable_sort(rows.begin(), rows.end(), earlier);
  }
  std::size_t kept = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    RawRow& last = rows[kept];
    const RawRow& row = rows[i];
    if (row.start != last.start) {
      rows[++kept] = row;
    } else if (row.value == last.value || std::isnan(row.value)) {
      findings.need(trace.time_column + ": a step given twice, with no other value", row.line,
                    format_utc(row.start));
    } else if (std::isnan(last.value)) {
      findings.need(trace.time_column + ": a step given twice, with no other value", row.line,
                    format_utc(row.start));
      last = row;
    } else {
      findings.need(trace.time_column + ": a step given twice, with different values", row.line,
                    fmt::format("{}: {} and {}", format_utc(row.start), format_number(last.value),
                                format_number(row.value)));
      last.value = RawRow::missing;
    }
  }
  if (!rows.empty()) rows.resize(kept + 1);
}

void find_lengths(RawTrace& trace, const std::string& name) {
  auto& rows = trace.rows;
  if (std::all_of(rows.begin(), rows.end(),
                  [](const RawRow& row) { return row.length > Step{0}; })) {
    return;
  }
  if (rows.size() == 1) {
    throw ConfigError(
        fmt::format("{}:{}: is the only row, and does not say how long it holds; a trace has two "
                    "or more, since "
                    "a row holds until the next, with --step, too",
                    name, rows.front().line));
  }
  const Step base = commonest_difference(rows);
  const auto difference = [&](std::size_t i) { return rows[i + 1].start - rows[i].start; };
  for (std::size_t i = 0; i + 1 < rows.size();) {
    std::size_t end = i + 1;
    while (end + 1 < rows.size() && difference(end) == difference(i)) ++end;
    const Step length = end - i >= rows_of_a_step ? difference(i) : base;
    for (; i < end; ++i) {
      if (rows[i].length == Step{0}) rows[i].length = length;
    }
  }
  if (rows.back().length == Step{0}) rows.back().length = rows[rows.size() - 2].length;
}

}  // namespace cadis

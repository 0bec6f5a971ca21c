#include "trace/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/errors.hpp"
#include "base/numbers.hpp"
#include "trace/counts.hpp"
#include "trace/csv_source.hpp"
#include "trace/row_steps.hpp"
#include "trace/step_choice.hpp"

namespace cadis {
namespace {

constexpr double nothing = RawRow::missing;
constexpr std::int64_t most_steps = 10'000'000;

bool is_value(double value, TraceKind kind) {
  if (kind == TraceKind::counts) return is_request_count(value);
  return value >= 0 && std::isfinite(value);
}

void check_values(RawTrace& trace, TraceKind kind, const std::string& name) {
  RowProblems problems(name);
  for (const RawRow& row : trace.rows) {
    if (std::isnan(row.value)) {
      trace.findings.need(trace.value_column + ": no value", row.line, format_utc(row.start));
    } else if (!is_value(row.value, kind)) {
      problems.add(row.line, trace.value_column,
                   fmt::format("expected a {}, got '{}'",
                               kind == TraceKind::counts ? "whole number of at least 0 requests"
                                                         : "finite number of at least 0 g/kWh",
                               format_number(row.value)));
    } else if (row.is_estimated) {
      trace.findings.note(trace.value_column + ": estimated by the publisher", row.line);
    }
  }
  problems.throw_if_any();
}

void check_years(const RawTrace& trace, const std::string& name) {
  for (const RawRow& row : {trace.rows.front(), trace.rows.back()}) {
    if (has_written_form(row.start)) continue;
    throw ConfigError(fmt::format("{}:{}: {}: expected a time in the years 1 to 9999, got {}", name,
                                  row.line, trace.time_column, format_utc(row.start)));
  }
}

/// The rows on a step that divides every row's and the series'.
class FineSteps {
 public:
  FineSteps(RawTrace& trace, TraceKind kind, Step step, const std::string& name)
      : trace_(trace), are_counts_(kind == TraceKind::counts), step_(step) {
    const auto& rows = trace.rows;
    fine_ = step;
    bool has_shorter = false;
    start_ = rows.front().start;
    end_ = start_;
    for (const RawRow& row : rows) {
      fine_ = Step{std::gcd(fine_.count(), row.length.count())};
      has_shorter = has_shorter || row.length < step;
      end_ = std::max(end_, row.start + row.length);
    }
    if (has_shorter) start_ -= (start_.time_since_epoch() % step + step) % step;
    check_places(name);
    const auto span = end_ - start_;
    if (span / fine_ > most_steps) {
      throw ConfigError(
          fmt::format("{}:{}: {}: {} is more than {} steps of {} after {}; is it right?", name,
                      rows.back().line, trace.time_column, format_utc(end_), most_steps,
                      format_step(fine_), format_utc(start_)));
    }
    const auto whole = (span + step - Step{1}) / step;
    values_ = Eigen::ArrayXd::Constant(whole * (step / fine_), nothing);
    fill();
  }

  /// The mean of each step's parts, or the sum of counts; a step that the rows do not cover at
  /// either end is left out.
  StepSeries series() {
    const auto parts = static_cast<Eigen::Index>(step_ / fine_);
    StepSeries series{start_, Seconds{static_cast<double>(step_.count()) / 1e3}, {}};
    series.values.resize(values_.size() / parts);
    for (Eigen::Index i = 0; i < series.values.size(); ++i) {
      const auto all = values_.segment(i * parts, parts);
      series.values[i] = are_counts_ ? std::round(all.sum()) : all.mean();
    }
    if (parts == 1) return series;
    const auto& rows = trace_.rows;
    const bool cuts_first = rows.front().start > start_;
    const auto end = start_ + step_ * series.values.size();
    const bool cuts_last = end_ < end;
    if (cuts_first) trace_.findings.note("an unwhole first step left out", rows.front().line);
    if (cuts_last) trace_.findings.note("an unwhole last step left out", rows.back().line);
    const auto left = series.values.size() - Eigen::Index{cuts_first} - Eigen::Index{cuts_last};
    if (left <= 0) return series;
    series.values = series.values.segment(Eigen::Index{cuts_first}, left).eval();
    if (cuts_first) series.start += step_;
    return series;
  }

 private:
  void check_places(const std::string& name) const {
    RowProblems problems(name);
    for (const RawRow& row : trace_.rows) {
      if ((row.start - start_) % fine_ == Step{0}) continue;
      problems.add(row.line, trace_.time_column,
                   fmt::format("{} is no whole number of steps of {} after {}",
                               format_utc(row.start), format_step(fine_), format_utc(start_)));
    }
    problems.throw_if_any();
  }

  void fill() {
    UtcTime next = trace_.rows.front().start;
    for (const RawRow& row : trace_.rows) {
      if (row.start > next) {
        trace_.findings.need(
            trace_.time_column + ": gap", row.line,
            fmt::format("no row from {} to {}", format_utc(next), format_utc(row.start)),
            static_cast<std::size_t>(std::max<std::int64_t>(1, (row.start - next) / step_)));
      } else if (row.start < next) {
        trace_.findings.need(trace_.time_column + ": begins before the row before ends", row.line,
                             format_utc(row.start));
      }
      next = std::max(next, row.start + row.length);
      const auto parts = row.length / fine_;
      values_.segment((row.start - start_) / fine_, parts) =
          are_counts_ ? row.value / static_cast<double>(parts) : row.value;
    }
  }

  RawTrace& trace_;
  bool are_counts_;
  Step step_, fine_{};
  UtcTime start_, end_;
  Eigen::ArrayXd values_;
};

}  // namespace

StepSeries to_steps(RawTrace& trace, TraceKind kind, std::optional<Seconds> wanted,
                    const std::string& name) {
  if (trace.rows.empty()) throw ConfigError(name + ": holds no row to import");
  std::optional<Step> step;
  if (wanted) step = read_step(*wanted);
  order_rows(trace);
  check_years(trace, name);
  check_values(trace, kind, name);
  find_lengths(trace, name);
  return FineSteps(trace, kind, choose_step(trace, kind, step, name), name).series();
}

}  // namespace cadis

#include "trace/forecasts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "base/numbers.hpp"
#include "model/trace_rows.hpp"
#include "trace/doubts.hpp"
#include "trace/row_steps.hpp"

namespace cadis {
namespace {

bool starts_earlier(const RawRow& a, const RawRow& b) { return a.start < b.start; }

/// The step of all forecasts. Their rows are in order.
Step find_step(const RawTrace& trace) {
  std::vector<Step> steps;
  for (const RawForecast& forecast : trace.forecasts) {
    for (std::size_t i = 1; i < forecast.rows.size(); ++i)
      steps.push_back(forecast.rows[i].start - forecast.rows[i - 1].start);
  }
  const auto step = median_step(std::move(steps));
  if (step && *step > Step{0}) return *step;
  throw ConfigError(fmt::format(
      "{}: expected a forecast of at least two steps, because the step is read from it, got none",
      trace.findings.file()));
}

/// Looks through a forecast's rows, which are in order, for what no vintage holds.
class ForecastCheck {
 public:
  ForecastCheck(const RawTrace& trace, Step step)
      : trace_(trace), step_(step), problems_(trace.findings.file()) {}

  void check(const RawForecast& forecast) {
    check_begin(forecast);
    for (std::size_t i = 0; i < forecast.rows.size(); ++i) {
      const RawRow& row = forecast.rows[i];
      check_value(row);
      if (row.length > Step{0} && row.length != step_) {
        add_time(row, fmt::format("each value is the mean of {} from its time on, but times are {} "
                                  "apart; ask for windows of the step",
                                  format_step(row.length), format_step(step_)));
      }
      if (i == 0 || row.start == forecast.rows[i - 1].start + step_) continue;
      add_time(row, fmt::format("expected {}, one step of {} after the one before, got {}; cut the "
                                "forecast there",
                                format_utc(forecast.rows[i - 1].start + step_), format_step(step_),
                                format_utc(row.start)));
    }
  }
  void throw_if_bad() { problems_.throw_if_any(); }

 private:
  void check_begin(const RawForecast& forecast) {
    const RawRow& first = forecast.rows.front();
    if (first.start > forecast.issued + step_) {
      add_time(first, fmt::format("the forecast begins at {}, later than one step of {} after its "
                                  "issue at {}; ask for it from its issue on",
                                  format_utc(first.start), format_step(step_),
                                  format_utc(forecast.issued)));
    }
    for (const UtcTime time : {forecast.issued, first.start, forecast.rows.back().start}) {
      if (!has_written_form(time))
        add_time(first, "expected times in the years 1 to 9999, got " + format_utc(time));
    }
  }
  void check_value(const RawRow& row) {
    if (row.value >= 0 && std::isfinite(row.value)) return;
    problems_.add(row.line, trace_.value_column,
                  fmt::format("expected a finite number of at least 0 g/kWh, got {}; a forecast is "
                              "not repaired",
                              std::isnan(row.value) ? "none" : format_number(row.value)));
  }
  void add_time(const RawRow& row, const std::string& text) {
    problems_.add(row.line, trace_.time_column, text);
  }

  const RawTrace& trace_;
  Step step_;
  RowProblems problems_;
};

Vintages::Vintage to_vintage(const RawForecast& forecast, Step step) {
  const auto size = static_cast<Eigen::Index>(forecast.rows.size());
  const Seconds step_s{static_cast<double>(step.count()) / 1e3};
  Vintages::Vintage vintage{forecast.issued,
                            {forecast.rows.front().start, step_s, Eigen::ArrayXd(size)}};
  for (Eigen::Index i = 0; i < size; ++i)
    vintage.g_per_kwh.values[i] = forecast.rows[static_cast<std::size_t>(i)].value;
  return vintage;
}

}  // namespace

void ForecastRows::add(const RawRow& row) {
  if (++count_ > RawTrace::most_rows) {
    throw ConfigError(fmt::format("{}:{}: more than {} rows; cut the file", trace_.findings.file(),
                                  row.line, RawTrace::most_rows));
  }
  rows_.push_back(row);
}

void ForecastRows::issue(UtcTime issued) {
  if (!rows_.empty()) trace_.forecasts.push_back({issued, std::move(rows_)});
  rows_.clear();
}

void ForecastRows::finish(const std::string& key) const {
  if (rows_.empty()) return;
  throw ConfigError(fmt::format(
      "{}:{}: {}: expected the instant at which this forecast was issued, got none; a forecast "
      "without it says not what was known when",
      trace_.findings.file(), rows_.front().line, key));
}

std::vector<Vintages::Vintage> take_forecasts(RawTrace& trace) {
  auto& forecasts = trace.forecasts;
  const std::string& name = trace.findings.file();
  if (forecasts.empty()) throw ConfigError(name + ": holds no forecast to import");
  std::stable_sort(forecasts.begin(), forecasts.end(),
                   [](const RawForecast& a, const RawForecast& b) { return a.issued < b.issued; });
  for (auto& forecast : forecasts)
    std::stable_sort(forecast.rows.begin(), forecast.rows.end(), starts_earlier);
  const Step step = find_step(trace);
  ForecastCheck check(trace, step);
  for (std::size_t i = 0; i < forecasts.size(); ++i) {
    check.check(forecasts[i]);
    if (i == 0 || forecasts[i].issued != forecasts[i - 1].issued) continue;
    throw ConfigError(
        fmt::format("{}:{}: holds two forecasts that were issued at {}; leave one of them out",
                    name, forecasts[i].rows.front().line, format_utc(forecasts[i].issued)));
  }
  check.throw_if_bad();
  std::vector<Vintages::Vintage> vintages;
  double sum = 0;
  std::size_t& count = trace.provenance.steps = 0;
  for (const RawForecast& forecast : forecasts) {
    vintages.push_back(to_vintage(forecast, step));
    sum += vintages.back().g_per_kwh.values.sum();
    count += forecast.rows.size();
  }
  check_magnitude(trace, sum / static_cast<double>(count));
  return vintages;
}

}  // namespace cadis

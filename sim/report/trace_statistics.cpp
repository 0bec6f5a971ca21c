#include "report/trace_statistics.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "report/undefined.hpp"

namespace cadis {
namespace {

double quantile(const Eigen::ArrayXd& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<Eigen::Index>(place);
  const Eigen::Index above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The sum of products over the sum of squares, about the mean of all.
double autocorrelation(const Eigen::ArrayXd& values, Seconds step, Seconds lag) {
  const double steps = lag / step;
  const auto shift = static_cast<Eigen::Index>(std::round(steps));
  if (std::abs(steps - static_cast<double>(shift)) > 1e-9 || shift < 1 || shift >= values.size())
    return undefined;
  const Eigen::ArrayXd about = values - values.mean();
  const double squares = about.square().sum();
  const Eigen::Index rest = values.size() - shift;
  return squares > 0 ? (about.head(rest) * about.tail(rest)).sum() / squares : undefined;
}

/// A mean of what is added; nan of nothing.
struct Mean {
  double sum = 0, count = 0;
  void add(double value) {
    sum += value;
    count += 1;
  }
  [[nodiscard]] double value() const { return count > 0 ? sum / count : undefined; }
};

UtcTime begin_of(const StepSeries& series, Eigen::Index step) {
  return after(series.start, series.step * static_cast<double>(step));
}

void add_days(TraceStatistics& found, const StepSeries& series) {
  using std::chrono::days;
  using std::chrono::floor;
  Mean swing, ratio;
  Eigen::Index first = 0;
  while (first < series.values.size()) {
    const auto day = floor<days>(begin_of(series, first));
    Eigen::Index end = first + 1;
    while (end < series.values.size() && floor<days>(begin_of(series, end)) == day) ++end;
    // A step across midnight belongs to the day in which it begins.
    const bool is_whole = begin_of(series, first) < after(UtcTime{day}, series.step) &&
                          begin_of(series, end) >= UtcTime{day + days{1}};
    if (is_whole) {
      const auto values = series.values.segment(first, end - first);
      const double low = values.minCoeff(), high = values.maxCoeff(), mean = values.mean();
      if (mean > 0) swing.add((high - low) / mean);
      if (low > 0) ratio.add(high / low);
      found.daily_means.push_back(mean);
    }
    first = end;
  }
  found.daily_swing = swing.value();
  found.daily_max_min_ratio = ratio.value();
}

void add_month_hours(TraceStatistics& found, const StepSeries& series) {
  Eigen::Array<Mean, 12, 24> means;
  for (Eigen::Index i = 0; i < series.values.size(); ++i) {
    const MonthHour at = month_hour(begin_of(series, i));
    means(at.month, at.hour).add(series.values[i]);
  }
  for (int month = 0; month < 12; ++month) {
    for (int hour = 0; hour < 24; ++hour)
      found.month_hour_mean(month, hour) = means(month, hour).value();
  }
}

}  // namespace

TraceStatistics describe(const StepSeries& series) {
  TraceStatistics found{};
  const Eigen::ArrayXd& values = series.values;
  found.start = series.start;
  found.end = series.end();
  found.step = series.step;
  found.steps = values.size();
  found.mean = values.mean();
  found.std = std::sqrt((values - found.mean).square().mean());
  Eigen::ArrayXd sorted = values;
  std::sort(sorted.begin(), sorted.end());
  found.min = sorted[0];
  found.p5 = quantile(sorted, 0.05);
  found.p25 = quantile(sorted, 0.25);
  found.p50 = quantile(sorted, 0.50);
  found.p75 = quantile(sorted, 0.75);
  found.p95 = quantile(sorted, 0.95);
  found.max = sorted[sorted.size() - 1];
  found.acf_lag1h = autocorrelation(values, series.step, Seconds{3600});
  found.acf_lag24h = autocorrelation(values, series.step, Seconds{86400});
  add_days(found, series);
  add_month_hours(found, series);
  return found;
}

std::vector<NamedFigure> figures(const TraceStatistics& s, const std::string& unit) {
  return {{"mean_" + unit, s.mean},
          {"std_" + unit, s.std},
          {"min_" + unit, s.min},
          {"p5_" + unit, s.p5},
          {"p25_" + unit, s.p25},
          {"p50_" + unit, s.p50},
          {"p75_" + unit, s.p75},
          {"p95_" + unit, s.p95},
          {"max_" + unit, s.max},
          {"daily_swing", s.daily_swing},
          {"daily_max_min_ratio", s.daily_max_min_ratio},
          {"acf_lag1h", s.acf_lag1h},
          {"acf_lag24h", s.acf_lag24h}};
}

}  // namespace cadis

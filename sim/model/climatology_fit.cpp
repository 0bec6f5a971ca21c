#include "model/climatology_fit.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/errors.hpp"
#include "model/rectified_normal.hpp"

namespace cadis {
namespace {

/// A table's figure at every hour of a year of 365 days.
Eigen::ArrayXd over_a_year(const Climatology::Table& table) {
  constexpr std::array<Eigen::Index, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  Eigen::ArrayXd year(365 * 24);
  Eigen::Index at = 0;
  for (Eigen::Index month = 0; month < table.rows(); ++month) {
    for (Eigen::Index day = 0; day < days[static_cast<std::size_t>(month)]; ++day, at += 24)
      year.segment(at, 24) = table.row(month).transpose();
  }
  return year;
}

/// The series' autocorrelation as a linear function of the noise's.
struct Share {
  double tables, noise;
  [[nodiscard]] double series(double of_noise) const { return tables + noise * of_noise; }
  [[nodiscard]] double of_noise(double of_series) const { return (of_series - tables) / noise; }
};

/// After `lag` hours: `mean` is the tables' about their own mean, whose variance leaves the rest of
/// the series' to the noise.
Share share(const Eigen::ArrayXd& mean, const Eigen::ArrayXd& std, double variance,
            Eigen::Index lag) {
  const auto product = [lag](const Eigen::ArrayXd& x) {
    const Eigen::Index n = x.size() - lag;
    return (x.head(n) * x.tail(n)).mean();
  };
  const double left = variance - mean.square().mean();
  return {product(mean) / variance, left / variance * product(std) / std.square().mean()};
}

[[noreturn]] void refuse(const std::string& place, const char* title, const char* with,
                         double least, double most, double got) {
  throw ConfigError(
      fmt::format("{}: {}: no noise has this together with {}; expected {:.4f} to {:.4f}, got {}",
                  place, title, with, least, most, got));
}

}  // namespace

void fit(Climatology& climatology, const SeriesStatistics& whole, const std::string& place) {
  climatology.location = climatology.mean;
  climatology.deviation.setZero();
  for (Eigen::Index month = 0; month < climatology.mean.rows(); ++month) {
    for (Eigen::Index hour = 0; hour < climatology.mean.cols(); ++hour) {
      const auto normal =
          rectified_normal(climatology.mean(month, hour), climatology.std(month, hour),
                           climatology.min(month, hour), climatology.max(month, hour));
      climatology.location(month, hour) = normal.location;
      climatology.deviation(month, hour) = normal.deviation;
    }
  }
  if ((climatology.std == 0).all()) return;  // nothing is left to the noise

  const Eigen::ArrayXd std = over_a_year(climatology.std);
  Eigen::ArrayXd mean = over_a_year(climatology.mean);
  mean -= mean.mean();
  const double variance = whole.std_g_per_kwh * whole.std_g_per_kwh;
  const double of_means = std::sqrt(mean.square().mean());
  if (!(whole.std_g_per_kwh > of_means)) {
    throw ConfigError(
        fmt::format("{}: std_g_per_kwh: expected more than the {:.2f} g/kWh by which the table's "
                    "means vary, got {}",
                    place, of_means, whole.std_g_per_kwh));
  }
  const Share hour = share(mean, std, variance, 1), day = share(mean, std, variance, 24);
  const double after_1h = hour.of_noise(whole.acf_lag1h);
  const NoiseRange range = range_after_24h(after_1h);
  if (range.least > range.most)
    refuse(place, "acf_lag1h", "the tables", hour.series(0), hour.series(1), whole.acf_lag1h);
  const double after_24h = day.of_noise(whole.acf_lag24h);
  if (after_24h < range.least || after_24h > range.most)
    refuse(place, "acf_lag24h", "the tables and acf_lag1h", day.series(range.least),
           day.series(range.most), whole.acf_lag24h);
  climatology.noise = fit_two_speed_noise(after_1h, after_24h);
}

}  // namespace cadis

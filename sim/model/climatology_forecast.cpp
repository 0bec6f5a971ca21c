#include "model/forecast_methods.hpp"

namespace cadis {
namespace {

class MonthHourMean : public Forecaster {
 public:
  MonthHourMean(const Climatology& climatology, UtcTime start, double factor)
      : mean_g_per_kwh_(climatology.mean * factor), start_(start) {}

  std::size_t issue(const SeenCarbon& /*seen*/, std::span<const double> begin_s,
                    std::span<double> g_per_kwh, Seconds& /*issued*/) override {
    for (std::size_t i = 0; i < begin_s.size(); ++i) {
      const auto [month, hour] = month_hour(after(start_, Seconds{begin_s[i]}));
      g_per_kwh[i] = mean_g_per_kwh_(month, hour);
    }
    return begin_s.size();
  }

 private:
  Climatology::Table mean_g_per_kwh_;  ///< months x hours
  UtcTime start_;
};

}  // namespace

std::unique_ptr<Forecaster> climatology_forecaster(const Climatology& climatology, UtcTime start,
                                                   double factor) {
  return std::make_unique<MonthHourMean>(climatology, start, factor);
}

}  // namespace cadis

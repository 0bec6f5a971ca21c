#include <algorithm>
#include <cmath>

#include "model/forecast_methods.hpp"

namespace cadis {
namespace {

class Yesterday : public Forecaster {
 public:
  std::size_t issue(const SeenCarbon& seen, std::span<const double> begin_s,
                    std::span<double> g_per_kwh, Seconds& issued) override {
    for (std::size_t i = 0; i < begin_s.size(); ++i) {
      const double ahead_s = begin_s[i] - issued.value();
      const double days = std::max(1.0, std::ceil((ahead_s - slack_s) / day_s));
      g_per_kwh[i] = at(seen, begin_s[i] - days * day_s + slack_s);
    }
    return begin_s.size();
  }

 private:
  static double at(const SeenCarbon& seen, double time_s) {
    const auto next = std::upper_bound(seen.begin_s.begin(), seen.begin_s.end(), time_s);
    if (next == seen.begin_s.begin()) return seen.g_per_kwh.back();  // before the run's start
    return seen.g_per_kwh[static_cast<std::size_t>(next - seen.begin_s.begin()) - 1];
  }
};

}  // namespace

std::unique_ptr<Forecaster> yesterday_forecaster() { return std::make_unique<Yesterday>(); }

}  // namespace cadis

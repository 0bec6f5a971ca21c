#include <algorithm>

#include "base/ticks.hpp"
#include "model/forecast_methods.hpp"

namespace cadis {
namespace {

class Yesterday : public Forecaster {
 public:
  std::size_t issue(const SeenCarbon& seen, std::span<const double> begin_s,
                    std::span<double> g_per_kwh, Seconds& issued) override {
    for (std::size_t i = 0; i < begin_s.size(); ++i) {
      const std::int64_t begin_ns = nanoseconds(Seconds{begin_s[i]});
      const std::int64_t ahead_ns = begin_ns - nanoseconds(issued);
      const std::int64_t days = std::max<std::int64_t>(1, (ahead_ns + day_ns - 1) / day_ns);
      g_per_kwh[i] = at(seen, begin_ns - days * day_ns);
    }
    return begin_s.size();
  }

 private:
  static constexpr std::int64_t day_ns = 86'400'000'000'000;

  static double at(const SeenCarbon& seen, std::int64_t time_ns) {
    const auto next = std::upper_bound(
        seen.begin_s.begin(), seen.begin_s.end(), time_ns,
        [](std::int64_t t, double begin) { return t < nanoseconds(Seconds{begin}); });
    if (next == seen.begin_s.begin()) return seen.g_per_kwh.back();  // before the run's start
    return seen.g_per_kwh[static_cast<std::size_t>(next - seen.begin_s.begin()) - 1];
  }
};

}  // namespace

std::unique_ptr<Forecaster> yesterday_forecaster() { return std::make_unique<Yesterday>(); }

}  // namespace cadis

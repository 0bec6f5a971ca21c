#include "base/ticks.hpp"
#include "model/forecast_methods.hpp"

namespace cadis {
namespace {

class AsIssued : public Forecaster {
 public:
  AsIssued(std::shared_ptr<const Vintages> vintages, UtcTime start, double factor)
      : vintages_(std::move(vintages)), start_(start), factor_(factor) {}

  std::size_t issue(const SeenCarbon& /*seen*/, std::span<const double> begin_s,
                    std::span<double> g_per_kwh, Seconds& issued) override {
    // Down to the millisecond in which now lies: one issued a moment later is not known yet.
    const std::chrono::milliseconds whole_ms{nanoseconds(issued) / 1'000'000};
    const auto* vintage = vintages_->at(start_ + whole_ms);
    if (vintage == nullptr) return 0;
    issued = between(start_, vintage->issued);
    for (std::size_t i = 0; i < begin_s.size(); ++i) {
      const auto value = value_at(vintage->g_per_kwh, after(start_, Seconds{begin_s[i]}));
      if (!value) return i;
      g_per_kwh[i] = *value * factor_;
    }
    return begin_s.size();
  }

 private:
  std::shared_ptr<const Vintages> vintages_;
  UtcTime start_;
  double factor_;
};

}  // namespace

std::unique_ptr<Forecaster> vintage_forecaster(std::shared_ptr<const Vintages> vintages,
                                               UtcTime start, double factor) {
  return std::make_unique<AsIssued>(std::move(vintages), start, factor);
}

}  // namespace cadis

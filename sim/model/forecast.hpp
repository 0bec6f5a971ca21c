#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "model/carbon_signal.hpp"
#include "model/forecast_spec.hpp"

namespace cadis {

/// A forecast as issued: values only. It has one value for each carbon step that begins after now
/// and no later than the horizon, as far as the run and whoever issued it go.
struct Forecast {
  Seconds issued{0};  ///< since the run's start (before it: negative); at or before now
  std::span<const double> begin_s, g_per_kwh;  ///< steps, the next one first
};

/// The steps begun at or before now, oldest first.
struct SeenCarbon {
  std::span<const double> begin_s, g_per_kwh;  ///< at least one
};

/// One way to forecast. Whoever makes one without the truth has a function that does not take it
/// (forecast_methods.hpp), and issue() is told only what has been seen: it cannot look ahead.
class Forecaster {
 public:
  virtual ~Forecaster() = default;
  /// Fills `g_per_kwh`, one value for each step of `begin_s`, from the first on; returns how many.
  /// `issued` comes in as now and may be set to when what is used was issued.
  virtual std::size_t issue(const SeenCarbon& seen, std::span<const double> begin_s,
                            std::span<double> g_per_kwh, Seconds& issued) = 0;
};

/// The forecaster of a run on a grid that begins at `start`. Keeps a reference to `truth` where the
/// method wraps it.
std::unique_ptr<Forecaster> make_forecaster(const ForecastSpec& spec, const CarbonSignal& truth,
                                            UtcTime start);

/// Issues the forecasts of one run, the same whatever asks and how often.
class ForecastIssuer {
 public:
  /// `truth` is asked when its steps begin, and outlives the issuer.
  ForecastIssuer(std::unique_ptr<Forecaster> forecaster, const CarbonSignal& truth,
                 Seconds horizon);
  /// The forecast at `now`, when the last step of `seen` holds. It stays until the next call.
  Forecast at(Seconds now, const SeenCarbon& seen);

 private:
  std::unique_ptr<Forecaster> forecaster_;
  std::vector<double> begin_s_;  ///< of all steps: when they begin is known, what they bring is not
  Seconds horizon_;
  std::vector<double> ahead_s_, g_per_kwh_;  ///< of the last forecast: a copy, with nothing behind
};

}  // namespace cadis

#pragma once

#include <Eigen/Core>
#include <iosfwd>
#include <optional>
#include <vector>

#include "base/input.hpp"
#include "base/step_series.hpp"

namespace cadis {

/// Forecasts of carbon intensity as they were issued, one after the other.
class Vintages {
 public:
  struct Vintage {
    UtcTime issued;
    StepSeries g_per_kwh;
  };

  /// Reads `issued_utc,timestamp_utc,g_per_kwh`, a row for each vintage and step: vintages in order
  /// of their issue, each without gaps from at most one step after its issue on, all of one step,
  /// values finite and at least 0. ConfigError with file:line (the first twenty problems).
  static Vintages read(const Input& file);

  [[nodiscard]] const std::vector<Vintage>& all() const { return vintages_; }
  /// The latest issued at or before an instant; null where there is none.
  [[nodiscard]] const Vintage* at(UtcTime now) const;

 private:
  std::vector<Vintage> vintages_;  ///< at least one, in order of issue
};

/// Writes forecasts as Vintages::read() takes them, part by part.
void write_vintages(const std::vector<Vintages::Vintage>& vintages, std::ostream& out);

/// The value that holds at an instant; nothing outside the series.
std::optional<double> value_at(const StepSeries& series, UtcTime time);

}  // namespace cadis

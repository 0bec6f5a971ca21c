#include "report/days.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cadis {

std::vector<double> day_sums(UtcTime start, Seconds duration, Seconds epoch,
                             std::span<const double> values) {
  using std::chrono::days;
  if (!(epoch.value() > 0) || epoch > Seconds{86400})
    throw std::invalid_argument("sums by day need epochs of at most a day");
  // As many as Scenario::epochs() counts.
  if (static_cast<double>(values.size()) != std::max(1.0, std::ceil(duration / epoch - 1e-9)))
    throw std::invalid_argument("sums by day need one value for every epoch of the run");

  const auto first = std::chrono::ceil<days>(start);
  const auto last = std::chrono::floor<days>(after(start, duration));
  if (last <= first) return {};
  std::vector<double> sums(static_cast<std::size_t>((last - first).count()), 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto day = std::chrono::floor<days>(after(start, static_cast<double>(i) * epoch));
    if (day >= first && day < last)
      sums[static_cast<std::size_t>((day - first).count())] += values[i];
  }
  return sums;
}

}  // namespace cadis

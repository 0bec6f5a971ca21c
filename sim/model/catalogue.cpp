#include "model/catalogue.hpp"

#include <cmath>
#include <iterator>

namespace cadis {

std::optional<Service> Family::service(const std::string& variant, const Device& device,
                                       int batch) const {
  const auto found = profiles.find({variant, device.name});
  if (found == profiles.end()) return std::nullopt;
  const auto& rows = found->second;
  const auto filled = [&device](const Service& row) {
    return Service{row.time, std::isnan(row.power.value()) ? device.busy : row.power};
  };
  const auto upper = rows.lower_bound(batch);
  if (upper == rows.end()) return std::nullopt;
  if (upper->first == batch) return filled(upper->second);
  if (upper == rows.begin()) return std::nullopt;
  const auto lower = std::prev(upper);
  const Service less = filled(lower->second), more = filled(upper->second);
  const double share =
      static_cast<double>(batch - lower->first) / static_cast<double>(upper->first - lower->first);
  return Service{less.time + (more.time - less.time) * share,
                 less.power + (more.power - less.power) * share};
}

}  // namespace cadis

#include "model/catalogue.hpp"

#include <iterator>

namespace cadis {

std::optional<Service> Family::service(const std::string& variant, const std::string& device,
                                       int batch) const {
  const auto found = profiles.find({variant, device});
  if (found == profiles.end()) return std::nullopt;
  const auto& rows = found->second;
  const auto upper = rows.lower_bound(batch);
  if (upper == rows.end()) return std::nullopt;
  if (upper->first == batch) return upper->second;
  if (upper == rows.begin()) return std::nullopt;
  const auto lower = std::prev(upper);
  const double share =
      static_cast<double>(batch - lower->first) / static_cast<double>(upper->first - lower->first);
  return Service{lower->second.time + (upper->second.time - lower->second.time) * share,
                 lower->second.power + (upper->second.power - lower->second.power) * share};
}

}  // namespace cadis

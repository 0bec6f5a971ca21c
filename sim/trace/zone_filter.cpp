#include "trace/zone_filter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <strings.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/names.hpp"

namespace cadis {
namespace {

constexpr std::size_t most_seen = 1000;
constexpr std::size_t most_shown = 14;  ///< as many as NESO has regions

}  // namespace

bool ZoneFilter::keeps(std::string_view zone) {
  if (last_ >= seen_.size() || seen_[last_] != zone) {
    const auto found = std::find(seen_.begin(), seen_.end(), zone);
    last_ = static_cast<std::size_t>(found - seen_.begin());
    if (found == seen_.end() && seen_.size() < most_seen) seen_.emplace_back(zone);
  }
  return wanted_.empty() ? last_ == 0 : is_wanted(zone);
}

std::string ZoneFilter::zone() const {
  if (wanted_.empty() && seen_.size() > 1) {
    const auto shown =
        seen_.begin() + static_cast<std::ptrdiff_t>(std::min(most_shown, seen_.size()));
    throw ConfigError(fmt::format("{}: holds {} zones; choose one with --zone: {}{}", file_,
                                  seen_.size(), fmt::join(seen_.begin(), shown, ", "),
                                  shown == seen_.end() ? "" : ", ..."));
  }
  if (wanted_.empty()) return seen_.empty() ? "" : seen_.front();
  const auto found = std::find_if(seen_.begin(), seen_.end(),
                                  [&](const std::string& zone) { return is_wanted(zone); });
  if (found != seen_.end()) return *found;
  throw ConfigError(
      fmt::format("{}: has no zone '{}'; {}", file_, wanted_, suggest(wanted_, seen_)));
}

bool ZoneFilter::is_wanted(std::string_view zone) const {
  return zone.size() == wanted_.size() &&
         strncasecmp(zone.data(), wanted_.data(), zone.size()) == 0;
}

}  // namespace cadis

#include "trace/stated.hpp"

#include <fmt/format.h>

#include "base/errors.hpp"

namespace cadis {

void Stated::take(std::string_view what, std::string_view text) {
  if (text.empty()) return;
  const auto known = said_.find(what);
  if (known == said_.end()) {
    said_.emplace(what, text);
    return;
  }
  if (known->second == text) return;
  throw ConfigError(fmt::format("{}: holds several values of {}, '{}' and '{}'; cut the file",
                                file_, what, known->second, text));
}

std::string Stated::text(std::string_view what) const {
  const auto found = said_.find(what);
  return found != said_.end() ? found->second : "";
}

}  // namespace cadis

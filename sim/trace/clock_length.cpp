#include "trace/clock_length.hpp"

#include <string>

#include "base/numbers.hpp"
#include "trace/stamp.hpp"

namespace cadis {

std::optional<std::chrono::milliseconds> read_clock_length(std::string_view text) {
  using namespace std::chrono;
  milliseconds length{0};
  if (text.empty()) return length;
  if (const auto dot = text.find('.'); dot != std::string_view::npos && dot < text.find(':')) {
    const auto days = parse_unsigned(text.substr(0, dot));
    if (!days || *days > 366) return std::nullopt;
    length += hours{24} * static_cast<int>(*days);
    text = text.substr(dot + 1);
  }
  const auto clock = parse_stamp("2000-01-01 " + std::string(text));
  if (!clock) return std::nullopt;
  return length + clock->clock.time_since_epoch() % hours{24};
}

}  // namespace cadis

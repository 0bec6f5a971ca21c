#include "trace/offsets.hpp"

#include <fmt/format.h>

namespace cadis {

void check_offset(RawTrace& trace, const Stamp& stamp, Offsets offsets, std::string_view column,
                  std::size_t line, std::string_view text) {
  const bool is_as_published =
      offsets == Offsets::any || stamp.offset.has_value() == (offsets == Offsets::stated);
  if (is_as_published) return;
  trace.doubts.note(
      offsets == Offsets::stated
          ? fmt::format("{}: states no offset from UTC, which this layout does; taken as UTC",
                        column)
          : fmt::format("{}: states an offset from UTC, which this layout does not; taken as "
                        "stated",
                        column),
      line, text.substr(0, 80));
}

}  // namespace cadis

#include "formats/registry.hpp"

#include <vector>

namespace cadis::formats {

// One line per format; each is defined in the file of its name.
const TraceFormat& csv();
const TraceFormat& electricitymaps();

std::span<const TraceFormat> registry() {
  static const std::vector<TraceFormat> formats{
      electricitymaps(),
      csv(),
  };
  return formats;
}

}  // namespace cadis::formats

#pragma once

#include <string>

#include "base/time.hpp"

namespace cadis {

/// Hour labels of EIA-930 data: the publisher says "end of hour", but PJM labels the start, and
/// CISO did until mid June 2022 (found by solar noon and by correlation with other series; the
/// open-grid-emissions project documents the same two).
class EiaLabels {
 public:
  /// `zone` is the balancing authority's code, in any case.
  explicit EiaLabels(const std::string& zone);
  [[nodiscard]] UtcTime start_of(UtcTime label) const;
  [[nodiscard]] std::string describe() const;

 private:
  bool is_pjm_, is_ciso_;
};

/// Whether this is the code of a balancing authority of EIA-930 (or a common spelling of one).
bool is_eia_zone(const std::string& zone);

}  // namespace cadis

#pragma once

#include <string>

#include "base/time.hpp"
#include "trace/format.hpp"

namespace cadis {

/// What the hour labels of a file name. The publisher of EIA-930 says "end of hour", but PJM labels
/// the start, and CISO did until mid June 2022 (found by solar noon and by correlation with other
/// series; the open-grid-emissions project documents the same two).
class HourLabels {
 public:
  /// Of EIA-930 data: `zone` is the balancing authority's code, in any case, also within
  /// Electricity Maps' `US-TEX-ERCO`.
  static HourLabels of_eia(const std::string& zone);
  /// Of a file made from EIA-930 or other data whose zone the user names with --zone. ConfigError
  /// where this is neither a code of EIA-930 nor, with `takes_others`, a grid that names the start,
  /// and no --stamp says what its hours name.
  static HourLabels chosen(const ImportChoices& choices, bool takes_others);

  [[nodiscard]] UtcTime start_of(UtcTime label) const;
  [[nodiscard]] const std::string& describe() const { return text_; }

 private:
  enum class Kind { start, end, ciso };
  HourLabels(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}

  Kind kind_;
  std::string text_;
};

}  // namespace cadis

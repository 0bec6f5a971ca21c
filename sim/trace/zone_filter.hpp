#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cadis {

/// Keeps the rows of one zone of a file that may hold several.
class ZoneFilter {
 public:
  /// `wanted` is the user's zone, in any case; empty: the only one there is.
  ZoneFilter(std::string file, std::string wanted)
      : file_(std::move(file)), wanted_(std::move(wanted)) {}

  /// Whether a row of this zone belongs to the trace.
  bool keeps(std::string_view zone);
  /// The zone that was kept. ConfigError, naming those seen, where there are several to choose
  /// from, or none is the one wanted.
  [[nodiscard]] std::string zone() const;

 private:
  [[nodiscard]] bool is_wanted(std::string_view zone) const;

  std::string file_, wanted_;
  std::vector<std::string> seen_;  ///< the first so many
  std::size_t last_ = 0;           ///< of seen_, the row before's
};

}  // namespace cadis

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "trace/json_source.hpp"
#include "trace/unit.hpp"

namespace cadis {

/// What a file says of its values, the same for all of them: it stands in front of the rows, behind
/// them, or in each.
class Stated {
 public:
  explicit Stated(std::string file) : file_(std::move(file)) {}

  /// An empty text says nothing. ConfigError where another one was said before.
  void take(std::string_view what, std::string_view text);
  /// Empty where nothing was said.
  [[nodiscard]] std::string text(std::string_view what) const;
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::map<std::string, std::string, std::less<>> said_;
};

/// Takes units, region and signal_type of WattTime's `meta`, and their like in version 2's rows.
void take_watttime_meta(const JsonObject& object, Stated& stated);

/// `average` or `marginal`. ConfigError where the signal is no carbon intensity.
std::string watttime_accounting(const Stated& stated);

/// What the file says, or else the user, or else the publisher: pounds a MWh, of SGIP's regions
/// kilograms a kWh; the trace then has an assumed unit. ConfigError where file and user say one.
UnitConversion watttime_unit(const Stated& stated, const ImportChoices& choices, RawTrace& trace);

}  // namespace cadis

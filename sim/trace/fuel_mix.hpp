#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trace/factors.hpp"
#include "trace/format.hpp"

namespace cadis {

/// Turns generation by fuel into carbon intensity: grams of all fuels over their kWh. Storage is
/// left out, since its grams were counted when it was charged. A fuel that never has a value is not
/// in the mix, which is a finding where the file says that values are missing; where one that has
/// is missing from a row, the row has no value.
class FuelMix {
 public:
  static constexpr std::size_t most_fuels = 64;

  /// `trace` is what it adds rows and findings to.
  FuelMix(RawTrace& trace, FactorTable factors);

  /// A column of the file: its fuel as the factor table calls it, and its title for messages.
  /// Returns its number. ConfigError where there are more than most_fuels.
  std::size_t add_fuel(const std::string& fuel, const std::string& title);

  /// Begins the row of a step; values follow.
  void begin_row(const RawRow& row);
  /// What a fuel gave in the row that was begun last, in any unit of power; below 0 counts as 0 and
  /// is a finding. nan: the file has no value.
  void add(std::size_t fuel, double value);
  /// The file says on this line that the fuel has a value, which is missing.
  void expect(std::size_t fuel, std::size_t line);
  /// Goes back to an earlier row, for layouts with a row for each fuel.
  void go_to_row(std::size_t row) { at_ = row; }
  [[nodiscard]] std::size_t rows() const { return powers_.size(); }

  /// Gives the trace's rows their values, and says how. ConfigError naming fuels that gave power
  /// and have no factor.
  void finish();

 private:
  /// Of all fuels of a row.
  struct Power {
    double grams = 0, energy = 0;
    std::uint64_t present = 0;  ///< bit per fuel: has a value
  };
  struct Fuel {
    std::string name, title;
    std::optional<double> factor;
    bool is_storage = false, has_values = false, gave_power = false;
    std::size_t missing = 0, first_missing_line = 0;  ///< what expect() was told
  };
  RawTrace& trace_;
  FactorTable factors_;
  std::vector<Fuel> fuels_;
  std::vector<Power> powers_;  ///< of each of the trace's rows
  std::size_t at_ = 0;
};

}  // namespace cadis

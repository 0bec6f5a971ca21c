#include "trace/fuel_mix.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "base/errors.hpp"
#include "base/numbers.hpp"

namespace cadis {

FuelMix::FuelMix(RawTrace& trace, FactorTable factors)
    : trace_(trace), factors_(std::move(factors)) {
  powers_.reserve(trace.rows.capacity());
}

std::size_t FuelMix::add_fuel(const std::string& fuel, const std::string& title) {
  if (fuels_.size() == most_fuels) {
    throw ConfigError(fmt::format("{}: more than {} fuels", trace_.findings.file(), most_fuels));
  }
  Fuel added{};
  added.name = fuel;
  added.title = title;
  added.is_storage = fuel == "storage";
  const auto factor = factors_.g_per_kwh.find(fuel);
  if (factor != factors_.g_per_kwh.end()) added.factor = factor->second;
  fuels_.push_back(std::move(added));
  return fuels_.size() - 1;
}

void FuelMix::begin_row(const RawRow& row) {
  at_ = powers_.size();
  powers_.emplace_back();
  trace_.rows.push_back(row);
}

void FuelMix::add(std::size_t index, double value) {
  Fuel& fuel = fuels_[index];
  if (fuel.is_storage || std::isnan(value)) return;
  Power& power = powers_[at_];
  fuel.has_values = true;
  power.present |= std::uint64_t{1} << index;
  if (value < 0) {
    trace_.findings.note(fuel.title + ": below 0, taken as 0", trace_.rows[at_].line,
                         format_number(value));
  }
  if (value <= 0) return;
  fuel.gave_power = true;
  power.energy += value;
  power.grams += value * fuel.factor.value_or(0);
}

void FuelMix::expect(std::size_t fuel, std::size_t line) {
  if (fuels_[fuel].missing++ == 0) fuels_[fuel].first_missing_line = line;
}

void FuelMix::finish() {
  std::vector<std::string> unknown, used;
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < fuels_.size(); ++i) {
    const Fuel& fuel = fuels_[i];
    if (fuel.has_values) expected |= std::uint64_t{1} << i;
    if (!fuel.has_values && fuel.missing > 0 && !fuel.is_storage) {
      trace_.findings.note(fuel.title + ": every value is missing, so it is not in the mix",
                           fuel.first_missing_line, fmt::format("{} rows", fuel.missing));
    }
    if (fuel.gave_power && !fuel.factor) unknown.push_back(fuel.name);
    if (fuel.gave_power && fuel.factor)
      used.push_back(fmt::format("{} {}", fuel.name, format_number(*fuel.factor)));
  }
  if (!unknown.empty()) {
    throw ConfigError(fmt::format(
        "{}: the factors '{}' have none for {}; take another table with --factors, or one of yours",
        trace_.findings.file(), factors_.name, fmt::join(unknown, ", ")));
  }
  for (std::size_t i = 0; i < powers_.size(); ++i) {
    const Power& power = powers_[i];
    RawRow& row = trace_.rows[i];
    const bool is_whole = power.present == expected && power.energy > 0;
    if (is_whole) row.value = power.grams / power.energy;
    if (!is_whole && power.present != 0)
      trace_.findings.need("not every fuel has a value", row.line, format_utc(row.start));
  }
  auto& provenance = trace_.provenance;
  provenance.emissions = factors_.emissions;
  provenance.factors = fmt::format("{} (g/kWh): {}", factors_.name, fmt::join(used, ", "));
  provenance.unit = "MW by fuel";
  provenance.conversion = "grams of all fuels over their kWh; storage left out";
  provenance.accounting = "average";
  provenance.basis = "production";
}

}  // namespace cadis

#pragma once

#include <string>
#include <vector>

#include "model/vintages.hpp"
#include "trace/format.hpp"

namespace cadis {

/// Gathers a trace's forecasts from a JSON file, in which the instant of an issue may stand in
/// front of the forecast's rows or behind them.
class ForecastRows {
 public:
  explicit ForecastRows(RawTrace& trace) : trace_(trace) {}

  /// ConfigError where there are more than RawTrace::most_rows.
  void add(const RawRow& row);
  /// Says when the rows since the last issue were forecast; nothing happens where there are none.
  void issue(UtcTime issued);
  /// ConfigError where rows are left of which nothing said when they were issued: `key` does.
  void finish(const std::string& key) const;

 private:
  RawTrace& trace_;
  std::vector<RawRow> rows_;
  std::size_t count_ = 0;
};

/// The forecasts in order of issue, as Vintages::read() takes them: each without a gap from at most
/// one step after its issue on, all of one step. ConfigError, with line and way out, where they are
/// not, where a value is missing or negative, and where two were issued at once.
std::vector<Vintages::Vintage> take_forecasts(RawTrace& trace);

}  // namespace cadis

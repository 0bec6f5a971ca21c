#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "trace/format.hpp"
#include "trace/repeated_times.hpp"
#include "trace/time_reader.hpp"
#include "trace/time_zone.hpp"

namespace cadis {

/// The times of a CSV's rows, as the user describes them: numbers since --start, instants, times of
/// a clock in --zone, or whole days. Each names its row's start, or with --stamp end its end.
class RowTimes {
 public:
  struct Time {
    UtcTime start;
    std::chrono::milliseconds length;  ///< of a whole day; else 0
  };

  /// ConfigError as of TimeReader, and where --stamp end lacks --step, which its rows last.
  RowTimes(const std::string& unit, const ImportChoices& choices);

  /// Reads a row's time. Nothing where there is none to add: spring skips it and the row has no
  /// value, or it is wrong, which is reported.
  std::optional<Time> read(CsvSource& csv, std::size_t column, bool has_value);
  /// Decides what the clock shows twice, once the rows of all times read are in the trace, and
  /// moves ends to starts. ConfigError where rows that are named by their end do not last --step.
  void settle(RawTrace& trace) const;
  [[nodiscard]] std::string describe() const;  ///< for a provenance

 private:
  std::optional<Time> read_day(CsvSource& csv, std::size_t column, UtcTime midnight,
                               bool has_value);
  std::optional<UtcTime> read_clock(CsvSource& csv, std::size_t column, UtcTime clock,
                                    bool has_value);
  bool is_mixed(CsvSource& csv, std::size_t column, bool is_day);
  void check_length(const RawTrace& trace) const;

  TimeReader times_;
  std::optional<TimeZone> zone_;
  std::optional<std::chrono::milliseconds> before_end_;  ///< of rows named by their end
  std::optional<bool> are_days_;
  std::uint32_t first_line_ = 0;
  std::size_t rows_ = 0;
  std::vector<RepeatedTime> repeated_;  ///< what the clock shows twice
  std::vector<std::size_t> at_gaps_;    ///< rows that end where spring skips
};

}  // namespace cadis

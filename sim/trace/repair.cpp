#include "trace/repair.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/errors.hpp"

namespace cadis {
namespace {

using Index = Eigen::Index;

class Repairing {
 public:
  Repairing(StepSeries& series, Repair rule, const std::string& name)
      : series_(series), values_(series.values), rule_(rule), name_(name) {}

  std::size_t all() {
    std::size_t repaired = 0;
    for (Index i = 0; i < values_.size(); ++i) {
      if (!std::isnan(values_[i])) continue;
      Index behind = i;
      while (behind < values_.size() && std::isnan(values_[behind])) ++behind;
      fill(i, behind);
      repaired += static_cast<std::size_t>(behind - i);
      i = behind;
    }
    return repaired;
  }

 private:
  void fill(Index begin, Index end) {
    switch (rule_) {
      case Repair::fail:
        refuse(begin, "has no value");
      case Repair::hold:
        if (begin == 0) refuse(begin, "has no value before it to hold; take another --repair");
        values_.segment(begin, end - begin) = values_[begin - 1];
        return;
      case Repair::linear:
        if (begin == 0 || end == values_.size()) {
          refuse(begin, "lies at the trace's end, where no line leads; take another --repair");
        }
        for (Index i = begin; i < end; ++i) {
          const double share =
              static_cast<double>(i - begin + 1) / static_cast<double>(end - begin + 1);
          values_[i] = values_[begin - 1] + share * (values_[end] - values_[begin - 1]);
        }
        return;
      case Repair::same_hour_yesterday:
        copy_yesterday(begin, end);
    }
  }

  void copy_yesterday(Index begin, Index end) {
    const double exact = day_s / series_.step.value();
    const auto steps = static_cast<Index>(std::llround(exact));
    if (std::abs(exact - static_cast<double>(steps)) > 1e-9 || steps == 0) {
      refuse(begin, "has no same hour yesterday, as the step does not divide a day");
    }
    if (begin < steps) refuse(begin, "has no day before it; take another --repair");
    for (Index i = begin; i < end; ++i) values_[i] = values_[i - steps];
  }

  [[noreturn]] void refuse(Index step, const char* why) const {
    throw ConfigError(fmt::format(
        "{}: the step at {} {}", name_,
        format_utc(after(series_.start, series_.step * static_cast<double>(step))), why));
  }

  StepSeries& series_;
  Eigen::ArrayXd& values_;
  Repair rule_;
  const std::string& name_;
};

}  // namespace

const std::vector<std::string>& repair_names() {
  static const std::vector<std::string> names{"fail", "hold", "linear", "same-hour-yesterday"};
  return names;
}

std::string to_string(Repair repair) { return repair_names()[static_cast<std::size_t>(repair)]; }

std::size_t repair(StepSeries& series, Repair rule, const std::string& name) {
  return Repairing(series, rule, name).all();
}

}  // namespace cadis

#include "report/sample.hpp"

namespace cadis {

std::string_view to_string(Over over) {
  switch (over) {
    case Over::seeds:
      return "seeds";
    case Over::days:
      return "days";
    case Over::nothing:
      break;
  }
  return "";
}

Interval mean_interval(const Sample& sample) {
  return t_interval(sample.over == Over::days ? over_days(sample.values)
                                              : over_seeds(sample.values));
}

PairedDifference compare(const Sample& a, const Sample& b, Goal goal) {
  return a.over == Over::days ? compare_days(a.values, b.values, goal)
                              : compare_seeds(a.values, b.values, goal);
}

}  // namespace cadis

#pragma once

#include <string_view>
#include <vector>

#include "report/jackknife.hpp"
#include "report/paired.hpp"

namespace cadis {

/// What an interval rests on: several seeds, or the days of one long run.
enum class Over { nothing, seeds, days };
std::string_view to_string(Over over);  ///< empty, `seeds` or `days`

/// A figure of a policy: one value a seed; or, for one run, one a day (pseudo_values()); or the
/// value of one run by itself.
struct Sample {
  Over over = Over::nothing;
  std::vector<double> values;
};

/// The mean with its interval, by the rule for seeds or for days.
Interval mean_interval(const Sample& sample);

/// Two policies by a figure, over the same seeds or days.
PairedDifference compare(const Sample& a, const Sample& b, Goal goal);

/// What a policy's figures are taken from: one T a seed; or one T, and for each of its days, oldest
/// first, the T that leaves it out (without_each_day()).
template <class T>
struct Replicas {
  std::vector<T> seeds, without_day;

  [[nodiscard]] Over over() const {
    if (seeds.size() > 1) return Over::seeds;
    return without_day.size() < fewest_days ? Over::nothing : Over::days;
  }
  template <class Figure>
  [[nodiscard]] Sample sample(const Figure& figure) const {
    if (over() != Over::days) return {over(), values_of(seeds, figure)};
    return {over(), pseudo_values(figure(seeds.front()), values_of(without_day, figure))};
  }

 private:
  template <class Figure>
  static std::vector<double> values_of(const std::vector<T>& list, const Figure& figure) {
    std::vector<double> values;
    for (const T& one : list) values.push_back(figure(one));
    return values;
  }
};

}  // namespace cadis

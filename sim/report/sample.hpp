#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "report/figure.hpp"
#include "report/paired.hpp"

namespace cadis {

/// What an interval rests on: several seeds, or the days of one long run.
enum class Over { nothing, seeds, days };
std::string_view to_string(Over over);  ///< empty, `seeds` or `days`
/// What runs of so many seeds, or so many days of a single one, let it rest on.
Over over(std::size_t seeds, std::size_t days);

/// A figure of a policy: one a seed; or that of one run, and for each of its days, oldest first,
/// the one that leaves it out.
struct Sample {
  std::vector<Figure> seeds, without_day;

  [[nodiscard]] Over over() const { return cadis::over(seeds.size(), without_day.size()); }
};

/// The mean and what it rests on: the seeds, or the pseudo-values of the days. A mean below
/// `rounding` of what it came from is 0: the seeds cancel.
MeanEstimate estimate(const Sample& sample);

/// The mean with its interval.
Interval mean_interval(const Sample& sample);

/// a - b, of each seed or of the run and without each day. Throws std::invalid_argument where a and
/// b have not as many.
Sample operator-(const Sample& a, const Sample& b);

/// Two policies by a figure, over the same seeds or days.
PairedDifference compare(const Sample& a, const Sample& b, Goal goal);

/// What a policy's figures are taken from: one T a seed; or one T, and for each of its days, oldest
/// first, the T that leaves it out (without_each_day()).
template <class T>
struct Replicas {
  std::vector<T> seeds, without_day;

  [[nodiscard]] Over over() const { return cadis::over(seeds.size(), without_day.size()); }
  /// `of` gives a Figure, or a double that is one, of a T.
  template <class Of>
  [[nodiscard]] Sample sample(const Of& of) const {
    Sample sample;
    for (const T& one : seeds) sample.seeds.push_back(of(one));
    for (const T& one : without_day) sample.without_day.push_back(of(one));
    return sample;
  }
};

}  // namespace cadis

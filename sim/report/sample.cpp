#include "report/sample.hpp"

#include <algorithm>
#include <stdexcept>

#include "report/jackknife.hpp"

namespace cadis {
namespace {

std::vector<double> values_of(const std::vector<Figure>& figures) {
  std::vector<double> values;
  for (const Figure& figure : figures) values.push_back(figure.value());
  return values;
}

std::vector<Figure> differences(const std::vector<Figure>& a, const std::vector<Figure>& b) {
  if (a.size() != b.size())
    throw std::invalid_argument("a paired comparison needs as many values of A as of B");
  std::vector<Figure> list;
  for (std::size_t i = 0; i < a.size(); ++i) list.push_back(a[i] - b[i]);
  return list;
}

}  // namespace

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

Over over(std::size_t seeds, std::size_t days) {
  if (seeds > 1) return Over::seeds;
  return seeds == 1 && days >= fewest_days ? Over::days : Over::nothing;
}

MeanEstimate estimate(const Sample& sample) {
  MeanEstimate found = sample.over() == Over::days
                           ? over_days(pseudo_values(sample.seeds.front(), sample.without_day))
                           : over_seeds(values_of(sample.seeds));
  double scale = 0;
  for (const Figure& figure : sample.seeds) scale = std::max(scale, figure.scale());
  found.mean = Figure(found.mean, scale).value();
  return found;
}

Interval mean_interval(const Sample& sample) { return t_interval(estimate(sample)); }

Sample operator-(const Sample& a, const Sample& b) {
  return {differences(a.seeds, b.seeds), differences(a.without_day, b.without_day)};
}

PairedDifference compare(const Sample& a, const Sample& b, Goal goal) {
  const Sample difference = a - b;
  const std::size_t pairs =
      difference.over() == Over::days ? difference.without_day.size() : difference.seeds.size();
  return paired_difference(pairs, estimate(difference), goal);
}

}  // namespace cadis

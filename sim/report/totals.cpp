#include "report/totals.hpp"

#include <algorithm>

#include "report/days.hpp"
#include "report/undefined.hpp"

namespace cadis {
namespace {

double accuracy_sum(const Totals& totals) {
  return totals.served > 0 ? totals.accuracy_served_pct * totals.served : 0;
}

double quotient(double accuracy_sum, double served) {
  return served > 0 ? accuracy_sum / served : undefined;
}

/// The accuracies of an epoch's answers, summed.
double accuracy_sum(const Scenario& scenario, const EpochRecord& epoch) {
  double sum = 0;
  for (Eigen::Index v = 0; v < epoch.served_by_variant.size(); ++v)
    sum += epoch.served_by_variant[v] * scenario.variants[static_cast<std::size_t>(v)].accuracy_pct;
  return sum;
}

}  // namespace

Totals totals_of(const Summary& summary) {
  Totals totals{summary.arrivals, summary.served, summary.accuracy_served_pct, summary.carbon,
                summary.switch_energy};
  for (const auto& one : summary.counted) totals.counted.push_back(one.second);
  return totals;
}

RunFigures figures_of(const Totals& totals) {
  RunFigures figures{totals.arrivals, totals.served, totals.accuracy_served_pct,
                     totals.carbon.value(), totals.switch_energy.value()};
  for (const Grams grams : totals.counted) figures.counted_g.emplace_back(grams.value());
  return figures;
}

RunFigures counted_by(const RunFigures& run, std::size_t signal) {
  return {run.arrivals, run.served, run.accuracy_served_pct, run.counted_g[signal],
          run.switch_energy_j};
}

std::vector<Grams> in_order_of(const std::vector<std::string>& names,
                               const std::vector<std::string>& own,
                               const std::vector<Grams>& counted) {
  std::vector<Grams> ordered;
  for (const std::string& name : names) {
    const auto found = std::find(own.begin(), own.end(), name);
    ordered.push_back(found == own.end() ? Grams{undefined}
                                         : counted[static_cast<std::size_t>(found - own.begin())]);
  }
  return ordered;
}

DayTotals day_totals(const Scenario& scenario, const RunResult& result) {
  if (scenario.epoch > Seconds{86400}) return {};
  const auto sums = [&](auto value) {
    std::vector<double> values;
    for (const EpochRecord& epoch : result.epochs) values.push_back(value(epoch));
    return day_sums(scenario.start, scenario.duration, scenario.epoch, values);
  };
  const auto arrivals = sums([](const EpochRecord& e) { return e.arrivals; });
  const auto served = sums([](const EpochRecord& e) { return e.served; });
  const auto accuracy = sums([&](const EpochRecord& e) { return accuracy_sum(scenario, e); });
  const auto carbon = sums([](const EpochRecord& e) { return e.carbon.value(); });
  const auto switching = sums([](const EpochRecord& e) { return e.switch_energy.value(); });
  std::vector<std::vector<double>> counted_g;  // signals x days
  for (std::size_t i = 0; i < counted_names(scenario).size(); ++i) {
    counted_g.push_back(
        sums([i](const EpochRecord& e) { return e.counted_g[static_cast<Eigen::Index>(i)]; }));
  }
  DayTotals days;
  for (std::size_t day = 0; day < arrivals.size(); ++day) {
    days.push_back({arrivals[day], served[day], quotient(accuracy[day], served[day]),
                    Grams{carbon[day]}, Joules{switching[day]}});
    for (const auto& grams : counted_g) days.back().counted.emplace_back(grams[day]);
  }
  return days;
}

std::vector<RunFigures> without_each_day(const Totals& run, const DayTotals& days) {
  if (days.size() < 2) return {};
  Totals all;  // of the whole days; its accuracy a sum
  for (const Totals& day : days) {
    all.arrivals += day.arrivals;
    all.served += day.served;
    all.accuracy_served_pct += accuracy_sum(day);
    all.carbon += day.carbon;
    all.switch_energy += day.switch_energy;
    all.counted.resize(day.counted.size());
    for (std::size_t i = 0; i < day.counted.size(); ++i) all.counted[i] += day.counted[i];
  }
  const double n = static_cast<double>(days.size());
  const auto without = [n](double whole, double sum, double day) {
    return Figure(whole - sum + n / (n - 1) * (sum - day), std::max(whole, sum));
  };
  std::vector<RunFigures> list;
  for (const Totals& day : days) {
    const Figure served = without(run.served, all.served, day.served);
    const Figure accuracies =
        without(accuracy_sum(run), all.accuracy_served_pct, accuracy_sum(day));
    list.push_back(
        {without(run.arrivals, all.arrivals, day.arrivals), served,
         served.value() > 0 ? accuracies / served : undefined,
         without(run.carbon.value(), all.carbon.value(), day.carbon.value()),
         without(run.switch_energy.value(), all.switch_energy.value(), day.switch_energy.value())});
    for (std::size_t i = 0; i < day.counted.size(); ++i) {
      list.back().counted_g.push_back(
          without(run.counted[i].value(), all.counted[i].value(), day.counted[i].value()));
    }
  }
  return list;
}

}  // namespace cadis

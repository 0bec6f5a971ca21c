#include "report/assessment.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cadis {
namespace {

constexpr double few_pct = 1;  // of requests, or of grams: not worth a word below it
constexpr double most_idle_pct = 50;

/// Requests that the hosts may have in hand without falling behind: a full batch each, and another
/// waiting.
double in_hand(const Scenario& scenario) {
  return 2.0 * static_cast<double>(scenario.hosts.size()) * scenario.max_batch;
}

/// The end of the last epoch that left no more than that.
UtcTime falls_behind_at(const Scenario& scenario, const RunResult& result) {
  const auto last =
      std::find_if(result.epochs.rbegin(), result.epochs.rend(),
                   [&](const EpochRecord& epoch) { return epoch.queued <= in_hand(scenario); });
  return last == result.epochs.rend() ? scenario.start
                                      : after(scenario.start, last->begin + last->length);
}

void warn_of_overload(const Scenario& scenario, const RunResult& result, const Summary& summary,
                      std::vector<std::string>& warnings) {
  if (!(summary.arrivals > 0)) return;
  if (summary.queued > in_hand(scenario) && 100 * summary.queued > few_pct * summary.arrivals) {
    warnings.push_back(fmt::format(
        "overload: {:.1f} % of the requests were still waiting at the end, {:.0f} of them; the "
        "queue has grown since {}; add hosts, take smaller models or lower the load",
        100 * summary.queued / summary.arrivals, summary.queued,
        format_utc(falls_behind_at(scenario, result))));
  }
  if (100 * summary.dropped > few_pct * summary.arrivals) {
    warnings.push_back(fmt::format(
        "dropped: {:.1f} % of the requests, by queue_limit or deadline; add hosts, take "
        "smaller models or lower the load",
        100 * summary.dropped / summary.arrivals));
  }
}

}  // namespace

Assessment assess(const Scenario& scenario, const RunResult& result, const Summary& summary,
                  Headroom headroom) {
  Assessment assessment{std::move(headroom), {}};
  auto& warnings = assessment.warnings;
  warn_of_overload(scenario, result, summary, warnings);
  if (scenario.slo && 100 * summary.slo_violations > few_pct * summary.served) {
    warnings.push_back(fmt::format(
        "objective: {:.1f} % of the served requests took longer than slo.latency, {:.6g} ms; add "
        "hosts, take smaller models or batches, or lower the load",
        100 * summary.slo_violations / summary.served, 1000 * scenario.slo->value()));
  }
  if (idle_share_pct(summary) > most_idle_pct) {
    warnings.push_back(fmt::format(
        "idle: {:.0f} % of the joules were drawn by hosts at rest, which no choice of a model "
        "changes; hosts were busy {:.1f} % of the time; take fewer hosts or more load",
        idle_share_pct(summary), summary.busy_share_pct));
  }
  const auto& pct = assessment.headroom.pct;
  if (pct && *pct < few_pct) {
    warnings.push_back(fmt::format(
        "headroom: timing can save at most {:.2f} % at this accuracy; a fixed mix of two "
        "models does as well as any policy could",
        std::max(0.0, *pct)));
  }
  return assessment;
}

double largest_queue(const RunResult& result) {
  double most = 0;
  for (const EpochRecord& epoch : result.epochs) most = std::max(most, epoch.queued);
  return most;
}

}  // namespace cadis

#include <algorithm>

#include "engine/lindley.hpp"
#include "engine/service_loop.hpp"

// The part of ServiceLoop for hosts that all take the same time and serve one request at a time:
// Lindley's equation (lindley.hpp) in place of going from event to event.

namespace cadis {

/// Whether what remains of the interval is a queue of equal services: every host has the wanted
/// variant and none is still busy with a slower one.
bool ServiceLoop::is_plain(Ticks now) const {
  if (!may_be_plain()) return false;
  const Ticks length = service(0, hosts_[0].wanted, 1).length;
  return std::all_of(busy_.begin(), busy_.end(), [&](const EndList::End& end) {
    const auto& host = hosts_[end.second];
    return !host.is_loading && host.loaded == host.wanted && end.first <= now + length;
  });
}

Ticks ServiceLoop::last_end() const { return busy_.back().first; }

void ServiceLoop::serve_plain(Ticks now) {
  const Timed& one = this->service(0, hosts_[0].wanted, 1);
  std::vector<Ticks> free_at;
  std::vector<std::size_t> order;  // of hosts, as they come free
  while (!free_.empty()) {
    free_at.push_back(now);
    order.push_back(free_.take_lowest());
  }
  for (const auto& [end, h] : busy_) {
    free_at.push_back(end);
    order.push_back(h);
  }
  busy_.clear();

  EqualServices queue{{clock_, one.length, until_, slo_, round_trip_}, std::move(free_at)};
  std::size_t started = 0;
  // How many of these, from the first on, start within the interval.
  const auto serve_some = [&](std::span<const Ticks> arrivals) {
    const auto finished = queue.finish(arrivals, latency_);
    const double sum_s = finished.latency_ticks / static_cast<double>(clock_.per_second());
    latency_.include(sum_s, clock_.length_s(finished.latency_max));
    record_.latency_sum_s += sum_s;
    record_.slo_violations += static_cast<double>(finished.violations);
    const auto requests = static_cast<double>(finished.requests);
    record_.served += requests;
    record_.served_by_variant[static_cast<Eigen::Index>(hosts_[0].wanted)] += requests;
    std::size_t some = finished.requests;
    for (; some < arrivals.size(); ++some) {
      const auto unfinished = queue.start(arrivals[some]);
      if (!unfinished) break;
      hosts_[order[unfinished->place]].unfinished.assign(1, unfinished->arrival);
    }
    started += some;
    return some;
  };
  waiting_.pop(serve_some(waiting_.waiting()));
  while (waiting_.empty()) {
    const auto drawn = arrivals_.drawn();
    const std::size_t some = serve_some(drawn);
    arrivals_.skip(some);
    record_.arrivals += static_cast<double>(some);
    if (some < drawn.size()) break;
  }

  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t place = (queue.turn + i) % order.size();  // in the order of their ends
    const std::size_t h = order[place];
    auto& host = hosts_[h];
    const std::size_t rounds = started / order.size();
    const std::size_t times = rounds + (place < started % order.size() ? 1 : 0);
    if (times > 0) {
      host.is_loading = false;
      host.power = one.service.power;
      const Ticks over = std::max(Ticks{0}, queue.free_at[place] - until_);
      const Ticks busy{one.length.count() * static_cast<std::int64_t>(times) - over.count()};
      charge(host, busy,
             one.service.time * static_cast<double>(times) - Seconds{clock_.length_s(over)});
    }
    if (queue.free_at[place] < until_) {
      free_.insert(h);
    } else {
      busy_.insert({queue.free_at[place], h});
    }
  }
}

/// The ring hands hosts out in turn and not lowest number first. While one variant answers on all
/// of them no output depends on it, but a later decision may tell them apart.
void ServiceLoop::remember(Ticks from, Ticks until) {
  if (hosts_.size() == 1) return;
  if (since_.empty()) before_since_ = state();
  since_.push_back({from, until, hosts_[0].wanted});
}

/// Solves the intervals since hosts had their numbers once more, from event to event.
void ServiceLoop::number_hosts() {
  const auto since = std::exchange(since_, {});
  const EpochRecord record = record_;
  const LatencyRecorder latency = latency_;
  state() = std::move(*before_since_);
  is_simple_ = false;
  for (const Interval& interval : since) {
    give(Decision::one(interval.variant, scenario_.variants.size()));
    solve(interval.from, interval.until);
  }
  is_simple_ = true;
  record_ = record;
  latency_ = latency;
}

}  // namespace cadis

#include "engine/event_kernel.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace cadis {

EventKernel::EventKernel(const Scenario& scenario, const FleetSlice& fleet, Arrivals arrivals,
                         RequestLedger* ledger)
    : scenario_(scenario),
      fleet_(fleet),
      ledger_(ledger),
      clock_(scenario.duration),
      max_wait_(clock_.of(scenario.max_wait)),
      slo_(scenario.slo ? clock_.of(*scenario.slo) : Ticks::never()),
      round_trip_(clock_.of(scenario.round_trip())),
      arrivals_(std::move(arrivals)),
      hosts_(scenario.hosts.size(), Host(scenario.variants.size())),
      waiting_(scenario),
      free_(scenario.hosts.size()) {
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    free_.insert(h);
    hosts_[h].power = idle_on(scenario, h);
  }
  clear_record();
  fleet_.on_done([this](std::size_t host) {
    if (is_finished_) return;
    hosts_[host].has_ended = true;
    complete_in_order();
  });
}

void EventKernel::apply(const Decision& decision, Seconds, Seconds) {
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    const Eigen::Index row = decision.shares.rows() == 1 ? 0 : static_cast<Eigen::Index>(h);
    auto& host = hosts_[h];
    host.mix.set(decision.shares.row(row).transpose());
    if (is_first_decision_) host.loaded = host.mix.largest();  // loaded before the run began
    if (host.mix.is_one()) host.wanted = host.mix.largest();
    if (host.mix.is_one() || !host.mix.has(host.wanted)) host.committed = false;
  }
  is_first_decision_ = false;
}

void EventKernel::begin_interval(Seconds now, Seconds until) {
  from_ = clock_.of(now);
  until_ = clock_.of(until);
  for (auto& host : hosts_) {  // the interval before was settled
    host.since = from_;
    host.length = Seconds{0};
  }
  asked_ = {Ticks::never(), Ticks::never()};
  arrivals_.resume();
  reload_free_hosts();
  while (completion_due(from_) && hosts_[busy_.front().second].has_ended) complete_first();
  if (completion_due(from_)) return;  // it comes first, and gives out the work
  arm(from_);
  complete_in_order();
}

void EventKernel::end_interval(Seconds) {
  while (true) {  // what is left lies within a rounding of SimGrid's clock
    if (completion_before(until_) && completion_due(next_wake())) {
      fleet_.cancel(busy_.front().second);
      complete_first();
    } else if (next_wake() < until_) {
      wake(next_wake());
    } else {
      break;
    }
  }
  take_arrivals(until_, false);
  drop_expired(until_);
  for (auto& host : hosts_) settle(host, until_);
}

EpochRecord EventKernel::take_record() {
  EpochRecord record = record_;
  record.queued = in_system();
  clear_record();
  return record;
}

void EventKernel::finish() {
  is_finished_ = true;
  for (std::size_t h = 0; h < fleet_.size(); ++h) fleet_.cancel(h);
}

void EventKernel::clear_record() {
  record_ = EpochRecord{};
  record_.served_by_variant =
      Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(scenario_.variants.size()));
}

/// What lies within a rounding of SimGrid's clock may come the wrong way round. So an activity that
/// has ended waits here for those that end before it, and what is asked for before it comes first.
void EventKernel::complete_in_order() {
  while (completion_before(until_) && hosts_[busy_.front().second].has_ended) {
    if (completion_due(next_wake())) {
      complete_first();
    } else {
      wake(next_wake());
    }
  }
}

void EventKernel::complete_first() {
  const auto [end, h] = busy_.front();
  std::pop_heap(busy_.begin(), busy_.end(), std::greater<>());
  busy_.pop_back();
  hosts_[h].has_ended = false;
  complete(h, end);
}

void EventKernel::complete(std::size_t h, Ticks now) {
  auto& host = hosts_[h];
  take_arrivals(std::min(now, until_), false);
  for (const Ticks arrived : host.batch) {
    const Ticks passed = now + round_trip_ - arrived;
    const double latency_s = clock_.length_s(passed);
    latency_.tally(clock_.above_length_s(passed));
    latency_.include(latency_s, latency_s);
    record_.latency_sum_s += latency_s;
    record_.slo_violations += passed > slo_;
  }
  const double size = static_cast<double>(host.batch.size());
  record_.served += size;
  record_.served_by_variant[static_cast<Eigen::Index>(host.loaded)] += size;
  in_service_ -= size;
  host.batch.clear();
  change(h, Doing::idle, idle_on(scenario_, h), now);
  const bool reloads = host.mix.is_one() && host.wanted != host.loaded && load(h, now);
  if (!reloads) free_.insert(h);
  if (completion_due(now)) return;  // the last completion of an instant gives out the work
  dispatch(now);
  arm(now);
}

/// Sets a timer, unless it is set or a boundary comes first.
void EventKernel::wake_at(Reason reason, Ticks at) {
  Ticks& asked = asked_[static_cast<std::size_t>(reason)];
  if (at >= until_ || at == asked) return;
  asked = at;
  // A completion's instant may lie a rounding before SimGrid's clock, and what it asks for too.
  fleet_.at(std::max(clock_.seconds(at), fleet_.now()), [this, from = from_, at] {
    if (from != from_ || is_finished_) return;
    while (next_wake() <= at) wake(next_wake());
  });
}

/// An arrival or a full wait is due.
void EventKernel::wake(Ticks now) {
  for (Ticks& asked : asked_) {  // whoever comes next may ask again
    if (asked <= now) asked = Ticks::never();
  }
  if (completion_due(now)) return;  // left to the completion
  take_arrivals(now, true);
  dispatch(now);
  arm(now);
}

/// Adds what the host drew since its last change to the account of its kind.
void EventKernel::settle(Host& host, Ticks now, Seconds time) {
  const Joules drawn = host.power * time;
  if (host.doing == Doing::idle) {
    record_.idle_energy += drawn;
    record_.idle_time += time;
  }
  if (host.doing == Doing::loading) record_.switch_energy += drawn;
  if (host.doing == Doing::serving) record_.service_energy += drawn;
  host.since = now;
}

void EventKernel::change(std::size_t h, Doing doing, Watts power, Ticks now) {
  auto& host = hosts_[h];
  // An activity's own length is known better than the difference of its ends.
  const bool has_length = host.doing != Doing::idle && host.length > Seconds{0};
  settle(host, now, has_length ? host.length : length(now - host.since));
  host.doing = doing;
  host.power = power;
}

/// Lets arrivals up to now (strictly before it, unless `inclusive`) into the queue, each offered to
/// the free hosts.
void EventKernel::take_arrivals(Ticks now, bool inclusive) {
  while (arrivals_.peek() < now || (inclusive && arrivals_.peek() == now)) {
    const Ticks at = arrivals_.next();
    ++record_.arrivals;
    drop_expired(at);
    const bool is_taken = waiting_.offer({&at, 1});
    if (!is_taken) {
      ++record_.dropped;
      if (ledger_ != nullptr) ledger_->refuse(at);
    } else if (!free_.empty()) {
      dispatch(at);
    }
  }
}

void EventKernel::drop_expired(Ticks now) {
  const auto expired = waiting_.expired(now);
  record_.dropped += static_cast<double>(expired.size());
  if (ledger_ != nullptr) {
    for (const Ticks at : expired) ledger_->expire(at);
  }
  waiting_.pop(expired.size());
}

/// Gives waiting requests to free hosts, lowest number first, as far as batches are ready.
void EventKernel::dispatch(Ticks now) {
  drop_expired(now);
  while (!free_.empty() && !waiting_.empty() && (is_full() || ready_at() <= now))
    serve(free_.take_lowest(), now);
}

void EventKernel::serve(std::size_t h, Ticks now) {
  auto& host = hosts_[h];
  const auto size = std::min(waiting_.size(), static_cast<std::size_t>(scenario_.max_batch));
  if (!host.mix.is_one() && !host.committed) host.wanted = host.mix.next();
  host.committed = false;
  if (host.wanted != host.loaded && load(h, now)) {
    host.committed = true;  // the batch forms when the variant is there
    return;
  }
  if (!host.mix.is_one()) host.mix.pay(host.wanted, static_cast<double>(size));
  const auto oldest = waiting_.waiting().first(size);
  host.batch.assign(oldest.begin(), oldest.end());
  waiting_.pop(size);
  in_service_ += static_cast<double>(size);
  const Service service = service_on(scenario_, h, host.loaded, static_cast<int>(size));
  if (ledger_ != nullptr) {
    const Ticks end = now + clock_.of(service.time);
    ledger_->start(h, host.loaded, now, end, service.power, host.batch);
  }
  change(h, Doing::serving, service.power, now);
  begin_activity(h, service.time, service.power, now);
}

/// Changes the host to `wanted`; true where that takes time (the host is then busy loading).
bool EventKernel::load(std::size_t h, Ticks now) {
  auto& host = hosts_[h];
  const auto& spec = scenario_.hosts[h];
  const bool resident = spec.resident[host.loaded] && spec.resident[host.wanted];
  host.loaded = host.wanted;
  ++record_.switches;
  const auto& cost = scenario_.loads[spec.device * scenario_.variants.size() + host.wanted];
  if (resident || !cost || cost->time.value() <= 0) return false;
  change(h, Doing::loading, cost->power, now);
  begin_activity(h, cost->time, cost->power, now);
  return true;
}

void EventKernel::begin_activity(std::size_t h, Seconds length, Watts power, Ticks now) {
  hosts_[h].length = length;
  busy_.emplace_back(now + clock_.of(length), h);
  std::push_heap(busy_.begin(), busy_.end(), std::greater<>());
  fleet_.start(h, length, power);
}

/// Idle hosts load what a whole-epoch decision wants at once, before requests come.
void EventKernel::reload_free_hosts() {
  HostSet still_free(hosts_.size());
  while (!free_.empty()) {
    const auto h = free_.take_lowest();
    const auto& host = hosts_[h];
    if (host.mix.is_one() && host.wanted != host.loaded && load(h, from_)) continue;
    still_free.insert(h);
  }
  free_ = still_free;
}

/// Asks for the next arrival and the next full wait, and only while a host is free: an arrival that
/// finds all hosts busy can only queue, which the next completion or boundary sees to.
void EventKernel::arm(Ticks now) {
  if (arrivals_.peek() <= now && arrivals_.peek() < until_) take_arrivals(now, true);
  if (free_.empty()) return;
  wake_at(Reason::arrival, arrivals_.peek());
  if (!waiting_.empty()) wake_at(Reason::full_wait, ready_at());
}

std::unique_ptr<ServiceKernel> make_event_kernel(const Scenario& scenario, const FleetSlice& hosts,
                                                 Arrivals arrivals, RequestLedger* ledger) {
  return std::make_unique<EventKernel>(scenario, hosts, std::move(arrivals), ledger);
}

}  // namespace cadis

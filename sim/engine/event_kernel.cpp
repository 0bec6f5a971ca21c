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
  for (auto& host : hosts_) {  // the interval before was settled
    host.since_s = 0;
    host.length = Seconds{0};
  }
  for (auto& [end_s, host] : busy_) end_s -= until_s_;
  std::make_heap(busy_.begin(), busy_.end(), std::greater<>());
  origin_s_ = now.value();
  until_s_ = (until - now).value();
  asked_s_ = {never_s, never_s};
  arrivals_.resume();
  reload_free_hosts();
  while (completion_due(0) && hosts_[busy_.front().second].has_ended) complete_first();
  if (completion_due(0)) return;  // it comes first, and gives out the work
  dispatch(0);
  arm(0);
  complete_in_order();
}

void EventKernel::end_interval(Seconds) {
  while (true) {  // what is left lies within a rounding of SimGrid's clock
    if (completion_before(until_s_) && completion_due(next_wake_s())) {
      fleet_.cancel(busy_.front().second);
      complete_first();
    } else if (next_wake_s() < until_s_) {
      wake(next_wake_s());
    } else {
      break;
    }
  }
  take_arrivals(until_s_, false);
  drop_expired(until_s_);
  for (auto& host : hosts_) settle(host, until_s_);
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
  while (completion_before(until_s_) && hosts_[busy_.front().second].has_ended) {
    if (completion_due(next_wake_s())) {
      complete_first();
    } else {
      wake(next_wake_s());
    }
  }
}

void EventKernel::complete_first() {
  const auto [end_s, h] = busy_.front();
  std::pop_heap(busy_.begin(), busy_.end(), std::greater<>());
  busy_.pop_back();
  hosts_[h].has_ended = false;
  complete(h, end_s);
}

void EventKernel::complete(std::size_t h, double now_s) {
  auto& host = hosts_[h];
  take_arrivals(std::min(now_s, until_s_), false);
  const double slo_s =
      scenario_.slo ? scenario_.slo->value() + rounding_s(origin_s_ + until_s_) : never_s;
  const double answered_s = now_s + scenario_.round_trip().value();
  for (const double arrived_s : host.batch) {
    const double latency_s = answered_s - (arrived_s - origin_s_);
    latency_.add(Seconds{latency_s});
    record_.latency_sum_s += latency_s;
    record_.slo_violations += latency_s > slo_s;
  }
  const double size = static_cast<double>(host.batch.size());
  record_.served += size;
  record_.served_by_variant[static_cast<Eigen::Index>(host.loaded)] += size;
  in_service_ -= size;
  host.batch.clear();
  change(h, Doing::idle, idle_on(scenario_, h), now_s);
  const bool reloads = host.mix.is_one() && host.wanted != host.loaded && load(h, now_s);
  if (!reloads) free_.insert(h);
  if (completion_due(now_s)) return;  // the last completion of an instant gives out the work
  dispatch(now_s);
  arm(now_s);
}

/// Sets a timer, unless it is set or a boundary comes first.
void EventKernel::wake_at(Reason reason, double at_s) {
  double& asked_s = asked_s_[static_cast<std::size_t>(reason)];
  if (at_s >= until_s_ || at_s == asked_s) return;
  asked_s = at_s;
  const double origin_s = origin_s_;
  // A completion's instant may lie a rounding before SimGrid's clock, and what it asks for too.
  fleet_.at(std::max(Seconds{origin_s + at_s}, fleet_.now()), [this, origin_s, at_s] {
    if (origin_s != origin_s_ || is_finished_) return;
    while (next_wake_s() <= at_s) wake(next_wake_s());
  });
}

/// An arrival or a full wait is due.
void EventKernel::wake(double now_s) {
  for (double& asked_s : asked_s_) {  // whoever comes next may ask again
    if (asked_s <= now_s) asked_s = never_s;
  }
  if (completion_due(now_s)) return;  // left to the completion
  take_arrivals(now_s, true);
  dispatch(now_s);
  arm(now_s);
}

/// Adds what the host drew since its last change to the account of its kind.
void EventKernel::settle(Host& host, double now_s) {
  settle(host, now_s, Seconds{now_s - host.since_s});
}

void EventKernel::settle(Host& host, double now_s, Seconds time) {
  const Joules drawn = host.power * time;
  if (host.doing == Doing::idle) record_.idle_energy += drawn;
  if (host.doing == Doing::loading) record_.switch_energy += drawn;
  if (host.doing == Doing::serving) record_.service_energy += drawn;
  host.since_s = now_s;
}

void EventKernel::change(std::size_t h, Doing doing, Watts power, double now_s) {
  auto& host = hosts_[h];
  // An activity's own length is known better than the difference of its ends.
  const bool has_length = host.doing != Doing::idle && host.length > Seconds{0};
  settle(host, now_s, has_length ? host.length : Seconds{now_s - host.since_s});
  host.doing = doing;
  host.power = power;
}

/// Lets arrivals up to `now_s` (strictly before it, unless `inclusive`) into the queue, each
/// offered to the free hosts.
void EventKernel::take_arrivals(double now_s, bool inclusive) {
  while (next_arrival_s() < now_s || (inclusive && next_arrival_s() <= now_s)) {
    const double at_s = next_arrival_s();
    ++record_.arrivals;
    drop_expired(at_s);
    const double arrived_s = arrivals_.next_s();
    const bool is_taken = waiting_.offer({&arrived_s, 1});
    if (!is_taken) {
      ++record_.dropped;
      if (ledger_ != nullptr) ledger_->drop(arrived_s);
    } else if (!free_.empty()) {
      dispatch(at_s);
    }
  }
}

void EventKernel::drop_expired(double now_s) {
  const auto expired = waiting_.expired(origin_s_ + now_s);
  record_.dropped += static_cast<double>(expired.size());
  if (ledger_ != nullptr) {
    for (const double at_s : expired) ledger_->drop(at_s);
  }
  waiting_.pop(expired.size());
}

/// Gives waiting requests to free hosts, lowest number first, as far as batches are ready.
void EventKernel::dispatch(double now_s) {
  drop_expired(now_s);
  while (!free_.empty() && !waiting_.empty()) {
    const bool full = waiting_.size() >= static_cast<std::size_t>(scenario_.max_batch);
    const double ready_s = waiting_.oldest_s() - origin_s_ + scenario_.max_wait.value();
    if (!full && ready_s > now_s) {
      wake_at(Reason::full_wait, ready_s);
      return;
    }
    serve(free_.take_lowest(), now_s);
  }
}

void EventKernel::serve(std::size_t h, double now_s) {
  auto& host = hosts_[h];
  const auto size = std::min(waiting_.size(), static_cast<std::size_t>(scenario_.max_batch));
  if (!host.mix.is_one() && !host.committed) host.wanted = host.mix.next();
  host.committed = false;
  if (host.wanted != host.loaded && load(h, now_s)) {
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
    ledger_->start(h, host.loaded, now_s, now_s + service.time.value(), service.power, host.batch);
  }
  change(h, Doing::serving, service.power, now_s);
  begin_activity(h, service.time, service.power, now_s);
}

/// Changes the host to `wanted`; true where that takes time (the host is then busy loading).
bool EventKernel::load(std::size_t h, double now_s) {
  auto& host = hosts_[h];
  const auto& spec = scenario_.hosts[h];
  const bool resident = spec.resident[host.loaded] && spec.resident[host.wanted];
  host.loaded = host.wanted;
  ++record_.switches;
  const auto& cost = scenario_.loads[spec.device * scenario_.variants.size() + host.wanted];
  if (resident || !cost || cost->time.value() <= 0) return false;
  change(h, Doing::loading, cost->power, now_s);
  begin_activity(h, cost->time, cost->power, now_s);
  return true;
}

void EventKernel::begin_activity(std::size_t h, Seconds length, Watts power, double now_s) {
  hosts_[h].length = length;
  busy_.emplace_back(now_s + length.value(), h);
  std::push_heap(busy_.begin(), busy_.end(), std::greater<>());
  fleet_.start(h, length, power);
}

/// Idle hosts load what a whole-epoch decision wants at once, before requests come.
void EventKernel::reload_free_hosts() {
  HostSet still_free(hosts_.size());
  while (!free_.empty()) {
    const auto h = free_.take_lowest();
    const auto& host = hosts_[h];
    if (host.mix.is_one() && host.wanted != host.loaded && load(h, 0)) continue;
    still_free.insert(h);
  }
  free_ = still_free;
}

/// Asks for the next arrival, and only while a host is free: an arrival that finds all hosts busy
/// can only queue, which the next completion or boundary sees to.
void EventKernel::arm(double now_s) {
  if (next_arrival_s() <= now_s && next_arrival_s() < until_s_) take_arrivals(now_s, true);
  if (!free_.empty()) wake_at(Reason::arrival, next_arrival_s());
}

std::unique_ptr<ServiceKernel> make_event_kernel(const Scenario& scenario, const FleetSlice& hosts,
                                                 Arrivals arrivals, RequestLedger* ledger) {
  return std::make_unique<EventKernel>(scenario, hosts, std::move(arrivals), ledger);
}

}  // namespace cadis

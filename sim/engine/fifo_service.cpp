#include "engine/fifo_service.hpp"

#include <algorithm>

#include "engine/service_kernel.hpp"

namespace cadis {

FifoService::FifoService(const Scenario& scenario, Agenda& agenda)
    : scenario_(scenario),
      agenda_(agenda),
      arrivals_(scenario.arrivals, scenario.seed, scenario.start, scenario.duration),
      hosts_(scenario.hosts.size(), Host(scenario.variants.size())),
      waiting_(scenario) {
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    free_.push(h);
    idle_on_.push_back(idle_on(scenario, h));
    hosts_[h].power = idle_on_[h];
    hosts_[h].batch.reserve(static_cast<std::size_t>(scenario.max_batch));
    for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
      for (int b = 1; b <= scenario.max_batch; ++b) {
        services_.push_back(service_on(scenario, h, v, b));
      }
    }
  }
  clear_record();
  next_arrival_s_ = arrivals_.next_s();
}

void FifoService::apply(const Decision& decision, double now_s) {
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    const Eigen::Index row = decision.shares.rows() == 1 ? 0 : static_cast<Eigen::Index>(h);
    auto& host = hosts_[h];
    host.mix.set(decision.shares.row(row).transpose());
    if (first_decision_) host.loaded = host.mix.largest();  // loaded before the run began
    if (host.mix.is_one()) host.wanted = host.mix.largest();
    if (host.mix.is_one() || !host.mix.has(host.wanted)) host.committed = false;
  }
  first_decision_ = false;
  reload_free_hosts(now_s);
}

void FifoService::begin_interval(double now_s, double until_s) {
  until_s_ = until_s;
  if (completion_due(now_s)) return;  // it comes first, and gives out the work
  dispatch(now_s);
  arm(now_s);
}

void FifoService::end_interval(double now_s) {
  take_arrivals(now_s, false);
  drop_expired(now_s);
  for (auto& host : hosts_) settle(host, now_s);
}

EpochRecord FifoService::take_record() {
  EpochRecord record = record_;
  record.queued = in_system();
  clear_record();
  return record;
}

void FifoService::done(std::size_t h) {
  auto& host = hosts_[h];
  const double now_s = host.done_at_s;
  host.done_at_s = never_s;
  take_arrivals(std::min(now_s, until_s_), false);
  for (const double arrived_s : host.batch) {
    const double latency_s = now_s - arrived_s;
    latency_.add(Seconds{latency_s});
    record_.latency_sum_s += latency_s;
    if (scenario_.slo && latency_s > scenario_.slo->value() + rounding_s(now_s)) {
      ++record_.slo_violations;
    }
  }
  const double size = static_cast<double>(host.batch.size());
  record_.served += size;
  record_.served_by_variant[static_cast<Eigen::Index>(host.loaded)] += size;
  in_service_ -= size;
  host.batch.clear();
  change(h, Doing::idle, idle_on_[h], now_s);
  const bool reloads = host.mix.is_one() && host.wanted != host.loaded && load(h, now_s);
  if (!reloads) free_.push(h);
  if (completion_due(now_s)) return;  // the last completion of an instant gives out the work
  dispatch(now_s);
  arm(now_s);
}

void FifoService::wake(double now_s) {
  if (now_s >= until_s_ || completion_due(now_s)) return;  // left to the boundary or completion
  take_arrivals(now_s, true);
  dispatch(now_s);
  arm(now_s);
}

void FifoService::clear_work() {
  for (auto& host : hosts_) host.work = Work{};
}

void FifoService::clear_record() {
  record_ = EpochRecord{};
  record_.served_by_variant =
      Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(scenario_.variants.size()));
}

/// Adds what the host drew since its last change to the account of its kind.
void FifoService::settle(Host& host, double now_s) {
  const Seconds time{now_s - host.since_s};
  const Joules drawn = host.power * time;
  if (host.doing == Doing::idle) record_.idle_energy += drawn;
  if (host.doing == Doing::loading) record_.switch_energy += drawn;
  if (host.doing == Doing::serving) record_.service_energy += drawn;
  if (host.doing != Doing::idle) {
    host.work.busy += time;
    host.work.energy += drawn;
  }
  host.since_s = now_s;
}

void FifoService::change(std::size_t h, Doing doing, Watts power, double now_s) {
  settle(hosts_[h], now_s);
  hosts_[h].doing = doing;
  hosts_[h].power = power;
}

bool FifoService::completion_due(double now_s) const {
  return std::any_of(hosts_.begin(), hosts_.end(),
                     [now_s](const Host& host) { return host.done_at_s <= now_s; });
}

/// Lets arrivals up to `now_s` (strictly before it, unless `inclusive`) into the queue, each
/// offered to the free hosts.
void FifoService::take_arrivals(double now_s, bool inclusive) {
  while (next_arrival_s_ < now_s || (inclusive && next_arrival_s_ <= now_s)) {
    const double at_s = next_arrival_s_;
    next_arrival_s_ = arrivals_.next_s();
    ++record_.arrivals;
    drop_expired(at_s);
    if (!waiting_.offer(at_s)) {
      ++record_.dropped;
    } else if (!free_.empty()) {
      dispatch(at_s);
    }
  }
}

void FifoService::drop_expired(double now_s) {
  record_.dropped += static_cast<double>(waiting_.drop_expired(now_s));
}

/// Gives waiting requests to free hosts, lowest number first, as far as batches are ready.
void FifoService::dispatch(double now_s) {
  drop_expired(now_s);
  while (!free_.empty() && !waiting_.empty()) {
    const bool full = waiting_.size() >= static_cast<std::size_t>(scenario_.max_batch);
    const double ready_s = waiting_.oldest_s() + scenario_.max_wait.value();
    if (!full && ready_s > now_s) {
      if (ready_s < until_s_) agenda_.wake_at(Agenda::Reason::full_wait, ready_s);
      return;
    }
    const auto host = free_.top();
    free_.pop();
    serve(host, now_s);
  }
}

void FifoService::serve(std::size_t h, double now_s) {
  auto& host = hosts_[h];
  const auto size = std::min(waiting_.size(), static_cast<std::size_t>(scenario_.max_batch));
  if (!host.mix.is_one() && !host.committed) host.wanted = host.mix.next();
  host.committed = false;
  if (host.wanted != host.loaded && load(h, now_s)) {
    host.committed = true;  // the batch forms when the variant is there
    return;
  }
  if (!host.mix.is_one()) host.mix.pay(host.wanted, static_cast<double>(size));
  for (std::size_t i = 0; i < size; ++i) host.batch.push_back(waiting_.pop());
  in_service_ += static_cast<double>(size);
  const std::size_t row = h * scenario_.variants.size() + host.loaded;
  const Service& service =
      services_[row * static_cast<std::size_t>(scenario_.max_batch) + size - 1];
  change(h, Doing::serving, service.power, now_s);
  begin_activity(h, service.time, service.power, now_s);
}

/// Changes the host to `wanted`; true where that takes time (the host is then busy loading).
bool FifoService::load(std::size_t h, double now_s) {
  auto& host = hosts_[h];
  const auto& spec = scenario_.hosts[h];
  const bool resident = spec.resident[host.loaded] && spec.resident[host.wanted];
  host.loaded = host.wanted;
  ++record_.switches;
  const auto& cost = scenario_.loads[spec.device * scenario_.variants.size() + host.wanted];
  if (resident || !cost || cost->time.value() <= 0) return false;
  // A load that draws nothing is still an activity: SimGrid needs some load to keep the clock.
  const Watts power = std::max(cost->power, Watts{1e-9});
  change(h, Doing::loading, power, now_s);
  begin_activity(h, cost->time, power, now_s);
  return true;
}

void FifoService::begin_activity(std::size_t h, Seconds length, Watts power, double now_s) {
  hosts_[h].done_at_s = now_s + length.value();
  agenda_.start(h, length, power, hosts_[h].done_at_s);
}

/// Idle hosts load what a whole-epoch decision wants at once, before requests come.
void FifoService::reload_free_hosts(double now_s) {
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> still_free;
  while (!free_.empty()) {
    const auto h = free_.top();
    free_.pop();
    const auto& host = hosts_[h];
    if (host.mix.is_one() && host.wanted != host.loaded && load(h, now_s)) continue;
    still_free.push(h);
  }
  free_ = std::move(still_free);
}

/// Asks for the next arrival, and only while a host is free: an arrival that finds all hosts busy
/// can only queue, which the next completion or boundary sees to.
void FifoService::arm(double now_s) {
  if (next_arrival_s_ <= now_s && next_arrival_s_ < until_s_) take_arrivals(now_s, true);
  if (!free_.empty() && next_arrival_s_ < until_s_)
    agenda_.wake_at(Agenda::Reason::arrival, next_arrival_s_);
}

}  // namespace cadis

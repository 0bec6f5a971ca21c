#include "engine/service_loop.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/service_kernel.hpp"

namespace cadis {
namespace {

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

}  // namespace

ServiceLoop::ServiceLoop(const Scenario& scenario, Arrivals arrivals, RequestLedger* ledger)
    : scenario_(scenario),
      ledger_(ledger),
      max_batch_(static_cast<std::size_t>(scenario.max_batch)),
      arrivals_(std::move(arrivals)),
      waiting_(scenario),
      hosts_(scenario.hosts.size(), Host(scenario.variants.size())),
      free_(scenario.hosts.size()),
      is_simple_(ledger == nullptr && scenario.max_batch == 1 && !scenario.deadline &&
                 !scenario.queue_limit && scenario.has_one_kind_of_host()),
      round_trip_s_(scenario.round_trip().value()) {
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    free_.insert(h);
    for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
      for (int b = 1; b <= scenario.max_batch; ++b) {
        services_.push_back(service_on(scenario, h, v, b));
      }
    }
  }
  clear_record();
}

void ServiceLoop::apply(const Decision& decision) {
  give(decision);
  if (is_whole_ || since_.empty()) return;
  number_hosts();
  give(decision);
}

void ServiceLoop::give(const Decision& decision) {
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    const Eigen::Index row = decision.shares.rows() == 1 ? 0 : static_cast<Eigen::Index>(h);
    auto& host = hosts_[h];
    host.mix.set(decision.shares.row(row).transpose());
    if (is_first_decision_) host.loaded = host.mix.largest();  // loaded before the run began
    if (host.mix.is_one()) host.wanted = host.mix.largest();
    if (host.mix.is_one() || !host.mix.has(host.wanted)) host.committed = false;
  }
  is_first_decision_ = false;
  is_whole_ = std::all_of(hosts_.begin(), hosts_.end(), [this](const Host& host) {
    return host.mix.is_one() && host.wanted == hosts_[0].wanted;
  });
}

void ServiceLoop::solve(double from_s, double until_s) {
  if (may_be_plain()) remember(from_s, until_s);
  open(from_s, until_s);
  reload_free_hosts();
  release(0);
  double now_s = 0;
  while (!is_plain(now_s)) {
    const double to_s = may_be_plain() ? std::min(last_end_s(), until_s_) : until_s_;
    advance(now_s, to_s);
    now_s = to_s;
    if (now_s >= until_s_) break;
    release(now_s);
  }
  if (now_s < until_s_) serve_plain(now_s);
  close();
  if (busy_.empty()) since_.clear();  // hosts alike, all free: every one has its number
}

EpochRecord ServiceLoop::take_record() {
  EpochRecord record = record_;
  record.queued = in_system_;
  clear_record();
  return record;
}

/// Moves the origin, and counts what runs over into the interval.
void ServiceLoop::open(double from_s, double until_s) {
  busy_.shift(until_s_);
  origin_s_ = from_s;
  until_s_ = until_s - from_s;
  arrivals_.resume();
  slo_s_ = scenario_.slo ? scenario_.slo->value() + rounding_s(until_s) : never_s;
  for (auto& host : hosts_) host.work = Work{};
  for (const auto& [end_s, h] : busy_) {
    auto& host = hosts_[h];
    charge(host, Seconds{std::min(end_s, until_s_)});
    if (end_s >= until_s_) continue;
    finish(host, host.unfinished, end_s);
    host.unfinished.clear();
  }
}

/// Idle hosts load what a whole-epoch decision wants at once, before requests come.
void ServiceLoop::reload_free_hosts() {
  HostSet still_free(hosts_.size());
  while (!free_.empty()) {
    const auto h = free_.take_lowest();
    const auto& host = hosts_[h];
    if (!(host.mix.is_one() && host.wanted != host.loaded && load(h, 0))) still_free.insert(h);
  }
  free_ = std::move(still_free);
}

void ServiceLoop::close() {
  admit_before(until_s_, no_limit);
  drop_expired(until_s_);
  std::size_t in_service = 0;
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    const auto& host = hosts_[h];
    in_service += host.unfinished.size();
    record_.service_energy += host.work.service;
    record_.switch_energy += host.work.loading;
    record_.idle_energy += idle_on(scenario_, h) * (Seconds{until_s_} - host.work.busy);
  }
  in_system_ = static_cast<double>(waiting_.size() + in_service);
}

void ServiceLoop::clear_record() {
  record_ = EpochRecord{};
  record_.served_by_variant =
      Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(scenario_.variants.size()));
}

/// All that happens in [now, to). At one instant completions come first, then arrivals one by one,
/// each followed by giving work to the free hosts, lowest number first.
[[gnu::flatten]] void ServiceLoop::advance(double now_s, double to_s) {
  dispatch(now_s);
  while (true) {
    const double end_s = busy_.empty() ? never_s : busy_.front().first;
    if (free_.empty()) {  // arrivals can only queue
      admit_before(std::min(end_s, to_s), no_limit);
      if (end_s >= to_s) return;
    } else {
      // What waits is no batch yet. Admit all but the last that makes it one.
      const double oldest_s = waiting_.empty() ? next_arrival_s() : waiting_.oldest_s() - origin_s_;
      const double ready_s = oldest_s + scenario_.max_wait.value();
      admit_before(std::min({ready_s, end_s, to_s}), max_batch_ - waiting_.size() - 1);
      const double arrival_s = next_arrival_s();
      const double next_s = std::min(arrival_s, ready_s);
      if (std::min(next_s, end_s) >= to_s) return;
      if (next_s < end_s) {
        if (arrival_s <= ready_s) admit_next();
        dispatch(next_s);
        continue;
      }
    }
    release(end_s);
    dispatch(end_s);
  }
}

/// Lets arrivals before `at_s` into the queue, so many at most.
void ServiceLoop::admit_before(double at_s, std::size_t most) {
  while (most > 0 && next_arrival_s() < at_s) {
    if (scenario_.deadline || scenario_.queue_limit) {  // one may make room for the next
      admit_next();
      --most;
      continue;
    }
    const auto drawn = arrivals_.drawn();
    std::size_t some = 1;
    while (some < std::min(most, drawn.size()) && drawn[some] - origin_s_ < at_s) ++some;
    waiting_.offer(drawn.first(some));
    record_.arrivals += static_cast<double>(some);
    arrivals_.skip(some);
    most -= some;
  }
}

void ServiceLoop::admit_next() {
  const double at_s = arrivals_.next_s();
  ++record_.arrivals;
  drop_expired(at_s - origin_s_);
  if (waiting_.offer({&at_s, 1})) return;
  ++record_.dropped;
  if (ledger_ != nullptr) ledger_->drop(at_s);
}

void ServiceLoop::drop_expired(double now_s) {
  if (!scenario_.deadline) return;
  const auto expired = waiting_.expired(origin_s_ + now_s);
  record_.dropped += static_cast<double>(expired.size());
  if (ledger_ != nullptr) {
    for (const double at_s : expired) ledger_->drop(at_s);
  }
  waiting_.pop(expired.size());
}

/// Frees the hosts whose activity ends at `now_s` or before.
void ServiceLoop::release(double now_s) {
  while (!busy_.empty() && busy_.front().first <= now_s) {
    const std::size_t h = busy_.front().second;
    busy_.pop_front();
    const auto& host = hosts_[h];
    const bool reloads = host.mix.is_one() && host.wanted != host.loaded && load(h, now_s);
    if (!reloads) free_.insert(h);
  }
}

/// Gives waiting requests to free hosts as far as batches are ready.
void ServiceLoop::dispatch(double now_s) {
  drop_expired(now_s);
  while (!free_.empty() && !waiting_.empty()) {
    if (waiting_.size() < max_batch_ && ready_at_s() > now_s) return;
    serve(free_.take_lowest(), now_s);
  }
}

void ServiceLoop::serve(std::size_t h, double now_s) {
  auto& host = hosts_[h];
  if (!host.mix.is_one() && !host.committed) host.wanted = host.mix.next();
  host.committed = false;
  if (host.wanted != host.loaded && load(h, now_s)) {
    host.committed = true;  // the batch forms when the variant is there
    return;
  }
  const std::size_t size = std::min(waiting_.size(), max_batch_);
  if (!host.mix.is_one()) host.mix.pay(host.wanted, static_cast<double>(size));
  const Service& service = this->service(h, host.loaded, size);
  host.is_loading = false;
  host.power = service.power;
  const double end_s = occupy(h, now_s, service.time);
  const auto batch = waiting_.waiting().first(size);
  if (ledger_ != nullptr) ledger_->start(h, host.loaded, now_s, end_s, service.power, batch);
  if (end_s < until_s_) {
    finish(host, batch, end_s);
  } else {
    host.unfinished.assign(batch.begin(), batch.end());
  }
  waiting_.pop(size);
}

/// Changes the host to `wanted`; true where that takes time (the host is then busy loading).
bool ServiceLoop::load(std::size_t h, double now_s) {
  auto& host = hosts_[h];
  const auto& spec = scenario_.hosts[h];
  const bool resident = spec.resident[host.loaded] && spec.resident[host.wanted];
  host.loaded = host.wanted;
  ++record_.switches;
  const auto& cost = scenario_.loads[spec.device * scenario_.variants.size() + host.wanted];
  if (resident || !cost || cost->time.value() <= 0) return false;
  host.is_loading = true;
  host.power = cost->power;
  occupy(h, now_s, cost->time);
  return true;
}

/// When that ends.
double ServiceLoop::occupy(std::size_t h, double now_s, Seconds length) {
  const double end_s = now_s + length.value();
  charge(hosts_[h], end_s < until_s_ ? length : Seconds{until_s_ - now_s});
  busy_.insert({end_s, h});
  return end_s;
}

void ServiceLoop::charge(Host& host, Seconds time) {
  host.work.busy += time;
  (host.is_loading ? host.work.loading : host.work.service) += host.power * time;
}

/// The host's batch ends within the interval.
void ServiceLoop::finish(const Host& host, std::span<const double> arrivals, double end_s) {
  const double answered_s = end_s + round_trip_s_;
  double sum_s = 0, max_s = 0;
  std::size_t violations = 0;
  for (const double at_s : arrivals) {
    const double latency_s = answered_s - (at_s - origin_s_);
    latency_.tally(latency_s);
    sum_s += latency_s;
    max_s = std::max(max_s, latency_s);
    violations += latency_s > slo_s_;
  }
  latency_.include(sum_s, max_s);
  record_.latency_sum_s += sum_s;
  record_.slo_violations += static_cast<double>(violations);
  const auto size = static_cast<double>(arrivals.size());
  record_.served += size;
  record_.served_by_variant[static_cast<Eigen::Index>(host.loaded)] += size;
}

}  // namespace cadis

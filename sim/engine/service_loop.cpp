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
      clock_(scenario.duration),
      max_batch_(static_cast<std::size_t>(scenario.max_batch)),
      max_wait_(clock_.of(scenario.max_wait)),
      arrivals_(std::move(arrivals)),
      waiting_(scenario),
      hosts_(scenario.hosts.size(), Host(scenario.variants.size())),
      free_(scenario.hosts.size()),
      is_simple_(ledger == nullptr && scenario.max_batch == 1 && !scenario.deadline &&
                 !scenario.queue_limit && scenario.has_one_kind_of_host()),
      slo_(scenario.slo ? clock_.of(*scenario.slo) : Ticks::never()),
      round_trip_(clock_.of(scenario.round_trip())) {
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    free_.insert(h);
    for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
      for (int b = 1; b <= scenario.max_batch; ++b) {
        const Service service = service_on(scenario, h, v, b);
        services_.push_back({clock_.of(service.time), service});
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

void ServiceLoop::solve(Ticks from, Ticks until) {
  if (may_be_plain()) remember(from, until);
  open(from, until);
  reload_free_hosts();
  Ticks now = from;
  complete(now);
  while (!is_plain(now)) {
    const Ticks to = may_be_plain() ? std::min(last_end(), until_) : until_;
    advance(to);
    now = to;
    if (now >= until_) break;
    complete(now);
  }
  if (now < until_) serve_plain(now);
  close();
  if (busy_.empty()) since_.clear();  // hosts alike, all free: every one has its number
}

EpochRecord ServiceLoop::take_record() {
  EpochRecord record = record_;
  record.queued = in_system_;
  clear_record();
  return record;
}

/// Counts what runs over into the interval.
void ServiceLoop::open(Ticks from, Ticks until) {
  from_ = from;
  until_ = until;
  arrivals_.resume();
  for (auto& host : hosts_) host.work = Work{};
  for (const auto& [end, h] : busy_) {
    auto& host = hosts_[h];
    charge(host, std::min(end, until_) - from_);
    if (end >= until_) continue;
    finish(host, host.unfinished, end);
    host.unfinished.clear();
  }
}

/// Idle hosts load what a whole-epoch decision wants at once, before requests come.
void ServiceLoop::reload_free_hosts() {
  HostSet still_free(hosts_.size());
  while (!free_.empty()) {
    const auto h = free_.take_lowest();
    const auto& host = hosts_[h];
    if (!(host.mix.is_one() && host.wanted != host.loaded && load(h, from_))) still_free.insert(h);
  }
  free_ = std::move(still_free);
}

void ServiceLoop::close() {
  admit_before(until_, no_limit);
  drop_expired(until_);
  std::size_t in_service = 0;
  for (std::size_t h = 0; h < hosts_.size(); ++h) {
    const auto& host = hosts_[h];
    in_service += host.unfinished.size();
    record_.service_energy += host.work.service;
    record_.switch_energy += host.work.loading;
    const Seconds idle{clock_.length_s(until_ - from_ - host.work.busy)};
    record_.idle_energy += idle_on(scenario_, h) * idle;
    record_.idle_time += idle;
  }
  in_system_ = static_cast<double>(waiting_.size() + in_service);
}

void ServiceLoop::clear_record() {
  record_ = EpochRecord{};
  record_.served_by_variant =
      Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(scenario_.variants.size()));
}

/// All that happens before `to`, work having been given out. At one instant completions come first,
/// then arrivals one by one, then full waits; each gives work to the free hosts, lowest number
/// first.
[[gnu::flatten]] void ServiceLoop::advance(Ticks to) {
  while (true) {
    const Ticks end = busy_.empty() ? Ticks::never() : busy_.front().first;
    if (free_.empty()) {  // arrivals can only queue
      admit_before(std::min(end, to), no_limit);
      if (end >= to) return;
    } else {
      // What waits is no batch yet. Admit all but the last that makes it one.
      const Ticks oldest = waiting_.empty() ? arrivals_.peek() : waiting_.oldest();
      const Ticks ready = oldest + max_wait_;
      admit_before(std::min({ready, end, to}), max_batch_ - waiting_.size() - 1);
      const Ticks arrival = arrivals_.peek();
      const Ticks next = std::min(arrival, ready);
      if (std::min(next, end) >= to) return;
      if (next < end) {
        if (arrival <= ready) admit_next();
        dispatch(next);
        continue;
      }
    }
    complete(end);
  }
}

/// Lets arrivals before `at` into the queue, so many at most.
void ServiceLoop::admit_before(Ticks at, std::size_t most) {
  while (most > 0 && arrivals_.peek() < at) {
    if (scenario_.deadline || scenario_.queue_limit) {  // one may make room for the next
      admit_next();
      --most;
      continue;
    }
    const auto drawn = arrivals_.drawn();
    std::size_t some = 1;
    while (some < std::min(most, drawn.size()) && drawn[some] < at) ++some;
    waiting_.offer(drawn.first(some));
    record_.arrivals += static_cast<double>(some);
    arrivals_.skip(some);
    most -= some;
  }
}

void ServiceLoop::admit_next() {
  const Ticks at = arrivals_.next();
  ++record_.arrivals;
  drop_expired(at);
  if (waiting_.offer({&at, 1})) return;
  ++record_.dropped;
  if (ledger_ != nullptr) ledger_->refuse(at);
}

void ServiceLoop::drop_expired(Ticks now) {
  if (!scenario_.deadline) return;
  const auto expired = waiting_.expired(now);
  record_.dropped += static_cast<double>(expired.size());
  if (ledger_ != nullptr) {
    for (const Ticks at : expired) ledger_->expire(at);
  }
  waiting_.pop(expired.size());
}

/// Frees the hosts whose activity ends at `now`, and gives out work where there are any. A boundary
/// alone gives out none: it must not move what is served.
void ServiceLoop::complete(Ticks now) {
  bool is_any = false;
  for (; !busy_.empty() && busy_.front().first <= now; is_any = true) {
    const std::size_t h = busy_.front().second;
    busy_.pop_front();
    const auto& host = hosts_[h];
    const bool reloads = host.mix.is_one() && host.wanted != host.loaded && load(h, now);
    if (!reloads) free_.insert(h);
  }
  if (is_any) dispatch(now);
}

/// Gives waiting requests to free hosts as far as batches are ready.
void ServiceLoop::dispatch(Ticks now) {
  drop_expired(now);
  while (!free_.empty() && !waiting_.empty()) {
    if (waiting_.size() < max_batch_ && ready_at() > now) return;
    serve(free_.take_lowest(), now);
  }
}

void ServiceLoop::serve(std::size_t h, Ticks now) {
  auto& host = hosts_[h];
  if (!host.mix.is_one() && !host.committed) host.wanted = host.mix.next();
  host.committed = false;
  if (host.wanted != host.loaded && load(h, now)) {
    host.committed = true;  // the batch forms when the variant is there
    return;
  }
  const std::size_t size = std::min(waiting_.size(), max_batch_);
  if (!host.mix.is_one()) host.mix.pay(host.wanted, static_cast<double>(size));
  const Timed& batch = this->service(h, host.loaded, size);
  host.is_loading = false;
  host.power = batch.service.power;
  const Ticks end = occupy(h, now, batch.length, batch.service.time);
  const auto oldest = waiting_.waiting().first(size);
  if (ledger_ != nullptr) ledger_->start(h, host.loaded, now, end, host.power, oldest);
  if (end < until_) {
    finish(host, oldest, end);
  } else {
    host.unfinished.assign(oldest.begin(), oldest.end());
  }
  waiting_.pop(size);
}

/// Changes the host to `wanted`; true where that takes time (the host is then busy loading).
bool ServiceLoop::load(std::size_t h, Ticks now) {
  auto& host = hosts_[h];
  const auto& spec = scenario_.hosts[h];
  const bool resident = spec.resident[host.loaded] && spec.resident[host.wanted];
  host.loaded = host.wanted;
  ++record_.switches;
  const auto& cost = scenario_.loads[spec.device * scenario_.variants.size() + host.wanted];
  if (resident || !cost || cost->time.value() <= 0) return false;
  host.is_loading = true;
  host.power = cost->power;
  occupy(h, now, clock_.of(cost->time), cost->time);
  return true;
}

/// When that ends. `exact`: its length before it was made ticks.
Ticks ServiceLoop::occupy(std::size_t h, Ticks now, Ticks length, Seconds exact) {
  const Ticks end = now + length;
  if (end < until_) {
    charge(hosts_[h], length, exact);
  } else {
    charge(hosts_[h], until_ - now);
  }
  busy_.insert({end, h});
  return end;
}

void ServiceLoop::charge(Host& host, Ticks time, Seconds exact) {
  host.work.busy += time;
  (host.is_loading ? host.work.loading : host.work.service) += host.power * exact;
}

/// The host's batch ends within the interval.
void ServiceLoop::finish(const Host& host, std::span<const Ticks> arrivals, Ticks end) {
  const Ticks answered = end + round_trip_;
  double sum_s = 0;
  Ticks longest;
  std::size_t violations = 0;
  for (const Ticks at : arrivals) {
    const Ticks passed = answered - at;
    latency_.tally(clock_.above_length_s(passed));
    sum_s += clock_.length_s(passed);
    longest = std::max(longest, passed);
    violations += passed > slo_;
  }
  latency_.include(sum_s, clock_.length_s(longest));
  record_.latency_sum_s += sum_s;
  record_.slo_violations += static_cast<double>(violations);
  const auto size = static_cast<double>(arrivals.size());
  record_.served += size;
  record_.served_by_variant[static_cast<Eigen::Index>(host.loaded)] += size;
}

}  // namespace cadis

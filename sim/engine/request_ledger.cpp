#include "engine/request_ledger.hpp"

#include <algorithm>
#include <utility>

namespace cadis {

using Outcome = RequestRecord::Outcome;

void RequestLedger::begin_interval(Seconds now, Seconds until, GramsPerKwh intensity) {
  const Ticks from = clock_.of(now);
  until_ = clock_.of(until);
  intensity_ = intensity;
  auto running = std::exchange(running_, {});
  for (auto& [batch, arrivals] : running) {
    if (charge(batch, from)) {
      settle(batch, arrivals, Outcome::served);
    } else {
      running_.emplace_back(batch, std::move(arrivals));
    }
  }
}

void RequestLedger::start(std::size_t host, std::size_t variant, Ticks start, Ticks end,
                          Watts power, std::span<const Ticks> arrivals) {
  Batch batch;
  batch.request.region = region_;
  batch.request.host = first_host_ + static_cast<std::uint32_t>(host);
  batch.request.variant = static_cast<std::uint32_t>(variant);
  batch.request.batch = static_cast<std::uint32_t>(arrivals.size());
  batch.request.start_s = clock_.seconds(start).value();
  batch.counted_g = counted_.zero();
  batch.number = next_number_++;
  batch.end = end;
  batch.power = power;
  if (charge(batch, start)) {
    settle(batch, arrivals, Outcome::served);
  } else {
    running_.emplace_back(batch, std::vector<Ticks>(arrivals.begin(), arrivals.end()));
  }
}

void RequestLedger::drop(Ticks arrival, std::uint64_t number) {
  RequestRecord request;
  request.outcome = Outcome::dropped;
  request.region = region_;
  request.arrival_s = clock_.seconds(arrival).value();
  settled_.push_back({arrival, number, request});
}

/// What the batch draws in the interval from then on; true where it ends in it.
bool RequestLedger::charge(Batch& batch, Ticks from) {
  const Seconds time{clock_.length_s(std::min(batch.end, until_) - from)};
  const Joules energy = batch.power * time;
  const Grams carbon = energy * intensity_ * pue_;
  batch.request.energy += energy;
  batch.request.carbon += carbon;
  shared_energy_ -= energy;
  shared_carbon_ -= carbon;
  counted_.add(energy, batch.counted_g);
  counted_.add(-1 * energy, shared_counted_g_);
  if (batch.end >= until_) return false;
  batch.request.end_s = clock_.seconds(batch.end).value();
  return true;
}

void RequestLedger::settle(const Batch& batch, std::span<const Ticks> arrivals, Outcome outcome) {
  RequestRecord request = batch.request;
  const double part = 1 / static_cast<double>(arrivals.size());
  request.outcome = outcome;
  request.energy = request.energy * part;
  request.carbon = request.carbon * part;
  for (const Ticks arrival : arrivals) {
    request.arrival_s = clock_.seconds(arrival).value();
    settled_.push_back({arrival, batch.number, request});
  }
  if (counted_.is_any()) settled_counted_g_.emplace(batch.number, batch.counted_g * part);
  if (outcome == Outcome::served) ended_ += arrivals.size();
}

void RequestLedger::end_interval(const EnergyMeter::Reading& reading) {
  metered_energy_ += reading.energy;
  shared_energy_ += reading.energy;
  shared_carbon_ += reading.carbon;
  counted_.add(reading.energy, shared_counted_g_);
}

void RequestLedger::end_epoch() {
  Eigen::ArrayXd counted_g = counted_.zero();  // of what a served request gets of the shared ones
  if (ended_ > 0) {
    const double part = 1 / static_cast<double>(ended_);
    const Joules energy = std::max(shared_energy_, Joules{0});
    const Grams carbon = std::max(shared_carbon_, Grams{0});
    for (Settled& one : settled_) {
      if (one.request.outcome != Outcome::served) continue;
      one.request.energy += energy * part;
      one.request.carbon += carbon * part;
    }
    shared_energy_ -= energy;
    shared_carbon_ -= carbon;
    counted_g = shared_counted_g_.max(0.0);
    shared_counted_g_ -= counted_g;
    counted_g *= part;
  }
  std::sort(settled_.begin(), settled_.end(), [](const Settled& a, const Settled& b) {
    return std::pair(a.arrival, a.number) < std::pair(b.arrival, b.number);
  });
  hand_over(counted_g);
  settled_ = {};
  settled_counted_g_.clear();
  ended_ = 0;
}

/// Gives the sink what is settled; of the shared grams by other signals so many to each request
/// that was served.
void RequestLedger::hand_over(const Eigen::ArrayXd& shared_g) {
  const Eigen::ArrayXd none = counted_.zero();
  Eigen::ArrayXd own_g = none;
  for (const Settled& one : settled_) {
    if (counted_.is_any()) {
      const auto batch = settled_counted_g_.find(one.number);
      own_g = batch == settled_counted_g_.end() ? none : batch->second;
      if (one.request.outcome == Outcome::served) own_g += shared_g;
    }
    sink_.take(one.request, own_g);
  }
}

void RequestLedger::close(std::span<const Ticks> waiting) {
  for (const auto& [batch, arrivals] : running_) settle(batch, arrivals, Outcome::in_service);
  end_epoch();
  const Eigen::ArrayXd none = counted_.zero();
  RequestRecord request;
  request.region = region_;
  for (const Ticks arrival : waiting) {
    request.arrival_s = clock_.seconds(arrival).value();
    sink_.take(request, none);
  }
  constexpr double rounding = 1e-12;
  const bool is_rounding = shared_energy_ <= metered_energy_ * rounding;
  sink_.take_rest(region_, is_rounding ? Joules{0} : shared_energy_,
                  is_rounding ? Grams{0} : shared_carbon_, is_rounding ? none : shared_counted_g_);
}

}  // namespace cadis

#include "engine/request_ledger.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace cadis {

using Outcome = RequestRecord::Outcome;

void RequestLedger::begin_interval(Seconds now, Seconds until, GramsPerKwh intensity) {
  const double passed_s = length_s_;
  origin_s_ = now.value();
  length_s_ = (until - now).value();
  intensity_ = intensity;
  auto running = std::exchange(running_, {});
  for (auto& [batch, arrivals] : running) {
    batch.end_s -= passed_s;
    if (charge(batch, 0)) {
      settle(batch, arrivals, Outcome::served);
    } else {
      running_.emplace_back(batch, std::move(arrivals));
    }
  }
}

void RequestLedger::start(std::size_t host, std::size_t variant, double start_s, double end_s,
                          Watts power, std::span<const double> arrivals) {
  Batch batch;
  batch.request.region = region_;
  batch.request.host = first_host_ + static_cast<std::uint32_t>(host);
  batch.request.variant = static_cast<std::uint32_t>(variant);
  batch.request.batch = static_cast<std::uint32_t>(arrivals.size());
  batch.request.start_s = origin_s_ + start_s;
  batch.end_s = end_s;
  batch.power = power;
  if (charge(batch, start_s)) {
    settle(batch, arrivals, Outcome::served);
  } else {
    running_.emplace_back(batch, std::vector<double>(arrivals.begin(), arrivals.end()));
  }
}

void RequestLedger::drop(double arrival_s) {
  RequestRecord request;
  request.outcome = Outcome::dropped;
  request.region = region_;
  request.arrival_s = arrival_s;
  settled_.push_back(request);
}

/// What the batch draws in the interval from then on; true where it ends in it.
bool RequestLedger::charge(Batch& batch, double from_s) {
  const Joules energy = batch.power * Seconds{std::min(batch.end_s, length_s_) - from_s};
  const Grams carbon = energy * intensity_ * pue_;
  batch.request.energy += energy;
  batch.request.carbon += carbon;
  shared_energy_ -= energy;
  shared_carbon_ -= carbon;
  if (batch.end_s >= length_s_) return false;
  batch.request.end_s = origin_s_ + batch.end_s;
  return true;
}

void RequestLedger::settle(const Batch& batch, std::span<const double> arrivals, Outcome outcome) {
  RequestRecord request = batch.request;
  const double part = 1 / static_cast<double>(arrivals.size());
  request.outcome = outcome;
  request.energy = request.energy * part;
  request.carbon = request.carbon * part;
  for (const double arrival_s : arrivals) {
    request.arrival_s = arrival_s;
    settled_.push_back(request);
  }
  if (outcome == Outcome::served) ended_ += arrivals.size();
}

void RequestLedger::end_interval(const EnergyMeter::Reading& reading) {
  shared_energy_ += reading.energy;
  shared_carbon_ += reading.carbon;
}

void RequestLedger::end_epoch() {
  if (ended_ > 0) {
    const double part = 1 / static_cast<double>(ended_);
    for (RequestRecord& request : settled_) {
      if (request.outcome != Outcome::served) continue;
      request.energy += shared_energy_ * part;
      request.carbon += shared_carbon_ * part;
    }
    shared_energy_ = Joules{0};
    shared_carbon_ = Grams{0};
  }
  const auto key = [](const RequestRecord& request) {  // those of one key are equal
    return std::tuple(request.arrival_s, request.outcome, request.host, request.start_s);
  };
  std::sort(settled_.begin(), settled_.end(),
            [&key](const RequestRecord& a, const RequestRecord& b) { return key(a) < key(b); });
  for (const RequestRecord& request : settled_) sink_.take(request);
  settled_ = {};
  ended_ = 0;
}

void RequestLedger::close(std::span<const double> waiting) {
  for (const auto& [batch, arrivals] : running_) settle(batch, arrivals, Outcome::in_service);
  end_epoch();
  RequestRecord request;
  request.region = region_;
  for (const double arrival_s : waiting) {
    request.arrival_s = arrival_s;
    sink_.take(request);
  }
  sink_.take_rest(region_, shared_energy_, shared_carbon_);
}

}  // namespace cadis

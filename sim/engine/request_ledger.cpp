#include "engine/request_ledger.hpp"

#include <algorithm>
#include <tuple>

namespace cadis {

using Outcome = RequestRecord::Outcome;

void RequestLedger::start(std::size_t host, std::size_t variant, double start_s, double end_s,
                          Watts power, std::span<const double> arrivals) {
  Batch batch;
  batch.request.host = host;
  batch.request.variant = variant;
  batch.request.batch = arrivals.size();
  batch.request.start_s = origin_s_ + start_s;
  batch.left_from_s = start_s;
  batch.end_s = end_s;
  batch.power = power;
  batch.arrivals.assign(arrivals.begin(), arrivals.end());
  running_.push_back(std::move(batch));
}

void RequestLedger::drop(double arrival_s) {
  RequestRecord request;
  request.outcome = Outcome::dropped;
  request.arrival_s = arrival_s;
  settled_.push_back(request);
}

void RequestLedger::end_interval(Seconds until, GramsPerKwh intensity,
                                 const EnergyMeter::Reading& reading) {
  const double length_s = until.value() - origin_s_;
  shared_energy_ += reading.energy;
  shared_carbon_ += reading.carbon;
  std::size_t still_running = 0;
  for (Batch& batch : running_) {
    const Joules energy =
        batch.power * Seconds{std::min(batch.end_s, length_s) - batch.left_from_s};
    const Grams carbon = energy * intensity * pue_;
    batch.request.energy += energy;
    batch.request.carbon += carbon;
    shared_energy_ -= energy;
    shared_carbon_ -= carbon;
    if (batch.end_s < length_s) {
      batch.request.end_s = origin_s_ + batch.end_s;
      settle(batch, Outcome::served);
      continue;
    }
    batch.left_from_s = 0;
    batch.end_s -= length_s;
    Batch& kept = running_[still_running++];
    if (&kept != &batch) kept = std::move(batch);
  }
  running_.resize(still_running);
  origin_s_ = until.value();
}

void RequestLedger::settle(Batch& batch, Outcome outcome) {
  RequestRecord request = batch.request;
  const double part = 1 / static_cast<double>(batch.arrivals.size());
  request.outcome = outcome;
  request.energy = request.energy * part;
  request.carbon = request.carbon * part;
  for (const double arrival_s : batch.arrivals) {
    request.arrival_s = arrival_s;
    settled_.push_back(request);
  }
  if (outcome == Outcome::served) ended_ += batch.arrivals.size();
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
  std::stable_sort(settled_.begin(), settled_.end(),
                   [](const RequestRecord& a, const RequestRecord& b) {
                     return std::tie(a.arrival_s, a.host) < std::tie(b.arrival_s, b.host);
                   });
  for (const RequestRecord& request : settled_) sink_.take(request);
  settled_.clear();
  ended_ = 0;
}

void RequestLedger::close(std::span<const double> waiting) {
  for (Batch& batch : running_) settle(batch, Outcome::in_service);
  end_epoch();
  RequestRecord request;
  for (const double arrival_s : waiting) {
    request.arrival_s = arrival_s;
    sink_.take(request);
  }
  sink_.take_rest(shared_energy_, shared_carbon_);
}

}  // namespace cadis

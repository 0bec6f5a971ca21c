#include "engine/service_group.hpp"

#include <utility>

namespace cadis {

ServiceGroup::ServiceGroup(const Scenario& part, const FleetSlice& hosts, Arrivals arrivals,
                           RequestSink* sink, std::size_t region, std::size_t first_host)
    : part_(part),
      counted_(part.count_by, part.pue),
      ledger_(sink == nullptr
                  ? nullptr
                  : std::make_unique<RequestLedger>(*sink, TickClock(part.duration), part.pue,
                                                    counted_, region, first_host)),
      kernel_(make_kernel(part, hosts, std::move(arrivals), ledger_.get())),
      meter_(hosts, part.pue) {
  epoch_.counted_g = counted_.zero();
}

void ServiceGroup::begin_epoch(const Decision& decision, Seconds now, Seconds length) {
  epoch_.begin = now;
  epoch_.length = length;
  epoch_.intensity = intensity();
  epoch_.shares = decision.shares.colwise().mean().transpose();
  epoch_.load = decision.load.size() == 0 ? 1 : decision.load[0];
  kernel_->apply(decision, now, length);
}

void ServiceGroup::begin_interval(Seconds now, Seconds until) {
  counted_.begin_interval(now, until);
  if (ledger_) ledger_->begin_interval(now, until, intensity());
  kernel_->begin_interval(now, until);
}

void ServiceGroup::end_interval(Seconds now) {
  kernel_->end_interval(now);
  const auto reading = meter_.read(intensity());
  epoch_.energy += reading.energy;
  epoch_.carbon += reading.carbon;
  counted_.add(reading.energy, epoch_.counted_g);
  if (ledger_) ledger_->end_interval(reading);
  const auto& carbon = part_.carbon;
  if (step_ + 1 < carbon.steps() && carbon.begin(step_ + 1) <= now) ++step_;
}

EpochRecord ServiceGroup::end_epoch() {
  if (ledger_) ledger_->end_epoch();
  EpochRecord record = kernel_->take_record();
  record.begin = epoch_.begin;
  record.length = epoch_.length;
  record.intensity = epoch_.intensity;
  record.shares = std::move(epoch_.shares);
  record.load = epoch_.load;
  record.energy = std::exchange(epoch_.energy, Joules{0});
  record.carbon = std::exchange(epoch_.carbon, Grams{0});
  record.counted_g = epoch_.counted_g;
  epoch_.counted_g.setZero();
  return record;
}

void ServiceGroup::close() {
  if (ledger_) ledger_->close(kernel_->waiting());
  kernel_->finish();
}

}  // namespace cadis

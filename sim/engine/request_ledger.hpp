#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ticks.hpp"
#include "engine/counted_grams.hpp"
#include "engine/energy_meter.hpp"
#include "model/request_record.hpp"

namespace cadis {

/// Charges every joule and gram of a fleet, or of a region's, to its requests.
///
/// A batch's joules, with the grams of the steps it runs through, are shared equally by its
/// requests. What the fleet draws besides (idling, loading) is shared equally, epoch by epoch, by
/// the requests that end in that epoch, whichever host served them; an epoch in which none ends
/// passes it on to the next, and what the last epochs leave is the rest. Hence requests and rest
/// add up to what SimGrid metered.
///
/// The sink gets the requests epoch by epoch, those that ended or were dropped in it, in the order
/// of their arrival, of one instant first come, first served; at the end those in service, then
/// those waiting.
///
/// What is left of a difference of large sums may be a rounding: nobody is charged less than
/// nothing, and a rest below 1e-12 of all that was metered is none.
class RequestLedger {
 public:
  /// Of a region's hosts: its number, and the number of its first host, as the sink knows them.
  /// `counted`: is told of each interval before this, and must outlive it.
  RequestLedger(RequestSink& sink, const TickClock& clock, double pue, const CountedGrams& counted,
                std::size_t region, std::size_t first_host)
      : sink_(sink),
        clock_(clock),
        pue_(pue),
        counted_(counted),
        region_(static_cast<std::uint32_t>(region)),
        first_host_(static_cast<std::uint32_t>(first_host)),
        shared_counted_g_(counted.zero()) {}

  /// The next interval, all of it at this intensity.
  void begin_interval(Seconds now, Seconds until, GramsPerKwh intensity);
  /// A batch starts in the interval.
  void start(std::size_t host, std::size_t variant, Ticks start, Ticks end, Watts power,
             std::span<const Ticks> arrivals);
  /// The queue has no room for it.
  void refuse(Ticks arrival) { drop(arrival, next_number_++ | behind_the_queue); }
  /// It was not started in time.
  void expire(Ticks arrival) { drop(arrival, next_number_++); }
  /// The interval is over, and the fleet has drawn this in it.
  void end_interval(const EnergyMeter::Reading& reading);
  void end_epoch();
  /// The run is over, with these still waiting.
  void close(std::span<const Ticks> waiting);

 private:
  struct Batch {
    RequestRecord request;     ///< what its requests have in common, with the joules of the batch
    Eigen::ArrayXd counted_g;  ///< its grams by other signals
    std::uint64_t number = 0;  ///< orders requests of one arrival
    Ticks end;
    Watts power;
  };
  void drop(Ticks arrival, std::uint64_t number);
  bool charge(Batch& batch, Ticks from);
  void hand_over(const Eigen::ArrayXd& shared_g);
  void settle(const Batch& batch, std::span<const Ticks> arrivals, RequestRecord::Outcome outcome);

  RequestSink& sink_;
  TickClock clock_;
  double pue_;
  const CountedGrams& counted_;
  std::uint32_t region_, first_host_;
  Ticks until_;                                                ///< the interval's end,
  GramsPerKwh intensity_;                                      ///< and intensity
  std::vector<std::pair<Batch, std::vector<Ticks>>> running_;  ///< beyond it, with their arrivals
  struct Settled {
    Ticks arrival;
    std::uint64_t number;
    RequestRecord request;
  };
  std::deque<Settled> settled_;  ///< ended or dropped in this epoch
  /// Requests leave the queue as they came, so starts and expiries are numbered as they happen. One
  /// that found the queue full came after all that were let in at its instant.
  std::uint64_t next_number_ = 0;
  static constexpr std::uint64_t behind_the_queue = std::uint64_t{1} << 63;
  std::size_t ended_ = 0;  ///< of these
  Joules shared_energy_;   ///< drawn besides service, not charged yet
  Grams shared_carbon_;
  Eigen::ArrayXd shared_counted_g_;
  /// By number of the batches among `settled_`, a request's part; empty where nothing is counted.
  std::unordered_map<std::uint64_t, Eigen::ArrayXd> settled_counted_g_;
  Joules metered_energy_;  ///< since the run's start
};

}  // namespace cadis

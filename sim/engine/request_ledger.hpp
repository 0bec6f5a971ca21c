#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <utility>
#include <vector>

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
/// of their arrival; at the end those in service, then those waiting.
class RequestLedger {
 public:
  /// Of a region's hosts: its number, and the number of its first host, as the sink knows them.
  RequestLedger(RequestSink& sink, double pue, std::size_t region, std::size_t first_host)
      : sink_(sink),
        pue_(pue),
        region_(static_cast<std::uint32_t>(region)),
        first_host_(static_cast<std::uint32_t>(first_host)) {}

  /// The next interval, all of it at this intensity.
  void begin_interval(Seconds now, Seconds until, GramsPerKwh intensity);
  /// A batch starts in the interval. `start_s` and `end_s` are since the interval's beginning,
  /// arrivals since the run's start.
  void start(std::size_t host, std::size_t variant, double start_s, double end_s, Watts power,
             std::span<const double> arrivals);
  void drop(double arrival_s);
  /// The interval is over, and the fleet has drawn this in it.
  void end_interval(const EnergyMeter::Reading& reading);
  void end_epoch();
  /// The run is over, with these still waiting.
  void close(std::span<const double> waiting);

 private:
  struct Batch {
    RequestRecord request;  ///< what its requests have in common, with the joules of the batch
    double end_s;           ///< since the interval's beginning
    Watts power;
  };
  bool charge(Batch& batch, double from_s);
  void settle(const Batch& batch, std::span<const double> arrivals, RequestRecord::Outcome outcome);

  RequestSink& sink_;
  double pue_;
  std::uint32_t region_, first_host_;
  // The interval: its beginning, since the run's start, its length and intensity.
  double origin_s_ = 0, length_s_ = 0;
  GramsPerKwh intensity_;
  std::vector<std::pair<Batch, std::vector<double>>> running_;  ///< beyond it, with their arrivals
  std::deque<RequestRecord> settled_;                           ///< ended or dropped in this epoch
  std::size_t ended_ = 0;                                       ///< of these
  Joules shared_energy_;  ///< drawn besides service, not charged yet
  Grams shared_carbon_;
};

}  // namespace cadis

#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <limits>

#include "base/units.hpp"

namespace cadis {

/// What became of one request. Seconds since the run's start; nan where it did not come to that.
struct RequestRecord {
  enum class Outcome { served, dropped, in_service, waiting };

  Outcome outcome = Outcome::waiting;
  double arrival_s = std::numeric_limits<double>::quiet_NaN();
  double start_s = std::numeric_limits<double>::quiet_NaN();
  double end_s = std::numeric_limits<double>::quiet_NaN();
  std::uint32_t region = 0;             ///< where it was sent; 0 where there are none
  std::uint32_t host = 0, variant = 0;  ///< of one that was started
  std::uint32_t batch = 0;              ///< requests it was served with, itself included
  Joules energy;  ///< its part of its batch's, and of what the fleet drew besides
  Grams carbon;
};

/// Takes the requests of a run, one by one.
class RequestSink {
 public:
  virtual ~RequestSink() = default;
  /// `counted_g`: its grams by the signals of `count_by` (counted_names()).
  virtual void take(const RequestRecord& request, const Eigen::ArrayXd& counted_g) = 0;
  /// What no request of a region could be charged with; after its last request.
  virtual void take_rest(std::uint32_t region, Joules energy, Grams carbon,
                         const Eigen::ArrayXd& counted_g) = 0;
};

}  // namespace cadis

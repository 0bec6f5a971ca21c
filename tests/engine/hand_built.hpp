#pragma once

#include <string>
#include <vector>

#include "model/scenario.hpp"

namespace cadis::test {

/// A scenario of k like hosts built by hand: one service time and power per variant, linear in the
/// batch size.
struct HandBuilt {
  std::size_t hosts = 1;
  std::vector<double> accuracy_pct{70};
  std::vector<double> service_s{1e-3};  ///< of one request
  std::vector<double> busy_w{200};
  double idle_w = 10;
  double batch_cost = 1;  ///< service(b) = service(1) * (1 + batch_cost * (b - 1))
  int max_batch = 1;
  double max_wait_s = 0;
  double duration_s = 1000, epoch_s = 100;
  std::vector<double> g_per_kwh{100};  ///< equal steps over the run
  ArrivalSpec arrivals = PoissonArrivals{500};
  Fidelity fidelity = Fidelity::event;
  std::uint64_t seed = 1;
  PolicySpec policy{"static-small", "static-small", {}};
  double load_s = -1;  ///< negative: changing the variant is free

  [[nodiscard]] Scenario build() const {
    Scenario s;
    s.name = "hand-built";
    s.start = *parse_utc("2023-06-01T00:00:00Z");
    s.duration = Seconds{duration_s};
    s.epoch = Seconds{epoch_s};
    s.seed = seed;
    s.fidelity = fidelity;
    StepSeries series{s.start, Seconds{duration_s / static_cast<double>(g_per_kwh.size())},
                      Eigen::Map<const Eigen::ArrayXd>(
                          g_per_kwh.data(), static_cast<Eigen::Index>(g_per_kwh.size()))};
    s.carbon = CarbonSignal::from_series(series, s.start, s.duration, "hand-built");
    s.arrivals = arrivals;
    Device device;
    device.name = "box";
    device.idle = Watts{idle_w};
    device.busy = Watts{400};
    device.pstates = {{1, Watts{idle_w}, Watts{400}}};
    s.devices = {device};
    s.max_batch = max_batch;
    s.max_wait = Seconds{max_wait_s};
    for (std::size_t v = 0; v < accuracy_pct.size(); ++v) {
      s.variants.push_back({"v" + std::to_string(v), accuracy_pct[v], {}, "made up"});
      for (int b = 1; b <= max_batch; ++b) {
        s.services.push_back(
            {Seconds{service_s[v] * (1 + batch_cost * (b - 1))}, Watts{busy_w[v]}});
      }
      s.loads.push_back(load_s < 0 ? std::optional<Load>{} : Load{Seconds{load_s}, Watts{50}});
    }
    for (std::size_t h = 0; h < hosts; ++h) {
      s.hosts.push_back({"box-" + std::to_string(h), 0, 0, Watts{idle_w},
                         std::vector<bool>(accuracy_pct.size(), false)});
    }
    s.policy = policy;
    return s;
  }
};

/// One host of 10 W idle and 200 W busy over two epochs of 15 s: busy from 8 to 14 and from 14 to
/// 20 s, so that batches cross steps and epochs.
inline HandBuilt crossing_batches() {
  HandBuilt built;
  built.service_s = {6};
  built.duration_s = 30;
  built.epoch_s = 15;
  built.arrivals = TimestampArrivals{{8.0, 13.0}};
  return built;
}

}  // namespace cadis::test

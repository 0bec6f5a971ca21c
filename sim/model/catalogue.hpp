#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"

namespace cadis {

/// A performance state: speed relative to the first, and the wattages there.
struct PState {
  double speed = 1;
  Watts idle, busy;
};

/// A GPU or CPU as its platform file describes it.
struct Device {
  std::string name;
  bool is_gpu = true;
  Watts idle;                          ///< at rest, no process
  std::optional<Watts> idle_resident;  ///< at rest, a process with its model loaded
  std::optional<Watts> off;
  Watts busy;
  std::optional<double> memory_gb;
  std::optional<double> embodied_kgco2e, lifetime_years;  ///< both or neither
  std::vector<PState> pstates;  ///< never empty; the first is (1, idle, busy)
  std::string source;
};

struct Variant {
  std::string name;
  double accuracy_pct = 0;
  std::optional<double> weights_gb;
  std::string source;
};

/// Time and power of one batch.
struct Service {
  Seconds time;
  Watts power;
};

/// Cost of loading a variant onto a device.
struct Load {
  Seconds time;
  Watts power;
};

/// One family's variants and their profiles on devices.
struct Family {
  std::string name, task;
  std::vector<Variant> variants;  ///< in file order
  /// (variant, device) -> rows by batch; power nan where the row leaves it to the device
  std::map<std::pair<std::string, std::string>, std::map<int, Service>> profiles;
  std::map<std::pair<std::string, std::string>, Load> loads;

  /// Service of a batch: linear between listed batches, in time and in power, the device's busy
  /// power where a row has none; nothing outside them or where the pair is not listed.
  [[nodiscard]] std::optional<Service> service(const std::string& variant, const Device& device,
                                               int batch) const;
};

}  // namespace cadis

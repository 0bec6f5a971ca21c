#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/units.hpp"

namespace cadis {

/// Wattages of one host in one performance state.
struct HostPower {
  Watts idle;
  Watts ceiling;  ///< the most any activity may draw in this state; positive
};

/// What SimGrid has to know of one host.
struct HostBlueprint {
  std::string name;
  std::vector<HostPower> pstates;  ///< not empty
  std::size_t pstate = 0;
  Watts off{0};
};

/// The SimGrid platform of one run: hosts with the host_energy plugin, activities with a chosen
/// power, timers.
///
/// A host's plugin wattages are `idle:0:ceiling`, so an activity that is bounded to the share
/// p/ceiling of the core's speed draws exactly p watts; its length is set by its flops. This is how
/// power that differs by variant is expressed to a plugin that knows only pstate and load
/// (SimGrid 3.32, src/plugins/host_energy.cpp).
class Fleet {
 public:
  /// Builds the engine; std::logic_error where this process has had one before.
  explicit Fleet(const std::vector<HostBlueprint>& hosts);
  ~Fleet();
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] Seconds now() const;

  /// Of the hosts from `first` on, so many: called when an activity of one has run to its end (not
  /// when it was cancelled), with the host's number counted from `first`.
  void on_done(std::size_t first, std::size_t count, std::function<void(std::size_t)> callback);

  /// Starts an activity on an idle host, drawing `power` (0 to the ceiling) for `length`. One that
  /// draws nothing is metered as 1e-15 of the ceiling.
  void start(std::size_t host, Seconds length, Watts power);
  struct Activity {
    std::size_t host;
    Seconds length;
    Watts power;
  };
  /// Starts one activity on each of these hosts, all idle, at this instant.
  ///
  /// SimGrid 3.32 keeps the live activities of who made them in one list, and searches all of it
  /// when one ends. So a fleet of more than 64 hosts has helpers, 64 hosts each, make them.
  void start_all(std::span<const Activity> activities);
  /// Nothing will be started any more: the helpers may go. After start_all(), run() needs it to
  /// end.
  void finish();
  /// Ends the host's activity now, without on_done.
  void cancel(std::size_t host);
  /// The host must be idle for these two.
  void set_pstate(std::size_t host, std::size_t pstate);
  void turn_off(std::size_t host);

  /// Stops the clock often enough that SimGrid misses no activity's end, up to a date.
  ///
  /// It goes from now to the next end by adding their difference. Where an end lies more than twice
  /// as far as now, that difference is rounded, and the clock may come to stand beside the end:
  /// from 8192 s on by more than the precision asked for, and the end is then never seen.
  void beat_until(Seconds date);

  /// Calls back at `date` (not before now). Timers due at an instant run before the activities that
  /// end there.
  void at(Seconds date, std::function<void()> callback);

  /// Runs until nothing is left to happen. What a callback throws comes out here, and no callback
  /// is called after it.
  void run();

  /// Joules that SimGrid's plugin has counted for a host since the start, up to now.
  [[nodiscard]] Joules consumed(std::size_t host) const;

 private:
  struct Internals;
  std::unique_ptr<Internals> internals_;
};

}  // namespace cadis

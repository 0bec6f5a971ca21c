#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "engine/fleet.hpp"

namespace cadis {

/// Some hosts of a fleet, side by side and numbered from 0: what a service group has of it.
class FleetSlice {
 public:
  FleetSlice(Fleet& fleet, std::size_t first, std::size_t size)
      : fleet_(&fleet), first_(first), size_(size) {}
  /// All of it.
  explicit FleetSlice(Fleet& fleet) : FleetSlice(fleet, 0, fleet.size()) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Seconds now() const { return fleet_->now(); }
  void at(Seconds date, std::function<void()> callback) { fleet_->at(date, std::move(callback)); }
  void on_done(std::function<void(std::size_t)> callback) {
    fleet_->on_done(first_, size_, std::move(callback));
  }
  void start(std::size_t host, Seconds length, Watts power) {
    fleet_->start(first_ + host, length, power);
  }
  void start_all(std::span<const Fleet::Activity> activities) {
    if (first_ == 0) {
      fleet_->start_all(activities);
      return;
    }
    moved_.assign(activities.begin(), activities.end());
    for (Fleet::Activity& activity : moved_) activity.host += first_;
    fleet_->start_all(moved_);
  }
  void cancel(std::size_t host) { fleet_->cancel(first_ + host); }
  [[nodiscard]] Joules consumed(std::size_t host) const { return fleet_->consumed(first_ + host); }

 private:
  Fleet* fleet_;
  std::size_t first_, size_;
  std::vector<Fleet::Activity> moved_;
};

}  // namespace cadis

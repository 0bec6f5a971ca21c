#include "engine/fleet.hpp"

#include <fmt/format.h>
#include <simgrid/plugins/energy.h>
#include <simgrid/version.h>
#include <xbt/log.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>
#if SIMGRID_VERSION >= 40000
#include <simgrid/simcall.hpp>
#else
#include <simgrid/simix.hpp>
#endif

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "engine/simulation.hpp"

namespace sg = simgrid::s4u;

namespace cadis {
namespace {

constexpr double core_speed = 1e9;     // flop/s of every host in every pstate; only ratios matter
constexpr double least_share = 1e-15;  // SimGrid needs some load to keep the clock
constexpr std::size_t hosts_per_helper = 64;

// All that is spelt differently in SimGrid 3.32 (Debian 12) and 4.0 (Debian 13).
#if SIMGRID_VERSION >= 40000
using Completed = sg::Exec;  // each kind of activity has a signal of its own
constexpr const char* precision_of_time = "precision/timing";
constexpr const char* precision_of_work = "precision/work-amount";

/// The engine comes with a root: a zone beside it has no CPU model.
sg::NetZone* new_zone(const sg::Engine& engine) {
  return engine.get_netzone_root()->add_netzone_empty("fleet");
}

sg::Host* new_host(sg::NetZone& zone, const std::string& name, const std::vector<double>& speeds) {
  return zone.add_host(name, speeds);
}

template <class Code>
void new_actor(sg::Engine& engine, sg::Host* host, const Code& code) {
  engine.add_actor("helper", host, code);
}
#else
using Completed = sg::Activity;
constexpr const char* precision_of_time = "surf/precision";
constexpr const char* precision_of_work = "maxmin/precision";

sg::NetZone* new_zone(const sg::Engine& /*engine*/) { return sg::create_empty_zone("fleet"); }

sg::Host* new_host(sg::NetZone& zone, const std::string& name, const std::vector<double>& speeds) {
  return zone.create_host(name, speeds);
}

template <class Code>
void new_actor(sg::Engine& /*engine*/, sg::Host* host, const Code& code) {
  sg::Actor::create("helper", host, code);
}
#endif

}  // namespace

struct Fleet::Internals {
  /// Never shut down: no process has another, and one that ends takes it along. SimGrid 3.32 frees
  /// a thousand variables one by one.
  sg::Engine* engine;
  std::vector<sg::Host*> hosts;
  std::vector<HostBlueprint> blueprints;
  std::vector<std::size_t> pstates;
  std::vector<sg::ExecPtr> running;  // kept until the callback has returned, as SimGrid 3.32 needs
  std::vector<sg::ExecPtr>
      cancelled;  // likewise kept while SimGrid may still look at them: until time has moved on
  double cancelled_at_s = 0;
  std::vector<std::size_t> numbers;  // what an Exec's user data points to
  struct Listener {
    std::size_t first, end;  // of the hosts
    std::function<void(std::size_t)> done;
  };
  std::vector<Listener> listeners;
  std::exception_ptr thrown;

  /// A SimGrid actor that starts activities, so that they are in its list.
  struct Helper {
    sg::SemaphorePtr is_asked = sg::Semaphore::create(0);
    std::vector<Activity> activities;
  };
  std::vector<Helper> helpers;  // of the hosts from 64 i on; none before they are needed
  sg::Host* desk = nullptr;     // where helpers sit: it draws nothing and is in no account
  bool is_finished = false;

  void start(const sg::ExecPtr& exec, const Activity& activity) {
    const double ceiling_w =
        blueprints[activity.host].pstates[pstates[activity.host]].ceiling.value();
    const double share = std::max(activity.power.value() / ceiling_w, least_share);
    const double rate = share * core_speed;
    exec->set_flops_amount(activity.length.value() * rate);
    exec->set_host(hosts[activity.host]);
    exec->set_bound(rate);
    exec->set_data(&numbers[activity.host]);
    running[activity.host] = exec;
    exec->start();
  }

  void tell(std::size_t host) {
    for (const Listener& listener : listeners) {
      if (host < listener.first || host >= listener.end) continue;
      guard([&] { listener.done(host - listener.first); });
      return;
    }
  }

  void hire() {
    if (!helpers.empty()) return;
    helpers.resize((hosts.size() + hosts_per_helper - 1) / hosts_per_helper);
    for (Helper& helper : helpers) {
      new_actor(*engine, desk, [this, &helper] { help(helper); });
    }
  }

  void help(Helper& helper) {
    while (true) {
      helper.is_asked->acquire();
      if (is_finished) return;
      std::vector<sg::ExecPtr> execs;
      for (std::size_t i = 0; i < helper.activities.size(); ++i) execs.push_back(sg::Exec::init());
      simgrid::kernel::actor::simcall_answered(
          [this, &helper, &execs] {  // one change of context for all
            for (std::size_t i = 0; i < execs.size(); ++i) start(execs[i], helper.activities[i]);
          });
      helper.activities.clear();
    }
  }

  void finish() {
    if (is_finished) return;
    is_finished = true;
    for (Helper& helper : helpers) helper.is_asked->release();
  }

  /// SimGrid 3.32 leaks a timer whose callback throws. So an exception waits here for run()'s end,
  /// and nothing is called any more.
  template <class Call>
  void guard(const Call& call) {
    if (thrown) return;
    try {
      call();
    } catch (...) {
      thrown = std::current_exception();
      finish();
    }
  }
};

Fleet::Fleet(const std::vector<HostBlueprint>& hosts) : internals_(std::make_unique<Internals>()) {
  static bool used = false;
  if (used)
    throw std::logic_error(
        "SimGrid allows one engine per process; run each simulation in a process of its own");
  used = true;

  sg_host_energy_plugin_init();  // before the platform is built
  int argc = 1;
  std::string program = "cadis";
  char* argv[] = {program.data(), nullptr};
  char** arguments = argv;
  internals_->engine = new sg::Engine(&argc, arguments);
  xbt_log_control_set("root.thresh:critical");
  // The defaults (1e-5 s) would merge completions closer than the services of a fast device.
  sg::Engine::set_config(precision_of_time, 1e-12);
  sg::Engine::set_config(precision_of_work, 1e-12);

  auto* zone = new_zone(*internals_->engine);
  internals_->blueprints = hosts;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const auto& blueprint = hosts[i];
    std::string wattages;
    for (const auto& power : blueprint.pstates) {
      wattages += fmt::format("{}{}:0:{}", wattages.empty() ? "" : ",", power.idle.value(),
                              power.ceiling.value());
    }
    auto* host =
        new_host(*zone, blueprint.name, std::vector<double>(blueprint.pstates.size(), core_speed));
    host->set_core_count(1);
    host->set_property("wattage_per_state", wattages);
    host->set_property("wattage_off", fmt::format("{}", blueprint.off.value()));
    host->seal();
    internals_->hosts.push_back(host);
    internals_->numbers.push_back(i);
  }
  internals_->desk = new_host(*zone, "helpers", {core_speed});
  internals_->desk->set_property("wattage_per_state", "0:0:0");
  internals_->desk->seal();
  zone->seal();
  internals_->pstates.assign(hosts.size(), 0);
  internals_->running.resize(hosts.size());
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (hosts[i].pstate != 0) set_pstate(i, hosts[i].pstate);
  }
  Completed::on_completion_cb([this](const Completed& activity) {
    if (activity.get_state() != sg::Activity::State::FINISHED) return;
    const auto host = *activity.get_data<std::size_t>();
    if (internals_->running[host].get() != &activity) return;  // cancelled at the instant it ended
    const sg::ExecPtr keep = std::move(internals_->running[host]);
    internals_->running[host] = nullptr;
    internals_->tell(host);
  });
}

Fleet::~Fleet() = default;

std::size_t Fleet::size() const { return internals_->hosts.size(); }

Seconds Fleet::now() const { return Seconds{sg::Engine::get_clock()}; }

void Fleet::on_done(std::size_t first, std::size_t count,
                    std::function<void(std::size_t)> callback) {
  internals_->listeners.push_back({first, first + count, std::move(callback)});
}

void Fleet::start(std::size_t host, Seconds length, Watts power) {
  internals_->start(sg::Exec::init(), {host, length, power});
}

void Fleet::start_all(std::span<const Activity> activities) {
  if (size() <= hosts_per_helper) {
    for (const Activity& activity : activities) internals_->start(sg::Exec::init(), activity);
    return;
  }
  internals_->hire();
  for (const Activity& activity : activities) {
    internals_->helpers[activity.host / hosts_per_helper].activities.push_back(activity);
  }
  for (auto& helper : internals_->helpers) {
    if (!helper.activities.empty()) helper.is_asked->release();
  }
}

void Fleet::finish() { internals_->finish(); }

void Fleet::cancel(std::size_t host) {
  if (const sg::ExecPtr exec = std::move(internals_->running[host])) {
    internals_->running[host] = nullptr;
    if (sg::Engine::get_clock() > internals_->cancelled_at_s) internals_->cancelled.clear();
    internals_->cancelled_at_s = sg::Engine::get_clock();
    internals_->cancelled.push_back(exec);
    exec->cancel();
  }
}

void Fleet::set_pstate(std::size_t host, std::size_t pstate) {
  internals_->hosts[host]->set_pstate(pstate);
  internals_->pstates[host] = pstate;
}

void Fleet::turn_off(std::size_t host) { internals_->hosts[host]->turn_off(); }

void Fleet::beat_until(Seconds date) {
  for (Seconds beat{4096}; beat < date; beat = beat * 2) at(beat, [] {});
}

void Fleet::at(Seconds date, std::function<void()> callback) {
  simgrid::kernel::timer::Timer::set(
      date.value(), [this, call = std::move(callback)] { internals_->guard(call); });
}

void Fleet::run() {
  internals_->engine->run();
  if (internals_->thrown) std::rethrow_exception(std::exchange(internals_->thrown, nullptr));
}

Joules Fleet::consumed(std::size_t host) const {
  return Joules{sg_host_get_consumed_energy(internals_->hosts[host])};
}

std::string simgrid_version() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  sg_version_get(&major, &minor, &patch);
  return patch == 0 ? fmt::format("{}.{}", major, minor)
                    : fmt::format("{}.{}.{}", major, minor, patch);
}

}  // namespace cadis

#include "engine/service_kernel.hpp"

#include <algorithm>
#include <utility>

#include "model/pstate.hpp"

namespace cadis {

Service service_on(const Scenario& scenario, std::size_t host, std::size_t variant, int batch) {
  const auto& spec = scenario.hosts[host];
  return at_pstate(scenario.devices[spec.device], spec.pstate, spec.idle,
                   scenario.service(host, variant, batch));
}

Watts idle_on(const Scenario& scenario, std::size_t host) {
  const auto& spec = scenario.hosts[host];
  return idle_at_pstate(scenario.devices[spec.device], spec.pstate, spec.idle);
}

std::unique_ptr<ServiceKernel> make_kernel(const Scenario& scenario, const FleetSlice& hosts,
                                           Arrivals arrivals, RequestLedger* ledger) {
  switch (scenario.fidelity) {
    case Fidelity::event:
      return make_event_kernel(scenario, hosts, std::move(arrivals), ledger);
    case Fidelity::queue:
      return make_queue_kernel(scenario, hosts, std::move(arrivals), ledger);
    case Fidelity::fluid:
      break;
  }
  return make_fluid_kernel(scenario, hosts);
}

std::vector<HostBlueprint> blueprints(const Scenario& scenario) {
  std::vector<HostBlueprint> list;
  for (std::size_t host = 0; host < scenario.hosts.size(); ++host) {
    const auto& spec = scenario.hosts[host];
    Watts ceiling = std::max(idle_on(scenario, host), scenario.devices[spec.device].busy);
    for (std::size_t variant = 0; variant < scenario.variants.size(); ++variant) {
      const int first = scenario.fidelity == Fidelity::fluid ? scenario.max_batch : 1;
      for (int batch = first; batch <= scenario.max_batch; ++batch) {
        ceiling = std::max(ceiling, service_on(scenario, host, variant, batch).power);
      }
      if (const auto& load = scenario.loads[spec.device * scenario.variants.size() + variant]) {
        ceiling = std::max(ceiling, load->power);
      }
    }
    // One power pair per SimGrid pstate: the run keeps the one its scenario names. No policy turns
    // a host off yet.
    const Watts off = scenario.devices[spec.device].off.value_or(Watts{0});
    list.push_back({spec.name, {{idle_on(scenario, host), ceiling}}, 0, off});
  }
  return list;
}

}  // namespace cadis

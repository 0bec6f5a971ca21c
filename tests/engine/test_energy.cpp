#include <doctest/doctest.h>

#include "engine/energy_meter.hpp"
#include "engine/fleet.hpp"

using namespace cadis;

namespace {

constexpr GramsPerKwh intensity{100};
constexpr Seconds hour{3600};

/// Grams of two hours of one host, with `change` at the end of the first; busy all the time where
/// asked.
double grams_of_two_hours(const HostBlueprint& host, bool busy, Watts first, Watts second,
                          const std::function<void(Fleet&)>& change) {
  Fleet fleet({host});
  EnergyMeter meter(FleetSlice(fleet), 1.0);
  double grams = 0;
  if (busy) fleet.at(Seconds{0}, [&] { fleet.start(0, hour, first); });
  fleet.at(hour, [&] {
    fleet.cancel(0);
    change(fleet);
    if (busy) fleet.start(0, hour, second);
  });
  // Read once, at the end: the state change is SimGrid's to account for.
  fleet.at(2 * hour, [&] {
    grams = meter.read(intensity).carbon.value();
    fleet.cancel(0);
  });
  fleet.run();
  return grams;
}

const HostBlueprint two_states{
    "box", {{Watts{100}, Watts{200}}, {Watts{50}, Watts{80}}}, 0, Watts{5}};

}  // namespace

TEST_CASE("idle 1 h at 100 W, a pstate change, idle 1 h at 50 W: 15 g at 100 g/kWh") {
  CHECK(grams_of_two_hours(two_states, false, {}, {}, [](Fleet& f) { f.set_pstate(0, 1); }) ==
        doctest::Approx(15).epsilon(1e-12));
}

TEST_CASE("idle 1 h at 100 W, then off 1 h at 5 W: 10.5 g at 100 g/kWh") {
  CHECK(grams_of_two_hours(two_states, false, {}, {}, [](Fleet& f) { f.turn_off(0); }) ==
        doctest::Approx(10.5).epsilon(1e-12));
}

TEST_CASE("busy 1 h at 200 W, a pstate change, busy 1 h at 80 W: 28 g at 100 g/kWh") {
  CHECK(grams_of_two_hours(two_states, true, Watts{200}, Watts{80}, [](Fleet& f) {
          f.set_pstate(0, 1);
        }) == doctest::Approx(28).epsilon(1e-12));
}

TEST_CASE("a second engine in one process is refused") {
  Fleet first({two_states});
  CHECK_THROWS_AS(Fleet({two_states}), std::logic_error);
}

TEST_CASE("what a timer throws comes out of run()") {
  Fleet fleet({two_states});
  fleet.at(Seconds{1}, [] { throw std::runtime_error("from the timer"); });
  CHECK_THROWS_WITH(fleet.run(), "from the timer");
}

TEST_CASE("a part-power activity draws exactly its watts for exactly its time") {
  Fleet fleet({two_states});
  double joules = 0;
  double ended_s = 0;
  fleet.on_done(0, 1, [&](std::size_t) { ended_s = fleet.now().value(); });
  fleet.at(Seconds{0}, [&] { fleet.start(0, Seconds{10}, Watts{137}); });
  fleet.at(Seconds{20}, [&] { joules = fleet.consumed(0).value(); });
  fleet.run();
  CHECK(ended_s == doctest::Approx(10).epsilon(1e-12));
  CHECK(joules == doctest::Approx(10 * 137 + 10 * 100).epsilon(1e-12));
}

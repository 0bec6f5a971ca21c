#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "base/ticks.hpp"

using namespace cadis;

TEST_CASE("a decimal of a second is a whole number of ticks, whatever its double's rounding") {
  const TickClock clock{Seconds{7}};
  CHECK(clock.per_second() == 100'000'000'000'000'000);
  CHECK(clock.of(Seconds{2.1}).count() == 210'000'000'000'000'000);
  CHECK(3 * 0.7 != 2.1);  // as doubles go
  CHECK(clock.of(Seconds{3 * 0.7}) == clock.of(Seconds{2.1}));
  CHECK(clock.of(Seconds{5.909}) + clock.of(Seconds{1.091}) == clock.of(Seconds{7}));
  CHECK(clock.of(Seconds{1e-9}).count() == 100'000'000);
  CHECK(clock.of(Seconds{1.000000001}) - clock.of(Seconds{1}) == clock.of(Seconds{1e-9}));
}

TEST_CASE("every millisecond of a century, and every nanosecond of a day, is the tick it names") {
  RandomStream random(5, "ticks");
  for (const auto& [run_s, parts] : {std::pair(3.2e9, 1e3),
                                     {3.2e7, 1e6},
                                     {86400.0, 1e9},
                                     {100.0, 1e9},
                                     {7.0, 1e9},
                                     {4.0, 1e3}}) {
    const TickClock clock{Seconds{run_s}};
    for (int i = 0; i < 20'000; ++i) {
      const auto whole = std::floor(random.uniform() * run_s * parts);
      const Ticks tick = clock.of(Seconds{whole / parts});
      REQUIRE(tick.count() == static_cast<std::int64_t>(whole) *
                                  (clock.per_second() / static_cast<std::int64_t>(parts)));
      REQUIRE(clock.seconds(tick).value() == whole / parts);
    }
  }
}

TEST_CASE("what is no decimal is rounded to the nearest tick, once") {
  const TickClock clock{Seconds{3600}};
  CHECK(clock.per_second() == 1'000'000'000'000'000);
  CHECK(clock.of(Seconds{1.0 / 3}).count() == 333'333'333'333'333);
  CHECK(clock.nearest(2.0 / 3).count() == 666'666'666'666'667);
  CHECK(std::abs(clock.seconds(clock.of(Seconds{M_PI})).value() - M_PI) < 1e-15);
}

TEST_CASE(
    "the tick follows from the run's length: finer than a double near its end, at least 1 ns") {
  for (const double run_s :
       {1e-6, 1.0, 60.0, 3600.0, 86400.0, 30 * 86400.0, 365 * 86400.0, 4.5e9}) {
    CAPTURE(run_s);
    const TickClock clock{Seconds{run_s}};
    CHECK(clock.of(Seconds{run_s}) < Ticks::never());
    const double tick_s = 1 / static_cast<double>(clock.per_second());
    CHECK(tick_s <= 1e-9);
    if (run_s > 5) CHECK(tick_s < std::nextafter(run_s, 1e300) - run_s);
  }
}

TEST_CASE("what lies behind every run is never, and twice that is no overflow") {
  const TickClock clock{Seconds{3600}};
  CHECK(clock.of(Seconds{1e300}) == Ticks::never());
  CHECK(clock.of(Seconds{INFINITY}) == Ticks::never());
  CHECK(clock.of(Seconds{6000}) == Ticks::never());
  CHECK(clock.nearest(1e300) == Ticks::never());
  CHECK((Ticks::never() + Ticks::never()).count() > 0);
}

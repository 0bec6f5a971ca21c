#include <doctest/doctest.h>

#include "base/numbers.hpp"
#include "base/time.hpp"
#include "base/units.hpp"

using namespace cadis;

namespace {
template <class A, class B>
concept Multiplies = requires(A a, B b) {
  a* b;
};
template <class A, class B>
concept Adds = requires(A a, B b) {
  a + b;
};

static_assert(Multiplies<Watts, Seconds> && Multiplies<Joules, GramsPerKwh>);
static_assert(!Multiplies<Watts, GramsPerKwh> && !Multiplies<Joules, Seconds> &&
              !Multiplies<Watts, Watts>);
static_assert(!Multiplies<Grams, GramsPerKwh> && !Adds<Watts, Joules> &&
              !Adds<Grams, GramsPerKwh> && !Adds<Seconds, double>);
}  // namespace

TEST_CASE("one kilowatt-hour at 100 g/kWh is 100 g") {
  CHECK((Watts{1000} * Seconds{3600} * GramsPerKwh{100}).value() == doctest::Approx(100));
  CHECK((Joules{joules_per_kwh} * GramsPerKwh{100}).value() == 100);
}

TEST_CASE("a time reads back as it was written") {
  for (const auto* text :
       {"2023-06-01T00:00:00Z", "2024-02-29T23:59:59Z", "2023-06-01T00:00:00.250Z",
        "0001-01-01T00:00:00Z", "0999-10-09T09:09:09Z", "1969-12-31T23:59:59Z",
        "2000-12-31T12:34:56.007Z", "9999-12-31T23:59:59.999Z"}) {
    const auto time = parse_utc(text);
    REQUIRE(time);
    CHECK(format_utc(*time) == text);
  }
  CHECK(parse_utc("2023-06-01 00:00:00Z") == parse_utc("2023-06-01T00:00:00Z"));
}

TEST_CASE("a time without zone, with another zone or off the calendar is not a time") {
  for (const auto* text :
       {"", "2023-06-01", "2023-06-01T00:00:00", "2023-06-01T00:00:00+01:00",
        "2023-02-30T00:00:00Z", "2023-06-01T25:00:00Z", "2023-6-1T00:00:00Z",
        "2023-06-01T00:00:00Z ", "yesterday", "2023-06-01T00:00:60Z", "2023-06-01T00:00:00.Z",
        "2023-06-01T00:00:00.0000Z", "2023-06-01T00:00:~0.5Z", "2023-06-01T00:0\xff:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_utc(text));
  }
}

TEST_CASE("a duration needs a known unit") {
  CHECK(parse_duration("100 ms")->value() == doctest::Approx(0.1));
  CHECK(parse_duration("30 min") == Seconds{1800});
  CHECK(parse_duration("30 d") == Seconds{2592000});
  // Products of doubles that are no decimals: 5564160.000000001 and the like.
  CHECK(parse_duration("64.4 d") == Seconds{5564160});
  CHECK(parse_duration("4233600861 ms") == Seconds{4233600.861});
  CHECK(parse_duration("2937623800 ms") == Seconds{2937623.8});
  CHECK(parse_duration("1.1 h") == Seconds{3960});
  CHECK(parse_duration("1.000000001 s") == Seconds{1.000000001});
  CHECK_FALSE(parse_duration("1e308 d"));  // no number holds it in seconds
  for (const auto* text : {"", "3", "h", "3 weeks", "nan s", "1e999 s"})
    CHECK_FALSE(parse_duration(text));
}

TEST_CASE("numbers read back exactly and nothing else is a number") {
  for (const double value : {0.1, 1.0 / 3, 2.5e-9, 1e300, -7.25})
    CHECK(parse_number(format_number(value)) == value);
  for (const auto* text : {"", "1x", " 1", "inf", "nan", "1e999"}) CHECK_FALSE(parse_number(text));
  CHECK_FALSE(parse_unsigned("-1"));
}

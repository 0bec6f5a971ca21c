#include <doctest/doctest.h>

#include <cmath>

#include "base/time.hpp"
#include "trace/pandas.hpp"

using namespace cadis;
using namespace cadis::test;

TEST_CASE("samples of layouts without a real file give the values and times that pandas reads") {
  const auto expected = ask_pandas("pandas_layouts.py", sample(""));
  if (expected.is_null()) return;
  CHECK(expected.size() >= 10);
  for (const auto& entry : expected) {
    const std::string file = entry.at("file");
    INFO(file);
    const auto trace = import_sample(file, entry.at("options").get<Options>());
    if (entry.contains("times")) {
      REQUIRE(trace.arrivals.size() == entry.at("times").size());
      for (std::size_t i = 0; i < trace.arrivals.size(); ++i)
        CHECK(trace.arrivals[i] == parse_utc(entry.at("times")[i].get<std::string>()).value());
      continue;
    }
    const StepSeries& series = trace.g_per_kwh;
    CHECK(series.values.size() == static_cast<Eigen::Index>(entry.at("values").size()));
    for (const auto& [time, value] : entry.at("values").items()) {
      const double step = between(series.start, parse_utc(time).value()) / series.step;
      CHECK(series.values[static_cast<Eigen::Index>(std::llround(step))] ==
            doctest::Approx(value.get<double>()).epsilon(1e-12));
    }
  }
}

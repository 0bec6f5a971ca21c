#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/histogram.hpp"
#include "base/random.hpp"

using namespace cadis;

TEST_CASE("quantiles are within 0.5 % of the exact order statistics") {
  RandomStream random(3, "latency");
  LatencyHistogram histogram;
  std::vector<double> exact;
  for (int i = 0; i < 20000; ++i) {
    exact.push_back(std::exp(4 * random.normal() - 3));
    histogram.add(Seconds{exact.back()});
  }
  std::sort(exact.begin(), exact.end());
  for (const double q : {0.0001, 0.05, 0.5, 0.95, 0.99, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * 20000 - 1e-6)) - 1;
    CHECK(histogram.quantile(q).value() == doctest::Approx(exact[rank]).epsilon(0.005));
  }
  CHECK(histogram.max().value() == exact.back());
  std::size_t total = 0;
  for (const auto& bucket : histogram.filled()) {
    CHECK(bucket.lower < bucket.upper);
    total += bucket.count;
  }
  CHECK(total == exact.size());
}

TEST_CASE("an empty histogram has no figures, and zeros stay zero") {
  LatencyHistogram histogram;
  CHECK(std::isnan(histogram.quantile(0.5).value()));
  CHECK(std::isnan(histogram.mean().value()));
  histogram.add(Seconds{0});
  CHECK(histogram.quantile(1) == Seconds{0});
  histogram.add(Seconds{1e12});
  CHECK(histogram.mean() == Seconds{5e11});
}

TEST_CASE("a recorder counts from the start, copied or moved from, what a histogram adds") {
  LatencyHistogram histogram;
  LatencyRecorder recorder;
  LatencyRecorder other = recorder;
  LatencyRecorder moved = std::move(other);  // NOLINT: a copy, on purpose
  for (LatencyRecorder* one : {&recorder, &other, &moved}) {
    one->tally(0.25);
    one->tally(3);
    one->include(3.25, 3);
  }
  histogram.add(Seconds{0.25});
  histogram.add(Seconds{3});
  for (const LatencyRecorder* one : {&recorder, &other, &moved}) {
    CHECK(one->histogram().counts == histogram.counts);
    CHECK(one->histogram().mean() == histogram.mean());
    CHECK(one->histogram().max() == histogram.max());
  }
}

TEST_CASE("a histogram that records nothing takes no memory for its buckets") {
  const LatencyHistogram none;
  LatencyHistogram sum;
  sum.add(none);
  CHECK(sum.counts.capacity() == 0);
}

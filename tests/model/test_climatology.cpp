#include <doctest/doctest.h>

#include <cmath>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "model/climatology.hpp"

using namespace cadis;

namespace {
const std::filesystem::path traces = std::filesystem::path(CADIS_SOURCE_FOLDER) / "traces";
const UtcTime june = parse_utc("2023-06-01T00:00:00Z").value();
constexpr Seconds day{86400};
}  // namespace

TEST_CASE("every shipped climatology can be read") {
  const auto index = CsvTable::read(traces / "climatologies.csv");
  for (std::size_t row = 0; row < index.rows(); ++row)
    CHECK_NOTHROW(read_climatology(traces, index.cell(row, 0)));
}

TEST_CASE("an unknown climatology is answered with the nearest name") {
  CHECK_THROWS_WITH_AS(read_climatology(traces, "GB-2032"),
                       doctest::Contains("did you mean 'GB-20"), ConfigError);
}

TEST_CASE("the same seed gives the same series, a longer one begins alike, another seed differs") {
  const auto gb = read_climatology(traces, "GB-2023");
  const auto series = generate(gb, june, day, Seconds{1800}, 7);
  CHECK(series.values.size() == 48);
  CHECK((generate(gb, june, day, Seconds{1800}, 7).values == series.values).all());
  CHECK((generate(gb, june, day * 2, Seconds{1800}, 7).values.head(48) == series.values).all());
  CHECK((generate(gb, june, day, Seconds{1800}, 8).values != series.values).any());
}

TEST_CASE("values stay in the observed range and their monthly mean is near the table's") {
  const auto gb = read_climatology(traces, "GB-2023");
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto series = generate(gb, june, day * 30, Seconds{3600}, seed);
    for (Eigen::Index i = 0; i < series.values.size(); ++i) {
      CHECK(series.values[i] >= gb.min(5, i % 24));
      CHECK(series.values[i] <= gb.max(5, i % 24));
    }
    sum += series.values.mean() / 40;
  }
  CHECK(sum == doctest::Approx(gb.mean.row(5).mean()).epsilon(0.05));
}

TEST_CASE("the series covers a run that begins inside a step, and the step must divide an hour") {
  const auto gb = read_climatology(traces, "GB-2023");
  const auto start = after(june, Seconds{600});
  const auto series = generate(gb, start, Seconds{3600}, Seconds{3600}, 1);
  CHECK(series.start == june);
  CHECK(series.end() >= after(start, Seconds{3600}));
  for (const double step : {0.0, -60.0, 7.0, 7200.0, 0.0001})
    CHECK_THROWS_AS(generate(gb, june, day, Seconds{step}, 1), ConfigError);
}

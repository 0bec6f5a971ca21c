#include <doctest/doctest.h>

#include <cmath>

#include "base/csv.hpp"
#include "base/errors.hpp"
#include "model/climatology_series.hpp"
#include "model/sample_documents.hpp"

using namespace cadis;

namespace {
const std::filesystem::path traces = std::filesystem::path(CADIS_SOURCE_FOLDER) / "traces";
const UtcTime june = parse_utc("2023-06-01T00:00:00Z").value();
constexpr Seconds one_day{day_s};

/// What reading GB-2023 says when its index has this row instead.
std::string refusal(const std::string& row) {
  const sample::Folder folder;
  std::filesystem::create_directory(folder.file("climatology"));
  std::filesystem::copy(traces / "climatology" / "GB-2023.csv", folder.file("climatology"));
  const auto index =
      folder.write("climatologies.csv", "name,std_g_per_kwh,acf_lag1h,acf_lag24h\n" + row + "\n");
  try {
    read_climatology(index.parent_path(), "GB-2023");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "read";
}
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
  const auto series = generate(gb, june, one_day, Seconds{1800}, 7);
  CHECK(series.values.size() == 48);
  CHECK((generate(gb, june, one_day, Seconds{1800}, 7).values == series.values).all());
  CHECK((generate(gb, june, one_day * 2, Seconds{1800}, 7).values.head(48) == series.values).all());
  CHECK((generate(gb, june, one_day, Seconds{1800}, 8).values != series.values).any());
}

TEST_CASE("values stay in the observed range and their monthly mean is near the table's") {
  const auto gb = read_climatology(traces, "GB-2023");
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto series = generate(gb, june, one_day * 30, Seconds{3600}, seed);
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
    CHECK_THROWS_AS(generate(gb, june, one_day, Seconds{step}, 1), ConfigError);
}

TEST_CASE(
    "statistics that no series over this table can have are refused by line, with what can be") {
  CHECK(refusal("GB-2023,75.9,0.979,0.6") == "read");
  const auto says = [](const std::string& row, const std::string& what) {
    const auto said = refusal(row);
    INFO(row, ": ", said);
    CHECK(said.find("climatologies.csv:2: " + what) != std::string::npos);
  };
  says("GB-2023,20,0.99,0.6", "std_g_per_kwh: expected more than the 3");
  says("GB-2023,75.9,0.05,0.04",
       "acf_lag1h: no noise has this together with the tables; expected 0.1");
  says("GB-2023,75.9,0.979,0.999",
       "acf_lag24h: no noise has this together with the tables and acf_lag1h; expected 0.");
  says("GB-2023,75.9,0.979,-0.2", "acf_lag24h: no noise has this");
  says("GB-2023,75.9,high,0.6", "acf_lag1h: expected a number from -1 to 1, got 'high'");
}

#include <doctest/doctest.h>
#include <cstdio>
#include "base/csv.hpp"
#include "base/numbers.hpp"
#include "model/climatology.hpp"
#include "model/scenario_reader.hpp"
#include "report/trace_statistics.hpp"
using namespace cadis;
TEST_CASE("X") {
  const auto traces = data_folder() / "traces";
  const auto index = CsvTable::read(traces / "climatologies.csv");
  for (std::size_t row = 0; row < index.rows(); ++row) {
    const auto of = [&](const char* c) { return parse_number(index.cell(row, index.column(c).value())).value_or(0); };
    const std::string name = index.cell(row, 0);
    const auto climatology = read_climatology(traces, name);
    const auto start = parse_utc(index.cell(row, index.column("year").value()) + "-01-01T00:00:00Z").value();
    double sum[5] = {};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto s = describe(generate(climatology, start, Seconds{365 * 86400.0}, Seconds{3600}, seed));
      sum[0] += s.mean / 20; sum[1] += s.std / 20; sum[2] += s.daily_swing / 20; sum[3] += s.acf_lag1h / 20; sum[4] += s.acf_lag24h / 20;
    }
    std::printf("GEN %s mean %.4f std %.4f swing %.4f %.4f acf1 %.4f %.4f acf24 %.4f %.4f\n", name.c_str(), sum[0] / of("mean_g_per_kwh") , sum[1] / of("std_g_per_kwh"), of("daily_swing"), sum[2], of("acf_lag1h"), sum[3], of("acf_lag24h"), sum[4]);
  }
}

#include "base/errors.hpp"
#include "fuzz/input_file.hpp"
#include "model/trace_file.hpp"
#include "model/vintages.hpp"

using namespace cadis;

// Any bytes as a trace of the contract, or as forecasts, the first byte choosing which: refused, or
// good values.

namespace {

void check_values(const StepSeries& series) {
  fuzz::require(series.step > Seconds{0} && series.values.size() > 0);
  fuzz::require((series.values >= 0).all() && series.values.isFinite().all());
}

void check_vintages(const Vintages& vintages) {
  fuzz::require(!vintages.all().empty());
  const Vintages::Vintage* before = nullptr;
  for (const auto& vintage : vintages.all()) {
    check_values(vintage.g_per_kwh);
    fuzz::require(before == nullptr || vintage.issued > before->issued);
    fuzz::require(vintages.at(vintage.issued) == &vintage);
    before = &vintage;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  if (size == 0) return 0;
  const fuzz::InputFile file(fuzz::text_of(data, size).substr(1));
  if (data[0] == 't') {
    const auto times = read_timestamp_trace(file.path());
    for (std::size_t i = 1; i < times.size(); ++i) fuzz::require(times[i] >= times[i - 1]);
    return 0;
  }
  if (data[0] == 'v') {
    check_vintages(Vintages::read(file.path()));
    return 0;
  }
  const bool are_counts = data[0] == 'n';
  const auto series = are_counts ? read_count_trace(file.path()) : read_carbon_trace(file.path());
  check_values(series);
  fuzz::require(series.values.size() > 1);
  if (are_counts) fuzz::require((series.values == series.values.floor()).all());
  return 0;
} catch (const ConfigError&) {
  return 0;
}

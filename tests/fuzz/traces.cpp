#include "base/errors.hpp"
#include "fuzz/input_file.hpp"
#include "model/trace_file.hpp"

using namespace cadis;

// Any bytes as a trace of the contract, the first byte choosing which: refused, or good values.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  if (size == 0) return 0;
  const fuzz::InputFile file(fuzz::text_of(data, size).substr(1));
  if (data[0] == 't') {
    const auto times = read_timestamp_trace(file.path());
    for (std::size_t i = 1; i < times.size(); ++i) fuzz::require(times[i] >= times[i - 1]);
    return 0;
  }
  const bool are_counts = data[0] == 'n';
  const auto series = are_counts ? read_count_trace(file.path()) : read_carbon_trace(file.path());
  fuzz::require(series.step > Seconds{0} && series.values.size() > 1);
  fuzz::require((series.values >= 0).all() && series.values.isFinite().all());
  if (are_counts) fuzz::require((series.values == series.values.floor()).all());
  return 0;
} catch (const ConfigError&) {
  return 0;
}

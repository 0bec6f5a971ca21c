#include "base/errors.hpp"
#include "base/files.hpp"
#include "fuzz/input_file.hpp"
#include "model/trace_provenance.hpp"

using namespace cadis;

// Any bytes as the JSON beside a trace: refused, or a provenance that reads back the same.

namespace {

std::optional<TraceProvenance> read(std::string_view text, const std::string& sha256) {
  static const auto trace =
      std::filesystem::temp_directory_path() / ("cadis-fuzz-" + std::to_string(getpid()) + ".csv");
  struct Removal {
    ~Removal() { std::filesystem::remove(provenance_file(trace)); }
  } removal;
  write_whole(provenance_file(trace), text);
  return read_provenance(trace, sha256);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  const auto provenance = read(fuzz::text_of(data, size), "abc");
  const std::string text = format_provenance(provenance.value());
  fuzz::require(format_provenance(read(text, "abc").value()) == text);
  return 0;
} catch (const ConfigError&) {
  return 0;
}

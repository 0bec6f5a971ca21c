#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace cadis {

struct TracePlace {
  std::size_t line;    ///< of the source file, from 1
  std::string detail;  ///< empty where the line says all
};

/// One kind of thing that an import noticed.
struct TraceFinding {
  std::string what;
  bool needs_repair = false;
  std::size_t count = 0;   ///< rows or steps concerned
  std::size_t places = 0;  ///< runs of them
  std::vector<TracePlace> first;
};

/// Where a trace comes from and what its figures mean: the file beside it. A text that is
/// empty is not known.
struct TraceProvenance {
  std::string trace_sha256;           ///< of the trace as it was written
  std::string source, source_sha256;  ///< the file it was imported from
  std::string format, zone, column;
  std::string unit, conversion;  ///< of the source, and what was done to get g/kWh
  std::string accounting;        ///< `average`, `marginal` or `unknown`
  std::string emissions;         ///< `direct`, `lifecycle` or `unknown`
  std::string basis;             ///< such as production or consumption
  std::string factors;           ///< table that turned fuels into grams, with the factors used
  std::string stamps;            ///< what the source's times mean, and how they were read
  std::string repair;            ///< the rule, `fail` where nothing was repaired
  std::size_t steps = 0, repaired_steps = 0;
  std::uint64_t requests = 0;  ///< in all; 0 in a carbon trace
  std::vector<TraceFinding> findings;
  std::string version;  ///< of Cadis
};

/// `gb.csv.provenance.json` beside `gb.csv`.
std::filesystem::path provenance_file(const std::filesystem::path& trace);

/// As JSON text, with a newline at its end.
std::string format_provenance(const TraceProvenance& provenance);

/// Where a user wants a trace, and its provenance beside it: both new, unless `replace`. A pipe or
/// a device takes the trace alone.
class TraceOutput {
 public:
  /// As NamedFile, for both.
  TraceOutput(const std::filesystem::path& named, bool replace);
  /// Writes both, each whole or not at all, with the SHA-256 of the trace as it was written.
  void write(TraceProvenance provenance, const std::function<void(std::ostream&)>& write);

 private:
  NamedFile trace_;
  std::optional<NamedFile> provenance_;
};

/// The provenance of a trace; nothing where no file lies beside it. ConfigError where that is
/// broken, or states another SHA-256 than `trace_sha256`: the trace was edited since.
std::optional<TraceProvenance> read_provenance(const std::filesystem::path& trace,
                                               const std::string& trace_sha256);

}  // namespace cadis

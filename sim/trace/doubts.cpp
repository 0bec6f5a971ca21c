#include "trace/doubts.hpp"

#include <fmt/format.h>

#include "base/errors.hpp"

namespace cadis {

void settle_doubts(RawTrace& trace, const TraceFormat& format, const ImportChoices& choices) {
  Findings& doubts = trace.doubts;
  if (doubts.list().empty()) return;
  if (choices.format == "auto") {
    std::vector<std::string> lines = doubts.lines();
    lines.push_back(fmt::format(
        "{}: may so be of another layout than {}, which the rest fits; if it is that one, say "
        "--format {}; else describe it with --format csv, counts-csv or timestamps",
        doubts.file(), format.name, format.name));
    throw ConfigError(lines);
  }
  trace.findings.take(doubts);
  doubts = Findings(doubts.file());
}

void check_magnitude(RawTrace& trace, double mean) {
  constexpr double least = 1, most = 3000;  // grids have some grams to some 1500
  if (mean >= least && mean <= most) return;
  const auto what = fmt::format("a mean of {:.4g} g/kWh, outside {} to {}: is the unit right?",
                                mean, least, most);
  if (trace.is_unit_assumed)
    trace.doubts.note(what + " The file does not say it; taken as " + trace.provenance.unit, 1);
  else
    trace.findings.note(what, 1);
}

}  // namespace cadis

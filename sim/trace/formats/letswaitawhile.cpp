#include "trace/csv_source.hpp"

namespace cadis::formats {
namespace {

// The series of the paper "Let's Wait Awhile" (2021): generation of ENTSO-E with IPCC 2011
// life-cycle medians, imports with fixed factors. UTC without an offset, start of step.

bool recognises(const TraceSource& source) {
  return source.titles().size() == 2 && source.has_title("time") &&
         source.has_title("carbonintensity");
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const auto time = csv.require("'Time'", is({"time"}));
  const auto value = csv.require("'Carbon Intensity'", is({"carbonintensity"}));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) csv.add_row(trace, time, value);
  auto& provenance = trace.provenance;
  provenance.zone = choices.text("zone");
  provenance.column = trace.value_column;
  provenance.unit = "gCO2/kWh";
  provenance.conversion = "none";
  provenance.accounting = "average";
  provenance.emissions = "lifecycle";
  provenance.basis = "production and imports";
  provenance.stamps = "UTC, start of step";
  return trace;
}

}  // namespace

const TraceFormat& letswaitawhile() {
  static const TraceFormat format{"letswaitawhile",
                                  "CSV of the paper Let's Wait Awhile (Time,Carbon Intensity)",
                                  {{"zone", {}, "for the record: the file does not say", false}},
                                  recognises,
                                  read};
  return format;
}

}  // namespace cadis::formats

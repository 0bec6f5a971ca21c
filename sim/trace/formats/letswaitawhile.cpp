#include "trace/csv_source.hpp"

namespace cadis::formats {
namespace {

// The series of the paper "Let's Wait Awhile" (2021): generation of ENTSO-E with IPCC 2011
// life-cycle medians, imports with fixed factors. UTC without an offset, start of step.

/// By its titles letter for letter: any file of times and carbon intensities may have such ones.
bool recognises(const TraceSource& source) {
  std::string_view head = source.head();
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  return head.substr(0, head.find_first_of("\r\n")) == "Time,Carbon Intensity";
}

RawTrace read(const TraceSource& source, const ImportChoices& choices) {
  CsvSource csv(source);
  const auto time = csv.require("'Time'", is({"time"}));
  const auto value = csv.require("'Carbon Intensity'", is({"carbonintensity"}));
  RawTrace trace(source);
  trace.time_column = csv.title(time);
  trace.value_column = csv.title(value);
  while (csv.next()) csv.add_row(trace, time, value, Offsets::none);
  auto& provenance = trace.provenance;
  provenance.zone = choices.text("zone");
  provenance.column = trace.value_column;
  provenance.unit = "gCO2/kWh";
  trace.is_unit_assumed = true;
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

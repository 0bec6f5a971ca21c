#include "trace/import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "model/trace_file.hpp"
#include "trace/arrivals.hpp"
#include "trace/counts.hpp"
#include "trace/doubts.hpp"
#include "trace/forecasts.hpp"
#include "trace/repair.hpp"
#include "trace/steps.hpp"

namespace cadis {
namespace {

std::vector<std::string> names_of(std::span<const TraceFormat> formats) {
  std::vector<std::string> names;
  for (const TraceFormat& format : formats) names.push_back(format.name);
  return names;
}

/// What keeps any format from knowing a text file; empty where nothing obvious does.
std::string hindrance(const TraceSource& source) {
  const std::string& head = source.head();
  if (head.find('\0') != std::string::npos) return "holds NUL bytes; save the file as UTF-8 text";
  if (source.separators().size() > 1) return several_separators(source.separators());
  const auto line = head.substr(0, head.find_first_of("\r\n"));
  if (head.find('\n') == std::string::npos && line.size() < head.size())
    return "ends its lines with CR alone; save the file with LF or CRLF";
  return "";
}

const TraceFormat& recognise(const TraceSource& source, std::span<const TraceFormat> formats) {
  std::vector<std::string> candidates;
  const TraceFormat* found = nullptr;
  for (const TraceFormat& format : formats) {
    if (!format.recognises(source)) continue;
    candidates.push_back(format.name);
    found = &format;
  }
  if (candidates.size() == 1) return *found;
  if (const std::string why = hindrance(source); candidates.empty() && !why.empty())
    throw ConfigError(fmt::format("{}:1: {}", source.name(), why));
  throw ConfigError(
      candidates.empty()
          ? fmt::format("{}:1: looks like none of the known formats; choose one with --format: {}",
                        source.name(), fmt::join(names_of(formats), ", "))
          : fmt::format("{}:1: looks like several formats; choose one with --format: {}",
                        source.name(), fmt::join(candidates, ", ")));
}

const TraceFormat& choose_format(const TraceSource& source, const std::string& name,
                                 std::span<const TraceFormat> formats) {
  if (name == "auto") return recognise(source, formats);
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const TraceFormat& format) { return format.name == name; });
  if (found != formats.end()) return *found;
  auto known = names_of(formats);
  known.emplace_back("auto");
  throw ConfigError(fmt::format("unknown format '{}'; {}", name, suggest(name, known)));
}

/// Refuses what means nothing for this kind of trace.
void check_kind(const TraceFormat& format, const ImportChoices& choices, Problems& problems) {
  const bool are_arrivals = format.kind == TraceKind::arrivals;
  const bool are_forecasts = format.kind == TraceKind::forecasts;
  const auto refuse = [&](bool is_given, const char* text) {
    if (is_given) problems.add("format " + format.name, "", text);
  };
  refuse(are_arrivals && choices.step, "gives single requests, which have no --step");
  refuse(are_arrivals && choices.repair != Repair::fail,
         "gives single requests, of which none can be missing: takes no --repair");
  refuse(are_forecasts && choices.step, "gives forecasts, of the file's step: takes no --step");
  refuse(are_forecasts && choices.repair != Repair::fail,
         "gives forecasts, which are not repaired: takes no --repair");
  refuse(are_forecasts && choices.sort, "gives forecasts, which are put in order: takes no --sort");
  refuse(!are_arrivals && !are_forecasts && choices.sort,
         "takes no --sort; each --repair puts rows in order, too");
  refuse(format.kind != TraceKind::counts && choices.scale, "takes no --scale, which is of counts");
}

void check_options(const TraceFormat& format, const ImportChoices& choices) {
  Problems problems;
  check_kind(format, choices, problems);
  const auto where = "format " + format.name;
  std::vector<std::string> known;
  for (const FormatOption& option : format.options) {
    known.push_back("--" + option.name);
    if (!choices.has(option.name)) {
      if (option.is_required)
        problems.add(where, "", fmt::format("needs --{}: {}", option.name, option.doc));
      continue;
    }
    const auto value = choices.text(option.name);
    const bool may_be_empty = option.name.ends_with("-column");  // a title that pandas leaves out
    if (option.values.empty()
            ? value.empty() && !may_be_empty
            : std::find(option.values.begin(), option.values.end(), value) == option.values.end()) {
      problems.add(where, "--" + option.name,
                   option.values.empty() ? "expected a text"
                                         : fmt::format("unknown value '{}'; {}", value,
                                                       suggest(value, option.values)));
    }
  }
  for (const auto& given : choices.options) {
    const std::string option = "--" + given.first;
    if (std::find(known.begin(), known.end(), option) != known.end()) continue;
    problems.add(where, "",
                 known.empty()
                     ? fmt::format("takes no {}", option)
                     : fmt::format("takes no {}; it takes {}", option, fmt::join(known, ", ")));
  }
  problems.throw_if_any();
}

[[noreturn]] void refuse(const Findings& findings, const StepSeries& series,
                         const std::string& name) {
  std::vector<std::string> lines = findings.lines();
  const auto steps = (series.values != series.values).count();
  lines.push_back(fmt::format(
      "{}: {} of {} steps have no value; choose --repair hold (the value before), linear (between "
      "neighbours) or same-hour-yesterday; each also takes rows that go back in order and steps "
      "given twice once",
      name, steps, series.values.size()));
  throw ConfigError(lines);
}

/// Lays rows on steps and mends them.
StepSeries take_steps(RawTrace& raw, TraceKind kind, const ImportChoices& choices,
                      const std::string& name) {
  StepSeries series = to_steps(raw, kind, choices.step, name);
  if (series.values.size() < 2) {
    throw ConfigError(fmt::format(
        "{}: gives one step; a trace has at least two, since its step is read from them", name));
  }
  if (choices.repair == Repair::fail && raw.findings.need_repair())
    refuse(raw.findings, series, name);
  raw.provenance.repaired_steps = repair(series, choices.repair, name);
  raw.provenance.steps = static_cast<std::size_t>(series.values.size());
  raw.provenance.repair = to_string(choices.repair);
  return series;
}

StepSeries take_counts(RawTrace& raw, const ImportChoices& choices, const std::string& name) {
  StepSeries requests = take_steps(raw, TraceKind::counts, choices, name);
  auto& provenance = raw.provenance;
  requests.values = requests.values.round();  // lines between whole numbers
  if (choices.repair == Repair::linear) provenance.repair += ", rounded to whole requests";
  if (choices.scale) {
    scale_counts(requests, *choices.scale);
    provenance.conversion += fmt::format("; times {}, every sum from the start on rounded",
                                         format_number(*choices.scale));
  }
  provenance.requests = static_cast<std::uint64_t>(total_requests(requests, name));
  return requests;
}

}  // namespace

ImportedTrace import_trace(const Input& file, const ImportChoices& choices,
                           std::span<const TraceFormat> formats) {
  const TraceSource source(file, choices.style);
  const TraceFormat& format = choose_format(source, choices.format, formats);
  check_options(format, choices);
  RawTrace raw = format.read(source, choices);
  settle_doubts(raw, format, choices);
  ImportedTrace trace;
  trace.kind = format.kind;
  switch (format.kind) {
    case TraceKind::carbon:
      trace.g_per_kwh = take_steps(raw, format.kind, choices, source.name());
      check_magnitude(raw, trace.g_per_kwh.values.mean());
      break;
    case TraceKind::counts:
      trace.requests = take_counts(raw, choices, source.name());
      break;
    case TraceKind::arrivals:
      trace.arrivals = take_arrivals(raw, choices.sort);
      raw.provenance.repair = choices.sort ? "sort" : "fail";
      raw.provenance.requests = trace.arrivals.size();
      break;
    case TraceKind::forecasts:
      trace.forecasts = take_forecasts(raw);
      raw.provenance.repair = to_string(Repair::fail);
  }
  settle_doubts(raw, format, choices);
  trace.provenance = std::move(raw.provenance);
  trace.provenance.source = std::filesystem::path(file.name()).filename().string();
  trace.provenance.source_sha256 = file.sha256();
  trace.provenance.format = format.name;
  trace.provenance.findings = raw.findings.list();
  trace.findings = raw.findings.lines();
  return trace;
}

void write_trace(const ImportedTrace& trace, std::ostream& out) {
  switch (trace.kind) {
    case TraceKind::carbon:
      write_carbon_trace(trace.g_per_kwh, out);
      break;
    case TraceKind::counts:
      write_count_trace(trace.requests, out);
      break;
    case TraceKind::arrivals:
      write_timestamp_trace(trace.arrivals, out);
      break;
    case TraceKind::forecasts:
      write_vintages(trace.forecasts, out);
  }
}

void write_imported(const ImportedTrace& trace, TraceOutput& target) {
  target.write(trace.provenance, [&](std::ostream& out) { write_trace(trace, out); });
}

}  // namespace cadis

#include "trace/import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/names.hpp"
#include "model/trace_file.hpp"
#include "trace/repair.hpp"
#include "trace/steps.hpp"

namespace cadis {
namespace {

std::vector<std::string> names_of(std::span<const TraceFormat> formats) {
  std::vector<std::string> names;
  for (const TraceFormat& format : formats) names.push_back(format.name);
  return names;
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

void check_options(const TraceFormat& format, const ImportChoices& choices) {
  Problems problems;
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
    if (option.values.empty()
            ? value.empty()
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

}  // namespace

ImportedTrace import_trace(const std::filesystem::path& file, const ImportChoices& choices,
                           std::span<const TraceFormat> formats) {
  const TraceSource source(file);
  const TraceFormat& format = choose_format(source, choices.format, formats);
  check_options(format, choices);
  RawTrace raw = format.read(source, choices);
  ImportedTrace trace{to_steps(raw, choices.step, source.name()), std::move(raw.provenance), {}};
  StepSeries& series = trace.g_per_kwh;
  if (choices.repair == Repair::fail && raw.findings.need_repair()) {
    refuse(raw.findings, series, source.name());
  }
  auto& provenance = trace.provenance;
  provenance.repaired_steps = repair(series, choices.repair, source.name());
  provenance.source = file.filename().string();
  provenance.source_sha256 = sha256_of_file(file);
  provenance.format = format.name;
  provenance.repair = to_string(choices.repair);
  provenance.steps = static_cast<std::size_t>(series.values.size());
  provenance.findings = raw.findings.list();
  trace.findings = raw.findings.lines();
  return trace;
}

void write_imported(const ImportedTrace& trace, const std::filesystem::path& file) {
  const std::string text = format_carbon_trace(trace.g_per_kwh);
  TraceProvenance provenance = trace.provenance;
  provenance.trace_sha256 = sha256(text);
  write_whole(file, text);
  write_whole(provenance_file(file), format_provenance(provenance));
}

}  // namespace cadis

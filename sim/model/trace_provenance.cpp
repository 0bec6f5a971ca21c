#include "model/trace_provenance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/errors.hpp"

namespace cadis {
namespace {

using Json = nlohmann::ordered_json;

/// Calls `visit(key, text)` for every field that is plain text, in the order of the file.
template <class Provenance, class Visit>
void for_each_text(Provenance& provenance, const Visit& visit) {
  visit("version", provenance.version);
  visit("trace_sha256", provenance.trace_sha256);
  visit("source", provenance.source);
  visit("source_sha256", provenance.source_sha256);
  visit("format", provenance.format);
  visit("zone", provenance.zone);
  visit("column", provenance.column);
  visit("unit", provenance.unit);
  visit("conversion", provenance.conversion);
  visit("accounting", provenance.accounting);
  visit("emissions", provenance.emissions);
  visit("basis", provenance.basis);
  visit("factors", provenance.factors);
  visit("stamps", provenance.stamps);
  visit("repair", provenance.repair);
}

Json to_json(const TraceFinding& finding) {
  Json lines = Json::array();
  for (const TracePlace& place : finding.first) {
    lines.push_back({{"line", place.line}, {"detail", place.detail}});
  }
  return {{"what", finding.what},
          {"needs_repair", finding.needs_repair},
          {"count", finding.count},
          {"places", finding.places},
          {"first", std::move(lines)}};
}

TraceFinding to_finding(const Json& json) {
  TraceFinding finding{
      json.at("what"), json.at("needs_repair"), json.at("count"), json.at("places"), {}};
  for (const Json& place : json.at("first")) {
    finding.first.push_back({place.at("line"), place.at("detail")});
  }
  return finding;
}

}  // namespace

std::filesystem::path provenance_file(const std::filesystem::path& trace) {
  return trace.string() + ".provenance.json";
}

std::string format_provenance(const TraceProvenance& provenance) {
  Json json;
  json["cadis_trace"] = 1;
  for_each_text(provenance, [&](const char* key, const std::string& text) { json[key] = text; });
  json["steps"] = provenance.steps;
  json["repaired_steps"] = provenance.repaired_steps;
  json["requests"] = provenance.requests;
  json["findings"] = Json::array();
  for (const TraceFinding& finding : provenance.findings) {
    json["findings"].push_back(to_json(finding));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

TraceOutput::TraceOutput(const std::filesystem::path& named, bool replace)
    : trace_(named, replace) {
  if (!trace_.target().is_stream) provenance_.emplace(provenance_file(named), replace);
}

void TraceOutput::write(TraceProvenance provenance,
                        const std::function<void(std::ostream&)>& write) {
  trace_.write(write);
  if (provenance_) {
    provenance.trace_sha256 = sha256_of_file(trace_.path());
    const std::string text = format_provenance(provenance);
    provenance_->write([&](std::ostream& out) { out << text; });
  }
  trace_.commit();
  if (provenance_) provenance_->commit();
}

std::optional<TraceProvenance> read_provenance(const std::filesystem::path& trace,
                                               const std::string& trace_sha256) {
  const auto file = provenance_file(trace);
  std::error_code ignored;
  if (trace == "-" || !std::filesystem::exists(file, ignored)) return std::nullopt;
  TraceProvenance provenance;
  try {
    const Json json = Json::parse(read_text(file));
    for_each_text(provenance, [&](const char* key, std::string& text) { text = json.at(key); });
    provenance.steps = json.at("steps");
    provenance.repaired_steps = json.at("repaired_steps");
    provenance.requests = json.at("requests");
    for (const Json& finding : json.at("findings")) {
      provenance.findings.push_back(to_finding(finding));
    }
  } catch (const Json::exception&) {
    throw ConfigError(fmt::format(
        "{}: is not a trace's provenance: it is broken, or lacks something; import the trace "
        "again, or remove this file",
        file.string()));
  }
  if (provenance.trace_sha256 != trace_sha256) {
    throw ConfigError(fmt::format(
        "{}: was changed since it was imported: its SHA-256 is not the one that {} states; import "
        "it again, or remove that file if the change is meant",
        trace.string(), file.filename().string()));
  }
  return provenance;
}

}  // namespace cadis

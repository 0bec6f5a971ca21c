#include "cli/run_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/csv.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

std::string served_text(const Summary& summary) {
  const std::string accuracy =
      summary.served > 0 ? fmt::format(" at {:.3f} %", summary.accuracy_served_pct) : "";
  return fmt::format("{} of {} requests served{}", format_number(summary.served),
                     format_number(summary.arrivals), accuracy);
}

std::string carbon_text(const Summary& summary) {
  std::string text = fmt::format("{:.6g} g CO2e", summary.carbon.value());
  for (const auto& [name, grams] : summary.counted)
    text += fmt::format(", {:.6g} g by {}", grams.value(), name);
  if (!(summary.energy > Joules{0})) return text;
  const auto pct = [&](Joules part) { return 100 * (part / summary.energy); };
  return text + fmt::format("; joules: {:.1f} % idle, {:.1f} % service, {:.1f} % switching",
                            pct(summary.idle_energy), pct(summary.service_energy),
                            pct(summary.switch_energy));
}

/// Without an exponent, however long.
std::string milliseconds(Seconds time) {
  const double ms = 1000 * time.value();
  return ms < 1e4 ? fmt::format("{:.4g} ms", ms) : fmt::format("{:.0f} ms", ms);
}

std::string latency_text(const Scenario& scenario, const Summary& summary) {
  if (scenario.fidelity == Fidelity::fluid) return "not in fluid; take fidelity: queue";
  if (!(summary.served > 0)) return "nothing was served";
  std::string text =
      fmt::format("p50 {}, p95 {}, p99 {}", milliseconds(summary.latency_p50),
                  milliseconds(summary.latency_p95), milliseconds(summary.latency_p99));
  if (scenario.slo) {
    text +=
        fmt::format("; {:.3g} % above the {:.6g} ms of slo.latency",
                    100 * summary.slo_violations / summary.served, 1000 * scenario.slo->value());
  }
  return text;
}

std::string headroom_text(const Headroom& headroom) {
  return headroom.pct ? fmt::format("{:.2f} %: what timing could still save at this accuracy",
                                    std::max(0.0, *headroom.pct))
                      : "not computed: " + headroom.reason;
}

}  // namespace

std::string run_line(const Summary& summary, const std::filesystem::path& folder) {
  return fmt::format("{}: {}: {}, {:.6g} g CO2e; see {}\n", summary.scenario, summary.policy,
                     served_text(summary), summary.carbon.value(), folder.string());
}

std::string run_report(const Scenario& scenario, const RunResult& result, const Summary& summary,
                       const Assessment& assessment, const std::filesystem::path& folder) {
  std::string text =
      fmt::format("{}: {}: {}\n", summary.scenario, summary.policy, served_text(summary));
  const auto line = [&text](const char* name, const std::string& what) {
    text += fmt::format("  {:<9} {}\n", name, what);
  };
  line("carbon", carbon_text(summary));
  line("latency", latency_text(scenario, summary));
  line("load", fmt::format("hosts busy {:.1f} % of the time; at most {:.0f} requests in the system",
                           summary.busy_share_pct, largest_queue(result)));
  line("headroom", headroom_text(assessment.headroom));
  line("tables", folder.string());
  for (const std::string& warning : assessment.warnings) text += "warning: " + warning + "\n";
  return text;
}

std::string run_json(const Summary& summary, const Assessment& assessment,
                     const std::filesystem::path& folder) {
  const std::vector<std::string> counted = counted_names(summary);
  const std::vector<std::string> titles = summary_columns(counted);
  CsvWriter row(titles);
  write_summary_cells(row, summary, counted);
  row.end_row();
  const CsvTable table = CsvTable::parse(row.text(), "summary");
  nlohmann::ordered_json object;
  for (std::size_t column = 0; column < titles.size(); ++column) {
    const std::string& cell = table.cell(0, column);
    const auto number = parse_number(cell);
    if (cell == "true" || cell == "false")
      object[titles[column]] = cell == "true";
    else if (number && std::trunc(*number) == *number && std::abs(*number) < 1e15)
      object[titles[column]] = static_cast<std::int64_t>(*number);
    else if (number)
      object[titles[column]] = *number;
    else if (cell.empty())
      object[titles[column]] = nullptr;
    else
      object[titles[column]] = cell;
  }
  const auto& pct = assessment.headroom.pct;
  object["headroom_pct"] = pct ? nlohmann::ordered_json(*pct) : nlohmann::ordered_json();
  object["headroom_not_computed"] = assessment.headroom.reason;
  object["warnings"] = assessment.warnings;
  object["out"] = folder.string();
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace cadis

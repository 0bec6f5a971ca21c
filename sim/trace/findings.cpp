#include "trace/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cadis {

void Findings::note(std::string_view what, std::size_t line, std::string_view detail) {
  add(find(what, false), line, detail, 1);
}

void Findings::need(std::string_view what, std::size_t line, std::string_view detail,
                    std::size_t steps) {
  add(find(what, true), line, detail, steps);
}

void Findings::take(const Findings& others) {
  list_.insert(list_.end(), others.list_.begin(), others.list_.end());
}

bool Findings::need_repair() const {
  return std::any_of(list_.begin(), list_.end(),
                     [](const TraceFinding& finding) { return finding.needs_repair; });
}

std::vector<std::string> Findings::lines() const {
  std::vector<std::string> lines;
  for (const TraceFinding& finding : list_) {
    for (const TracePlace& place : finding.first) {
      lines.push_back(fmt::format("{}:{}: {}{}{}", file_, place.line, finding.what,
                                  place.detail.empty() ? "" : ": ", place.detail));
    }
    if (finding.places > finding.first.size()) {
      const auto more = finding.places - finding.first.size();
      lines.push_back(fmt::format("{}: {}: and {} more {}, {} in all", file_, finding.what, more,
                                  more == 1 ? "place" : "places", finding.count));
    }
  }
  return lines;
}

TraceFinding& Findings::find(std::string_view what, bool needs_repair) {
  const auto found = std::find_if(list_.begin(), list_.end(),
                                  [&](const TraceFinding& one) { return one.what == what; });
  if (found != list_.end()) return *found;
  return list_.emplace_back(TraceFinding{std::string(what), needs_repair, 0, 0, {}});
}

void Findings::add(TraceFinding& finding, std::size_t line, std::string_view detail,
                   std::size_t steps) {
  finding.count += steps;
  ++finding.places;
  if (finding.first.size() < shown_places) finding.first.push_back({line, std::string(detail)});
}

}  // namespace cadis

#include "trace/arrivals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.hpp"

namespace cadis {

void add_arrival(RawTrace& trace, UtcTime time, std::size_t line) {
  auto& arrivals = trace.arrivals;
  if (arrivals.size() >= most_arrivals) {
    throw ConfigError(fmt::format("{}:{}: more than {} requests; cut the file",
                                  trace.findings.file(), line, most_arrivals));
  }
  if (!arrivals.empty() && time < arrivals.back()) {
    trace.findings.need(trace.time_column + ": time goes back", line,
                        fmt::format("{} after {}", format_utc(time), format_utc(arrivals.back())));
  }
  arrivals.push_back(time);
}

std::vector<UtcTime> take_arrivals(RawTrace& trace, bool sort) {
  const std::string& name = trace.findings.file();
  if (trace.arrivals.empty()) throw ConfigError(name + ": holds no request to import");
  if (trace.findings.need_repair() && !sort) {
    std::vector<std::string> lines = trace.findings.lines();
    lines.push_back(name +
                    ": requests are not in order of time; choose --sort, which puts them in order");
    throw ConfigError(lines);
  }
  if (sort) std::sort(trace.arrivals.begin(), trace.arrivals.end());
  return std::move(trace.arrivals);
}

}  // namespace cadis

#include "study/headroom.hpp"

#include <fmt/format.h>

#include <regex>

#include "base/interrupt.hpp"
#include "report/summary.hpp"
#include "study/isolated.hpp"
#include "study/worker.hpp"

namespace cadis {
namespace {

/// Grams of the scenario under a policy that is given the accuracy.
double grams_of(ScenarioDocument document, std::span<const PolicyInfo> known,
                const std::string& policy, double accuracy_pct) {
  document.set("fidelity", "fluid");
  document.set("policy", fmt::format("{{name: {}, accuracy_pct: {}}}", policy, accuracy_pct));
  const Scenario scenario = document.read(known);
  Worker worker(scenario, known);
  return summarize(scenario, worker.finish()).carbon.value();
}

/// What a message says, without the place in front and the advice behind: both are of the scenario
/// in `fluid`, which nobody wrote.
std::string reason_in(const std::string& message) {
  static const std::regex place(R"(^[^\n]*?:\d+:\d+: )");
  const std::string said = std::regex_replace(message, place, "");
  return said.substr(0, said.find_first_of(";\n"));
}

}  // namespace

Headroom find_headroom(const ScenarioDocument& document, std::span<const PolicyInfo> known,
                       double accuracy_pct) {
  constexpr double rounding_pct = 1e-9;  // of a mean over requests
  try {
    const double asked_pct = accuracy_pct - rounding_pct;
    const double mix_g = grams_of(document, known, "static-mix", asked_pct);
    if (!(mix_g > 0)) return {std::nullopt, "a fixed mix emits nothing"};
    const double least_g = grams_of(document, known, "oracle", asked_pct);
    return {100 * (1 - least_g / mix_g), ""};
  } catch (const Interrupted&) {
    throw;
  } catch (const std::exception& error) {
    return {std::nullopt, reason_in(error.what())};
  }
}

}  // namespace cadis

#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/scenario.hpp"
#include "model/trace_provenance.hpp"
#include "model/yaml_map.hpp"

namespace cadis {

/// What the figures of several carbon traces count. Average and marginal intensities, or direct and
/// life-cycle emissions, are different quantities: their grams do not compare. A trace that does
/// not say what it counts clashes with none.
class Accounting {
 public:
  void add(const TraceProvenance& provenance);
  /// Takes over what another has seen.
  void add(const Accounting& other) { uses_.insert(other.uses_.begin(), other.uses_.end()); }
  /// A sentence for each pair that was mixed, naming a trace of either and how to allow it.
  [[nodiscard]] std::vector<std::string> clashes() const;

  using Uses = std::map<std::string, std::string>;  ///< by word, `marginal` say: a trace that is
  [[nodiscard]] const Uses& uses() const { return uses_; }
  static Accounting of(Uses uses);

 private:
  Uses uses_;
};

/// What a scenario's grid, or those of its regions, count, by the signal's key: `carbon`, and
/// `count_by.NAME` of each that joules are counted by as well.
std::map<std::string, Accounting> accounting_of(const Scenario& scenario);

/// Whether a scenario's grids, or its grid and the climatology that forecasts it, count the same,
/// and one signal of `count_by` in every region; unless its `allow` says that they need not.
void check_accounting(YamlMap& root, const Scenario& scenario);

/// The key `allow` of a study or a scenario: whether it holds `mixed-accounting`, so that what is
/// usually a mistake is done.
bool allows_mixed_accounting(YamlMap& root);

}  // namespace cadis

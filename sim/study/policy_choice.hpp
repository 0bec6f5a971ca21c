#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/scenario_reader.hpp"

namespace cadis {

/// A cell's policy, with what only a study understands taken out.
struct PolicyChoice {
  std::string name, label;
  std::string match;  ///< label of the policy it is matched to; empty: none
  std::vector<std::pair<std::string, YamlNode>> params;  ///< the other keys
  std::string where;                                     ///< in the study file, for messages
};

/// The policy of a cell's document; an empty one where it is no map, which the reader reports.
PolicyChoice read_choice(const ScenarioDocument& document);

/// Equal for two policies that do the same, whatever they are called.
std::string meaning(const PolicyChoice& policy);

}  // namespace cadis

/// static: one named variant, always.
///
/// Objective: none; a reference point of the user's choice.
/// Information used: none. Cost per decision: O(variants), the copy of one row.

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "policies/fixed_mix.hpp"

namespace cadis::policies {

const PolicyInfo& static_variant() {
  static const PolicyInfo info{
      "static",
      "one named variant, always",
      {{"variant",
        ParamInfo::Kind::variant,
        {},
        "The variant that answers every request; required.",
        true}},
      [](PolicyInputs& inputs) -> std::unique_ptr<Policy> {
        const auto& names = inputs.pool().names;
        const auto variant = inputs.text("variant");
        if (!variant) throw ConfigError("policy.variant: missing; " + suggest("", names));
        const auto found = std::find(names.begin(), names.end(), *variant);
        if (found == names.end()) {
          throw ConfigError(fmt::format("policy.variant: no variant '{}' in the pool; {}", *variant,
                                        suggest(*variant, names)));
        }
        const auto index = static_cast<std::size_t>(found - names.begin());
        return std::make_unique<FixedMix>(Decision::one(index, names.size()));
      }};
  return info;
}

}  // namespace cadis::policies

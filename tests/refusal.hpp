#pragma once

#include <string>

#include "base/errors.hpp"

namespace cadis::test {

/// The message with which `work` is refused, or "nothing was thrown".
template <class Work>
std::string refusal_of(const Work& work) {
  try {
    static_cast<void>(work());
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace cadis::test

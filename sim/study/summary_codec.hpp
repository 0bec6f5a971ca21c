#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "report/summary.hpp"

namespace cadis {

/// A run's totals as CBOR, for a study's store; every double survives exactly. Whoever changes what
/// is in it, or what a run's outputs mean, raises `result_format`: then nothing old is reused.
std::vector<std::uint8_t> encode_summary(const Summary& summary);
Summary decode_summary(std::span<const std::uint8_t> bytes);

inline constexpr int result_format = 1;

}  // namespace cadis

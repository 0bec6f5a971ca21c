#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/records.hpp"

namespace cadis {

/// A run's result as CBOR, for passing it between processes; every double survives exactly.
std::vector<std::uint8_t> encode_result(const RunResult& result);
RunResult decode_result(std::span<const std::uint8_t> bytes);

}  // namespace cadis

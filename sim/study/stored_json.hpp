#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "study/damaged.hpp"

namespace cadis {

/// What `decode` makes of a document; DamagedError where the document has not what it asks for.
template <class Decode>
auto decode_stored(const Decode& decode) try {
  return decode();
} catch (const nlohmann::json::exception&) {
  throw DamagedError("holds something else than Cadis writes there");
}

/// Documents that are as flat as Cadis writes them: what is nested deeper would cost stack.
nlohmann::json read_stored_cbor(std::span<const std::uint8_t> bytes);
nlohmann::ordered_json read_stored_json(const std::string& text);

}  // namespace cadis

#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "model/scenario.hpp"

namespace cadis {

/// What makes two runs the same: 128 bits of a SHA-256.
using RunKey = std::array<std::uint8_t, 16>;
std::string to_hex(const RunKey& key);
/// What tables and folders call a run: the first 16 digits.
std::string run_id(const RunKey& key);

/// Of the resolved scenario, the contents of the files it reads, this program's version and
/// `result_format`. Not of `document`, the file that the scenario itself stands in: another cell
/// beside it changes no result.
RunKey run_key(const Scenario& scenario, const std::filesystem::path& document);
/// The text that the key is a digest of.
std::string run_key_text(const Scenario& scenario, const std::filesystem::path& document);
RunKey key_of(std::string_view text);
/// Of a run whose policy takes its target from another run.
RunKey matched_key(const RunKey& run, const RunKey& target);

}  // namespace cadis

#include "study/run_key.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/files.hpp"
#include "report/manifest.hpp"
#include "study/summary_codec.hpp"

namespace cadis {
namespace {

RunKey key_of(std::string_view text) {
  const std::string digest = sha256(text);
  RunKey key;
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(std::stoul(digest.substr(2 * i, 2), nullptr, 16));
  }
  return key;
}

}  // namespace

std::string to_hex(const RunKey& key) { return fmt::format("{:02x}", fmt::join(key, "")); }

std::string run_id(const RunKey& key) { return to_hex(key).substr(0, 16); }

RunKey run_key(const Scenario& scenario, const std::filesystem::path& document) {
  std::vector<std::string> inputs;
  for (const auto& [path, hash] : scenario.input_sha256) {
    if (path != document.string()) inputs.push_back(hash);
  }
  std::sort(inputs.begin(), inputs.end());
  return key_of(fmt::format("cadis {} {}\n{}\n{}\n", cadis_version(), result_format,
                            scenario.resolved_json, fmt::join(inputs, "\n")));
}

RunKey matched_key(const RunKey& run, const RunKey& target) {
  return key_of(to_hex(run) + " matched to " + to_hex(target));
}

}  // namespace cadis

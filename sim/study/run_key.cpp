#include "study/run_key.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/files.hpp"
#include "report/manifest.hpp"
#include "study/summary_codec.hpp"

namespace cadis {

RunKey key_of(std::string_view text) {
  const std::string digest = sha256(text);
  RunKey key;
  for (std::size_t i = 0; i < key.size(); ++i)
    std::from_chars(&digest[2 * i], &digest[2 * i] + 2, key[i], 16);
  return key;
}

std::string to_hex(const RunKey& key) { return fmt::format("{:02x}", fmt::join(key, "")); }

std::string run_id(const RunKey& key) { return to_hex(key).substr(0, 16); }

RunKey run_key(const Scenario& scenario, const std::filesystem::path& document) {
  return key_of(run_key_text(scenario, document));
}

std::string run_key_text(const Scenario& scenario, const std::filesystem::path& document) {
  std::vector<std::string> inputs;
  for (const auto& [path, hash] : scenario.input_sha256) {
    if (path != document.string()) inputs.push_back(hash);
  }
  std::sort(inputs.begin(), inputs.end());
  return fmt::format("cadis {} {}\n{}\n{}\n", cadis_version(), result_format,
                     scenario.resolved_json, fmt::join(inputs, "\n"));
}

RunKey matched_key(const RunKey& run, const RunKey& target) {
  return key_of(to_hex(run) + " matched to " + to_hex(target));
}

}  // namespace cadis

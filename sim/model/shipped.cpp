#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "base/errors.hpp"
#include "base/names.hpp"
#include "model/scenario_reader.hpp"
#include "model/scenario_sections.hpp"

namespace cadis {
namespace fs = std::filesystem;
namespace {

const char* chosen_folder() {
  const char* chosen = std::getenv("CADIS_DATA");
  return chosen != nullptr && *chosen != '\0' ? chosen : nullptr;
}

/// Why something shipped is not there.
std::string absence(const fs::path& file) {
  if (chosen_folder() == nullptr) {
    return fmt::format(
        "the shipped files are not where Cadis was configured with: there is no {}; set CADIS_DATA "
        "to the folder that holds platforms/ and traces/",
        file.string());
  }
  return fmt::format(
      "CADIS_DATA: there is no {}; expected the folder that holds Cadis' platforms/ and traces/, "
      "whole; correct it, or unset it for {}",
      file.string(), CADIS_DATA_FOLDER);
}

}  // namespace

fs::path data_folder() {
  const char* chosen = chosen_folder();
  return chosen != nullptr ? fs::path(chosen) : fs::path(CADIS_DATA_FOLDER);
}

fs::path shipped(const fs::path& below) {
  const fs::path file = data_folder() / below;
  std::error_code none;
  if (!fs::exists(file, none)) throw ConfigError(absence(file));
  return file;
}

bool is_shipped(const fs::path& folder, const std::string& name, const std::string& suffix) {
  std::error_code none;
  return name.find('/') == std::string::npos && fs::is_regular_file(folder / (name + suffix), none);
}

std::vector<std::string> shipped_names(const fs::path& folder, const std::string& suffix) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == suffix) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string suggest_shipped(const fs::path& folder, const std::string& name,
                            const std::string& suffix) {
  std::error_code none;
  if (!fs::is_directory(folder, none)) return absence(folder);
  return suggest(name, shipped_names(folder, suffix));
}

}  // namespace cadis

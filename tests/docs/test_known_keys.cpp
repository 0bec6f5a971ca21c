#include <doctest/doctest.h>
#include <unistd.h>

#include <functional>
#include <set>

#include "base/errors.hpp"
#include "docs/page.hpp"
#include "model/scenario_reader.hpp"
#include "model/yaml_document.hpp"
#include "policies/registry.hpp"
#include "study/study_file.hpp"

using namespace cadis;
using namespace cadis::tests;
namespace fs = std::filesystem;

/// A reader that meets an unknown key says which it knows. So each map of each example is given
/// one, and what the reader then says has to be in the tables, at that very place.
namespace {

const std::string stranger = "no_such_key";

std::vector<std::string> problems_of(const std::string& kind, const fs::path& file) {
  try {
    if (kind == "Scenario")
      static_cast<void>(ScenarioDocument::load(file).read(policies::registry()));
    if (kind == "Study") static_cast<void>(read_study(file));
    if (kind == "Platform") static_cast<void>(read_platform(file));
    if (kind == "Family") static_cast<void>(read_family(file));
  } catch (const ConfigError& error) {
    return error.problems();
  }
  return {};
}

/// Calls `visit` for every map below a node; what it does to the map is undone afterwards.
void for_each_map(YamlNode& node, const std::function<void(YamlNode&)>& visit) {
  if (node.kind == YamlNode::Kind::map) {
    const YamlNode before = node;
    visit(node);
    node = before;
  }
  for (auto& item : node.items) for_each_map(item, visit);
}

/// `devices.big.pstates[1].speed` as the tables write it: `devices.NAME.pstates[].speed`; a range
/// on an axis of whatever key: `axes.KEY.from`. What a region's carbon has is what carbon has, and
/// so does a signal that only counts.
std::string key_in_tables(const std::string& path) {
  const auto indices = std::regex_replace(path, std::regex(R"(\[\d+\])"), "[]");
  const auto named =
      std::regex_replace(indices, std::regex(R"(^(devices|variants|regions)\.\w+)"), "$1.NAME");
  const auto of_grid = std::regex_replace(
      named, std::regex(R"(^(regions\.NAME\.)?(carbon|count_by\.[\w-]+)\.)"), "carbon.");
  return std::regex_replace(of_grid, std::regex(R"(^axes\..+\.$)"), "axes.KEY.");
}

std::set<std::string> names_of(const Page& section) {
  std::set<std::string> names;
  for (const Row& row : section.rows()) names.insert(row.names.begin(), row.names.end());
  return names;
}

struct Answer {
  std::string map;  ///< as in the tables, with a dot behind it; empty for the file itself
  std::vector<std::string> known;  ///< as far as the message lists them
  std::size_t count;
};

/// What "...: fleet[0].no_such_key: unknown key; known: device, count" says; nothing for other
/// problems.
std::vector<Answer> answers(const std::vector<std::string>& problems) {
  std::vector<Answer> all;
  const std::regex pattern(": ([^ ]*)" + stranger +
                           ": unknown key; (?:did you mean '\\w+'\\? )?known: (\\w+(?:, "
                           "\\w+)*)(?:, \\.\\.\\. \\((\\d+) in all\\))?");
  for (const auto& problem : problems) {
    std::smatch match;
    if (!std::regex_search(problem, match, pattern)) continue;
    Answer answer{key_in_tables(match[1]), all_matches(match[2], R"((\w+))"), 0};
    answer.count = match[3].matched ? std::stoul(match[3]) : answer.known.size();
    all.push_back(std::move(answer));
  }
  return all;
}

/// The message stops after a dozen keys, but says how many there are. Rows may be more: some keys
/// go with others.
void check(const Answer& answer, const std::set<std::string>& documented) {
  for (const auto& key : answer.known) {
    INFO(answer.map, key);
    CHECK(documented.contains(answer.map + key));
  }
  const auto rows = std::count_if(documented.begin(), documented.end(), [&](const auto& name) {
    return name.starts_with(answer.map) && name.find('.', answer.map.size()) == std::string::npos;
  });
  INFO("keys of ", answer.map);
  CHECK(static_cast<std::size_t>(rows) >= answer.count);
}

}  // namespace

TEST_CASE("every key that a reader knows has a row in docs/scenario.md at its place") {
  const Page page = Page::read("scenario.md");
  const fs::path folder = fs::temp_directory_path() / ("cadis-keys-" + std::to_string(getpid()));
  fs::create_directories(folder);
  for (const Block& block : page.blocks()) {
    if (!block.name.empty()) write_whole(folder / block.name, block.text);
  }
  for (const std::string kind : {"Scenario", "Study", "Platform", "Family"}) {
    INFO(kind);
    const Page section = page.section(kind);
    const auto names = names_of(section);
    std::size_t asked = 0;
    for (const Block& example : section.blocks()) {
      YamlNode root = parse_yaml_document(example.text, example.name);
      for_each_map(root, [&](YamlNode& map) {
        map.keys.push_back({stranger, ""});
        map.items.emplace_back().kind = YamlNode::Kind::scalar;
        map.items.back().text = "1";
        write_whole(folder / "changed.yaml", format_yaml(root));
        for (const auto& answer : answers(problems_of(kind, folder / "changed.yaml"))) {
          check(answer, names);
          ++asked;
        }
      });
    }
    CHECK(asked > 0);
  }
  fs::remove_all(folder);
}

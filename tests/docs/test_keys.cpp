#include <doctest/doctest.h>

#include <map>
#include <set>

#include "docs/page.hpp"
#include "policies/registry.hpp"

using namespace cadis;
using namespace cadis::tests;
namespace fs = std::filesystem;

/// Keys are read by name, so the readers' sources say which there are: every literal that a
/// question of YamlMap, or a function that takes a map and a key, is asked with.
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : "|") + word;
  return text;
}

/// The questions of YamlMap that take a key, from its header: `number`, `text`, `has`, ...
std::vector<std::string> questions() {
  std::vector<std::string> found = all_matches(read_text(source("sim/model/yaml_map.hpp")),
                                               R"((\w+)\(const std::string& key\b)");
  // `problem` and `expected` report; `find` alone also points at a key of another reader.
  std::erase_if(found, [](const auto& name) {
    return name == "problem" || name == "expected" || name == "dotted" || name == "find";
  });
  return found;
}

/// find_input(map, "platform", ...): functions that read one key of a map given to them.
std::vector<std::string> key_functions() {
  return all_matches(read_text(source("sim/model/scenario_sections.hpp")),
                     R"((\w+)\(YamlMap& \w+, const std::string& key\b)");
}

/// A reader's source file and the word that the heading of its keys has: platform_file.cpp,
/// `platform`.
std::map<fs::path, std::string> readers() {
  std::map<fs::path, std::string> found;
  for (const char* folder : {"sim/model", "sim/study"}) {
    for (const auto& entry : fs::directory_iterator(source(folder))) {
      const auto stem = entry.path().stem().string();
      const auto underscore = stem.rfind('_');
      if (entry.path().extension() != ".cpp" || underscore == std::string::npos) continue;
      const auto kind = stem.substr(underscore + 1);
      if (kind == "reader" || kind == "file") found[entry.path()] = stem.substr(0, underscore);
    }
  }
  return found;
}

std::set<std::string> keys_in(const std::string& code) {
  std::set<std::string> keys;
  const std::vector<std::string> patterns = {
      R"re((?:\.|->)(?:)re" + joined(questions()) + R"re()\("(\w+)")re",
      "(?:" + joined(key_functions()) + R"re()\(\*?\w+, "(\w+)")re", R"re(root_\["(\w+)"\])re"};
  for (const auto& pattern : patterns) {
    for (const auto& key : all_matches(code, pattern)) keys.insert(key);
  }
  return keys;
}

}  // namespace

TEST_CASE("every key that a reader asks for has a row in its section of docs/scenario.md") {
  const Page page = Page::read("scenario.md");
  std::size_t count = 0;
  for (const auto& reader : readers()) {
    const auto& file = reader.first;  // clang 14 captures no structured binding
    const auto& word = reader.second;
    const auto code = read_text(file);
    auto keys = keys_in(code);
    if (code.find("check_version(") != std::string::npos)
      keys.merge(keys_in(read_text(source("sim/model/yaml_map.cpp"))));
    count += keys.size();
    if (keys.empty()) continue;
    const Page section = page.section(word).own();
    for (const auto& key : keys) {
      INFO(file.filename().string(), ": ", key);
      CHECK_FALSE(section.row_of(key).empty());
    }
  }
  CHECK(count > 50);  // the search itself still finds keys
}

TEST_CASE(
    "every row of docs/scenario.md's key tables is a key, a policy's parameter, a column or an "
    "option") {
  std::string code;
  for (const char* folder : {"sim/model", "sim/study", "sim/cli"}) {
    for (const auto& entry : fs::directory_iterator(source(folder)))
      code += read_text(entry.path());
  }
  for (const auto& info : policies::registry()) {
    for (const auto& param : info.params) code += "\"" + param.key + "\"";
  }
  for (const Row& row : Page::read("scenario.md").rows()) {
    for (const auto& name : row.names) {
      const auto words = all_matches(name, R"(([\w.\[\]-]+))");
      REQUIRE_FALSE(words.empty());
      const auto key = Page::last_part(words.front().starts_with("--") ? words.front().substr(2)
                                                                       : words.front());
      INFO(row.text);
      const bool is_placeholder =
          key.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;  // `variants.NAME`
      CHECK((is_placeholder || code.find("\"" + key) != std::string::npos ||
             code.find("\"--" + key) != std::string::npos));
    }
  }
}

TEST_CASE("every word that a key may have stands in the key's row of docs/scenario.md") {
  const Page page = Page::read("scenario.md");
  std::size_t count = 0;
  for (const auto& [file, word] : readers()) {
    const std::string code = read_text(file);
    const std::regex pattern(R"re((?:\.|->)word\("(\w+)", \{([^}]*)\})re");
    for (std::sregex_iterator at(code.begin(), code.end(), pattern), end; at != end; ++at) {
      const auto row = page.section(word).row_of((*at)[1]);
      for (const auto& choice : all_matches((*at)[2], R"re("([^"]+)")re")) {
        INFO((*at)[1].str(), ": ", choice);
        CHECK(row.find("`" + choice + "`") != std::string::npos);
        ++count;
      }
    }
  }
  CHECK(count > 8);
}

TEST_CASE("every arrival process and every field of Observation is explained in docs/model.md") {
  const Page page = Page::read("model.md");
  const auto words = all_matches(read_text(source("sim/model/arrivals_reader.cpp")),
                                 R"re(word\("process", \{([^}]*)\})re");
  REQUIRE(words.size() == 1);
  for (const auto& process : all_matches(words.front(), R"re("(\w+)")re")) {
    INFO(process);
    CHECK_FALSE(page.section("arrivals").row_of(process).empty());
  }
  auto observation = all_matches(read_text(source("sim/model/policy.hpp")),
                                 R"re(struct Observation \{\n((?:  .*\n)*)\};)re");
  REQUIRE(observation.size() == 1);
  observation.front() = std::regex_replace(observation.front(), std::regex("//.*"), "");
  std::size_t count = 0;
  for (const auto& field : all_matches(observation.front(), R"re((\w+)(?: = 0|\{0\})?[;,])re")) {
    INFO(field);
    CHECK_FALSE(page.section("policies").row_of(field).empty());
    ++count;
  }
  CHECK(count >= 10);
}

TEST_CASE(
    "every policy has a row in docs/model.md, every parameter and choice one in docs/scenario.md") {
  const Page rules = Page::read("model.md").section("policies");
  const Page keys = Page::read("scenario.md").section("policy");
  for (const auto& info : policies::registry()) {
    INFO(info.name);
    CHECK_FALSE(rules.row_of(info.name).empty());
    for (const auto& param : info.params) {
      INFO(param.key);
      const auto row = keys.row_of(param.key);
      CHECK(row.find("`" + info.name + "`") != std::string::npos);
      for (const auto& choice : param.choices)
        CHECK(row.find("`" + choice + "`") != std::string::npos);
    }
  }
}

TEST_CASE(
    "every column of a file that Cadis reads, and every environment variable, is named in "
    "docs/scenario.md") {
  const std::string text = Page::read("scenario.md").text();
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(source("sim"))) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string code = read_text(entry.path());
    for (const auto* pattern :
         {R"re(column\((?:\w+, )?"([\w ()]+)"\))re", R"re(getenv\("(\w+)"\))re"}) {
      for (const auto& name : all_matches(code, pattern)) names.insert(name);
    }
  }
  CHECK(names.size() > 8);
  for (const auto& name : names) {
    INFO(name);
    CHECK(text.find("`" + name + "`") != std::string::npos);
  }
}

TEST_CASE("every package that Cadis needs has a row in docs/dependencies.md, and no other has") {
  std::set<std::string> wanted, described;
  for (const auto& line : lines_of(read_text(source("packages.txt")))) {
    if (!line.empty() && line.front() != '#') wanted.insert(line.substr(0, line.find(' ')));
  }
  for (const Row& row : Page::read("dependencies.md").section("Packages").rows())
    described.insert(row.names.begin(), row.names.end());
  CHECK(wanted == described);
}

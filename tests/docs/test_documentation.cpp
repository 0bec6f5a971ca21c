#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/csv.hpp"
#include "docs/page.hpp"
#include "model/scenario_reader.hpp"
#include "study/isolated.hpp"

using namespace cadis;
using namespace cadis::tests;
namespace fs = std::filesystem;

namespace cadis::policies {
const PolicyInfo& threshold();
}  // namespace cadis::policies

namespace {

/// A folder of its own, removed afterwards, with the named blocks of a page as its files.
class Folder {
 public:
  explicit Folder(const Page& page)
      : path_(fs::temp_directory_path() / ("cadis-docs-" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
    for (const Block& block : page.blocks()) {
      if (!block.name.empty()) write_whole(path_ / block.name, block.text);
    }
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path file(const std::string& name) const { return path_ / name; }

  struct Outcome {
    int code;
    std::string out, err;
  };
  [[nodiscard]] Outcome cadis(const std::string& arguments) const {
    const std::string command = "cd '" + path_.string() + "' && '" + CADIS_PROGRAM + "' " +
                                arguments + " >out.txt 2>err.txt";
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), read_text(file("out.txt")), read_text(file("err.txt"))};
  }

 private:
  fs::path path_;
};

/// The words of a usage line's alternatives: "trace import|generate ..." gives import and generate.
std::vector<std::string> alternatives(const std::string& help, const std::string& command) {
  std::vector<std::string> words;
  for (const auto& list : all_matches(help, "usage: cadis " + command + R"( (\w+(?:\|\w+)+))")) {
    for (const auto& word : all_matches(list, R"((\w+))")) words.push_back(word);
  }
  return words;
}

void check_options(const Folder& folder, const std::string& command, const Page& section) {
  const auto help = folder.cadis(command + " --help");
  REQUIRE(help.code == 0);
  for (const auto& option : all_matches(help.out, R"(\n  (--[\w-]+))")) {
    INFO("cadis ", command, " ", option);
    CHECK_FALSE(section.row_of(option).empty());
  }
  for (const auto& choices : all_matches(help.out, R"(--\w+ (\w+(?:\|\w+)+))")) {
    for (const auto& choice : all_matches(choices, R"((\w+))"))
      CHECK(section.text().find("`" + choice + "`") != std::string::npos);
  }
  for (const auto& word : alternatives(help.out, command)) {
    INFO("cadis ", command, " ", word);
    CHECK(section.text().find("`" + word + "`") != std::string::npos);
    if (folder.cadis(command + " " + word + " --help")
            .out.find("usage: cadis " + command + " " + word + " ") != std::string::npos) {
      check_options(folder, command + " " + word, section.section(word));
    }
  }
}

/// Every name in an object and those below it, except in maps whose names are the user's own.
void add_names(const nlohmann::json& object, const std::string& prefix,
               std::set<std::string>& names) {
  const std::set<std::string> users_own = {
      "scenario",          "inputs_sha256",       "axes",
      "carbon_provenance", "count_by_provenance", "requests_provenance"};
  for (const auto& [name, value] : object.items()) {
    names.insert(prefix + name);
    if (users_own.contains(name)) continue;
    if (value.is_object()) add_names(value, prefix + name + ".", names);
    if (value.is_array() && !value.empty() && value.front().is_object())
      add_names(value.front(), prefix + name + "[].", names);
  }
}

/// `carbon_life-cycle_g` as the tables write it: `carbon_NAME_g`.
std::string column_in_tables(const std::string& column) {
  return std::regex_replace(column, std::regex("^(carbon|cee)_life-cycle_"), "$1_NAME_");
}

/// The fields of every output file below a folder, by file name; axis columns, whose names are the
/// study's own, left out.
std::map<std::string, std::set<std::string>> fields_of(const fs::path& folder,
                                                       const std::set<std::string>& axes) {
  std::map<std::string, std::set<std::string>> fields;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    auto& names = fields[entry.path().filename().string()];
    if (entry.path().extension() == ".json")
      add_names(nlohmann::json::parse(read_text(entry.path())), "", names);
    if (entry.path().extension() == ".csv") {
      const CsvTable table = CsvTable::read(entry.path());
      for (const auto& column : table.header()) {
        if (!axes.contains(column)) names.insert(column_in_tables(column));
      }
    }
    const bool has_fields = !entry.is_directory() && entry.path().extension() != ".sqlite";
    if (!has_fields) fields.erase(entry.path().filename().string());
  }
  return fields;
}

}  // namespace

TEST_CASE("README's scenario and its commands run as they stand, and its links lead somewhere") {
  const Page page = Page::read("../README.md");
  const Folder folder(page);
  const auto commands =
      all_matches(read_text(source("README.md")), "build/release/cadis (run [^\n]*)");
  CHECK(commands.size() == 2);
  for (const auto& command : commands) {
    INFO(command);
    CHECK(folder.cadis(command + " --set 'duration=1 h'").code == 0);
  }
  const auto blocks = page.blocks();
  const auto shown = std::find_if(blocks.begin(), blocks.end(),
                                  [](const Block& block) { return block.language == "text"; });
  REQUIRE(shown != blocks.end());
  CHECK(folder.cadis(commands[0] + " --force").err == shown->text);
  for (const auto& link : all_matches(read_text(source("README.md")), R"(\]\((?!http)([^)]+)\))"))
    CHECK_MESSAGE(fs::exists(source(link)), link);
}

TEST_CASE("every example of docs/scenario.md has a file name and is accepted by cadis validate") {
  const Page page = Page::read("scenario.md");
  const Folder folder(page);
  std::size_t count = 0;
  for (const Block& block : page.blocks()) {
    if (block.language != "yaml" && block.language != "csv") continue;
    INFO(block.language, " ", block.name);
    REQUIRE_FALSE(block.name.empty());
    const auto outcome = folder.cadis("validate " + block.name);
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    ++count;
  }
  CHECK(count >= 5);
}

TEST_CASE("every subcommand and every option has its place in docs/scenario.md") {
  const Page page = Page::read("scenario.md");
  const Folder folder(page);
  const auto overview = folder.cadis("help");
  const auto commands = all_matches(overview.out, R"(\n  (\w+) )");
  CHECK(commands.size() >= 5);
  for (const auto& command : commands) {
    INFO("cadis ", command);
    check_options(folder, command, page.section("Command").section(command));
  }
  for (const char* word : {"--version", "help", "--help"})
    CHECK_FALSE(page.section("Command").row_of(word).empty());
}

TEST_CASE("every column and manifest field of a run has a row in docs/outputs.md") {
  const Page page = Page::read("outputs.md").section("run");
  const Folder folder(Page::read("scenario.md"));
  for (const char* run : {"night", "two-regions"}) {
    const auto outcome = folder.cadis(std::string("run ") + run + ".yaml --out results/" + run);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
  }
  const auto files = fields_of(folder.file("results"), {});
  CHECK(files.size() >= 5);
  for (const auto& entry : files) {
    const auto& file = entry.first;  // clang 14 captures no structured binding
    const auto& names = entry.second;
    const Page section = page.section(file);
    CHECK_FALSE(names.empty());
    for (const auto& name : names) {
      INFO(file, ": ", name);
      CHECK_FALSE(section.row_of(name).empty());
    }
    for (const Row& row : section.rows()) {
      for (const auto& name : row.names) {
        INFO(file, " is said to have ", name);
        CHECK(names.contains(name));
      }
    }
  }
}

TEST_CASE("every column and manifest field of a study has a row in docs/outputs.md") {
  const Page page = Page::read("outputs.md");
  const Folder folder(Page::read("scenario.md"));
  // One policy asks for more accuracy than there is, so that the manifest has a failed run to
  // describe.
  std::string study = read_text(folder.file("nights.yaml"));
  const std::string axis = "\n  policy:\n";
  REQUIRE(study.find(axis) != std::string::npos);
  study.insert(study.find(axis) + axis.size(),
               "    - {name: oracle, label: too-much, accuracy_pct: 99.99}\n");
  const std::string axes_key = "\naxes:\n";
  REQUIRE(study.find(axes_key) != std::string::npos);
  study.insert(study.find(axes_key) + axes_key.size(), "  jitter.seed: [0, 1]\n");
  write_whole(folder.file("nights.yaml"), study);
  const auto outcome = folder.cadis("study nights.yaml --epochs --out results");
  INFO(outcome.err);
  REQUIRE(outcome.code == 1);
  const auto manifest = nlohmann::json::parse(read_text(folder.file("results/manifest.json")));
  std::set<std::string> axes;
  for (const auto& one : manifest.at("axes")) {
    for (const std::string key : one.at("columns")) {
      axes.insert("axis_" + key);
      if (key != "policy") axes.insert(key);  // `policy` is a column of the tables' own
    }
  }
  for (const auto& entry : fields_of(folder.file("results"), axes)) {
    const auto& file = entry.first;
    const auto& names = entry.second;
    // The tables of single cells are those of a run, and its manifest is of another kind.
    const bool is_of_run = file == "summary.csv" || file == "epochs.csv" || file == "latency.csv" ||
                           file == "regions.csv";
    const Page section = page.section(is_of_run ? "run" : "study").section(file);
    const bool repeats_summary = file == "runs.csv" || file == "references.csv";
    for (const auto& name : names) {
      INFO(file, ": ", name);
      const bool is_summary = repeats_summary && !page.section("summary.csv").row_of(name).empty();
      CHECK((is_summary || !section.row_of(name).empty()));
    }
  }
}

TEST_CASE(
    "the policy and the tests that docs/adding-a-policy.md shows are those compiled here, word for "
    "word") {
  const Page page = Page::read("adding-a-policy.md");
  for (const char* file : {"threshold.cpp", "test_threshold.cpp"}) {
    INFO(file);
    CHECK(page.text().find("```cpp\n" + read_text(source(std::string("tests/docs/") + file)) +
                           "```\n") != std::string::npos);
  }
}

TEST_CASE("the scenario of docs/adding-a-policy.md runs with the policy it shows") {
  const Folder folder(Page::read("adding-a-policy.md"));
  const std::span<const PolicyInfo> known(&policies::threshold(), 1);
  const Scenario scenario = ScenarioDocument::load(folder.file("clean.yaml")).read(known);
  const RunResult result = run_isolated(scenario, known);
  REQUIRE_FALSE(result.epochs.empty());
  std::set<double> shares;
  for (const EpochRecord& epoch : result.epochs) shares.insert(epoch.shares[0]);
  CHECK(shares == std::set<double>{0, 1});  // both variants had their turn
  CHECK_FALSE(result.peeks);
}

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <set>
#include <thread>

#include "docs/page.hpp"
#include "experiments/documented_commands.hpp"
#include "experiments/small_results.hpp"

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;
using cadis::tests::all_matches;
using cadis::tests::lines_of;

namespace {

const fs::path root = CADIS_SOURCE_FOLDER;

bool is_made(const fs::path& path) {
  const std::string top = fs::relative(path, root).begin()->string();
  return top == "build" || top == "results" || top == ".git";
}

/// Files of the repository whose name ends so.
std::vector<fs::path> files_with(const std::string& ending) {
  std::vector<fs::path> files;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator();
       ++at) {
    if (at->is_directory() && is_made(at->path())) at.disable_recursion_pending();
    if (at->is_regular_file() && at->path().string().ends_with(ending)) files.push_back(*at);
  }
  return files;
}

/// The commands of a page's ```sh blocks, without comments, lines that go on joined.
void add_commands(const fs::path& page, std::set<std::string>& commands) {
  bool is_shell = false, is_block = false;
  std::string begun;
  for (const std::string& line : lines_of(read_text(page))) {
    if (line.starts_with("```")) {
      is_block = !is_block;
      is_shell = is_block && (line == "```sh" || line.starts_with("```sh "));
      continue;
    }
    if (!is_shell) continue;
    const std::string text = begun + std::regex_replace(line, std::regex("(^| +)#( .*)?$| +$"), "");
    begun.clear();
    if (text.ends_with("\\"))
      begun = text.substr(0, text.size() - 1);
    else if (!text.empty())
      commands.insert(text);
  }
}

/// All that pages and usage lines name, and every script that there is.
std::set<std::string> documented() {
  std::set<std::string> commands;
  for (const fs::path& page : files_with(".md")) add_commands(page, commands);
  for (const fs::path& file : files_with("")) {
    const std::string name = fs::relative(file, root).string();
    if (!name.starts_with("experiments/") && !name.starts_with("tests/") &&
        !name.starts_with("platforms/") && !name.starts_with("traces/") && name != ".ci/run")
      continue;
    if (file.extension() == ".cpp" || file.extension() == ".hpp") continue;
    const std::string text = read_text(file);
    if (text.starts_with("#!"))
      commands.insert(name.ends_with("derive.py") ? "python3 " + name
                      : name.starts_with("experiments/scaling")
                          ? "/usr/bin/python3 " + name + " --seeds"
                          : name);
    for (const std::string& usage : all_matches(text, "[Uu]sage: ((?:experiments|tests)/[^\n]*)"))
      commands.insert(usage);
  }
  return commands;
}

template <class Cover>
bool covers(const std::vector<Cover>& covers, const std::string& command,
            std::set<std::string>& used) {
  for (const Cover& one : covers) {
    if (!command.starts_with(one.command)) continue;
    used.insert(one.command);
    return true;
  }
  return false;
}

/// A folder in which the commands of pages work: the repository is `root`, the build under test
/// build/release.
struct Workspace : sample::Folder {
  Workspace() {
    fs::create_directory_symlink(root, file("root"));
    fs::create_directories(file("build"));
    fs::create_directory_symlink(fs::path(CADIS_PROGRAM).parent_path(), file("build/release"));
    setenv("CADIS_BUILD", fs::path(CADIS_PROGRAM).parent_path().c_str(), 1);
    setenv("CADIS_RESULTS", file("results").c_str(), 1);
    setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
    for (const cadis::tests::Block& block : cadis::tests::Page::read("../README.md").blocks()) {
      if (block.name == "night.yaml") write(block.name, block.text);
    }
    for (const char* own : {"devices.yaml", "pair.yaml"})
      fs::remove(file(own));  // the shipped ones
    write_publishers_files();
  }

  void write_publishers_files() const {
    std::string grid =
        "Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),"
        "Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%),Data source,"
        "Data estimated,Data estimation method\n";
    std::string chats = "TIMESTAMP,ContextTokens,GeneratedTokens\n", seconds;
    for (int i = 0; i < 24; ++i) {
      const std::string hour = (i < 10 ? "0" : "") + std::to_string(i);
      grid += "2023-06-01 " + hour + ":00:00,Nowhere,Nowhere,XX,100,150,40,made up,false,\n";
      chats += "2023-11-16 18:17:" + hour + ".9799600,374,44\n";
    }
    for (int i = 0; i < 60; ++i) seconds += "3\n";
    write("GB_2023_hourly.csv", grid);
    write("AzureLLMInferenceTrace_conv.csv", chats);
    write("per_second.txt", seconds);
    write("forecast.json", read_text(std::filesystem::path(CADIS_SOURCE_FOLDER) /
                                     "tests/data/traces/electricitymaps_forecast.json"));
  }
};

/// Runs those whose command holds this word, in their order.
void run(const std::string& word) {
  const Workspace folder;
  std::size_t count = 0;
  for (const Executed& one : executed) {
    if (one.command.find(word) == std::string::npos) continue;
    const auto outcome = run_command(folder.file("."), one.smallest, "");
    INFO(one.smallest, "\n", outcome.err);
    CHECK(outcome.code == 0);
    if (!one.leaves.empty()) CHECK_MESSAGE(fs::exists(folder.file(one.leaves)), one.leaves);
    ++count;
  }
  CHECK(count > 0);
}

}  // namespace

TEST_CASE("every documented command and every script is run by a test, or a reason says why not") {
  std::set<std::string> used;
  for (const std::string& command : documented()) {
    INFO("say in documented_commands.hpp what runs: ", command);
    CHECK((covers(executed, command, used) || covers(elsewhere, command, used) ||
           covers(exempt, command, used)));
  }
  for (const Executed& one : executed)
    CHECK_MESSAGE(used.contains(one.command), "no longer documented: ", one.command);
  for (const Elsewhere& one : elsewhere) {
    CHECK_MESSAGE(used.contains(one.command), "no longer documented: ", one.command);
    const std::string test = read_text(root / one.test);
    CHECK_MESSAGE(test.find(one.words) != std::string::npos, one.test, " runs ", one.command);
  }
}

TEST_CASE("the commands of the paper's and the serving study work in their smallest form") {
  run("experiments/reproduce.sh");
  run("experiments/serving/");
}

TEST_CASE("the benchmarks of requests and studies work in their smallest form") {
  if (std::thread::hardware_concurrency() < 2) {
    MESSAGE("skipped: the benchmark of studies takes two cores");
    return;
  }
  run("experiments/performance/run.sh");
  run("experiments/performance/studies.py");
}

TEST_CASE("the measurements of imports and shards work in their smallest form") {
  run("experiments/performance/imports.py");
  run("experiments/scaling/");
}

TEST_CASE("the commands of docs/traces.md work on files of those names") { run("cadis "); }

TEST_CASE("the scripts that derive what is shipped start") { run("derive.py"); }

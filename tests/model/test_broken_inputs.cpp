#include <doctest/doctest.h>

#include <regex>

#include "base/errors.hpp"
#include "model/broken_documents.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"
#include "refusal.hpp"

namespace {

using namespace cadis;
using sample::Break;
using sample::broken;

template <class Read>
void check_each(const std::string& good, const std::string& name, const std::vector<Break>& table,
                const Read& read) {
  const sample::Folder folder;
  for (const auto& change : table) {
    const auto file = folder.write(name, broken(good, change));
    const auto message = test::refusal_of([&] { read(file); });
    CAPTURE(change.to);
    CAPTURE(message);
    CHECK(sample::is_reported(message, name, change.key));
  }
}

TEST_CASE("every one-line mistake in a scenario is reported with file, line and key") {
  const auto known = sample::policies();
  check_each(sample::scenario, "scenario.yaml", sample::broken_scenarios,
             [&](const auto& file) { (void)ScenarioDocument::load(file).read(known); });
}

TEST_CASE("every one-line mistake in a platform is reported with file, line and key") {
  check_each(sample::platform, "devices.yaml", sample::broken_platforms,
             [](const auto& file) { (void)read_platform(file); });
}

TEST_CASE("every one-line mistake in a family is reported with file, line and key") {
  check_each(sample::family, "pair.yaml", sample::broken_families,
             [](const auto& file) { (void)read_family(file); });
}

TEST_CASE("what is not a YAML map is refused with its place") {
  const std::vector<std::string> texts = {"",           "# nothing\n",    "- 1\n- 2\n",
                                          "just text",  "a: [1, 2\nb: 3", "a: 1\n---\nb: 2",
                                          "a: &x [*x]", "a: *nowhere",    std::string("a: \0", 4),
                                          "\tname: x",  "? [1, 2]\n: 3"};
  for (const auto& text : texts) {
    CAPTURE(text);
    const auto message = test::refusal_of([&] { (void)ScenarioDocument::parse(text, "bad.yaml"); });
    CHECK_MESSAGE(std::regex_search(message, std::regex(R"(^bad\.yaml:\d+:\d+: )")), message);
  }
}

TEST_CASE("all problems are reported at once") {
  const sample::Folder folder;
  auto text = broken(sample::scenario, {"pue: 1.2", "pue: 0", ""});
  text = broken(text, {"pstate: 1", "pstate: 7", ""});
  text = broken(text, {"rate_rps: 20", "rate: 20", ""});
  text = broken(text, {"range: running", "range: future", ""});
  const auto file = folder.write("scenario.yaml", text);
  folder.write("devices.yaml", broken(sample::platform, {"off_w: 1", "of_w: 1", ""}));
  const auto known = sample::policies();
  const auto message = test::refusal_of([&] { (void)ScenarioDocument::load(file).read(known); });
  for (const auto* key : {"pue: ", "devices.big.of_w: ", "arrivals.rate_rps: ", "arrivals.rate: ",
                          "policy.range: "}) {
    CHECK_MESSAGE(message.find(key) != std::string::npos, message);
  }
}

TEST_CASE("a message says place, key, what was expected and what was found") {
  const sample::Folder folder;
  const auto known = sample::policies();
  const auto remedy = "lower it or add pstates in " + folder.file("devices.yaml").string();
  const auto file =
      folder.write("night.yaml", broken(sample::scenario, {"pstate: 1", "pstate: 7", ""}));
  CHECK(test::refusal_of([&] { (void)ScenarioDocument::load(file).read(known); }) ==
        file.string() + ":12:37: fleet[0].pstate: expected an integer from 0 to 1, got 7; " +
            remedy);
  auto document = ScenarioDocument::load(folder.file("scenario.yaml"));
  document.set("fleet[0].pstate", "7");
  CHECK(test::refusal_of([&] { (void)document.read(known); }) ==
        "--set fleet[0].pstate: fleet[0].pstate: expected an integer from 0 to 1, got 7; " +
            remedy);
}

TEST_CASE(
    "power below the idle host's, while loading or in a slower pstate, is refused: work would save "
    "energy") {
  const auto known = sample::policies();
  const auto complaint = [&](const std::string& file, const sample::Break& change,
                             const std::string& scenario) {
    const sample::Folder folder;
    folder.write(file,
                 sample::broken(file == "pair.yaml" ? sample::family : sample::platform, change));
    const auto read = folder.write("scenario.yaml", scenario);
    return test::refusal_of([&] { (void)ScenarioDocument::load(read).read(known); });
  };
  CHECK(sample::is_reported(
      complaint("pair.yaml", {"load_power_w: 60", "load_power_w: 49", ""}, sample::scenario),
      "scenario.yaml", "family"));
  CHECK(complaint("pair.yaml", {"load_power_w: 60", "load_power_w: 50", ""}, sample::scenario) ==
        "nothing was thrown");
  // In pstate 1 a resident model draws its 30 W above idle, too.
  const auto slow_resident =
      sample::broken(sample::scenario, {"idle: resident,", "idle: resident, pstate: 1,", ""});
  CHECK(sample::is_reported(
      complaint("devices.yaml", {"busy_w: 90", "busy_w: 40", ""}, slow_resident), "scenario.yaml",
      "fleet"));
}

TEST_CASE(
    "a slower pstate of a device that draws the same busy and idle is refused: its place between "
    "them is 0 / 0") {
  const sample::Folder folder;
  auto platform = sample::broken(sample::platform, {"idle_w: 20\n", "idle_w: 200\n", ""});
  platform = sample::broken(platform, {"idle_resident_w: 50", "idle_resident_w: 200", ""});
  folder.write("devices.yaml", sample::broken(platform, {"1, idle_w: 20", "1, idle_w: 200", ""}));
  const auto known = sample::policies();
  const auto file = folder.file("scenario.yaml");
  const auto message = test::refusal_of([&] { (void)ScenarioDocument::load(file).read(known); });
  CAPTURE(message);
  CHECK(sample::is_reported(message, "scenario.yaml", "fleet"));
  CHECK(message.find("nothing tells what a profile's power is in pstate 1") != std::string::npos);
}

TEST_CASE(
    "a fleet has at most 100 000 hosts, in one row or in all, and the refusal says the way out") {
  const auto known = sample::policies();
  const auto read = [&](const std::string& counts) {
    const sample::Folder folder;
    const auto file = folder.write(
        "scenario.yaml", sample::broken(sample::scenario, {"device: big, count: 2",
                                                           "device: big, count: " + counts, ""}));
    return test::refusal_of([&] { (void)ScenarioDocument::load(file).read(known); });
  };
  const auto one = read("1000000"), sum = read("100000");  // beside the sample's other
  CHECK(sample::is_reported(one, "scenario.yaml", "fleet[0].count"));
  CHECK(one.find("from 1 to 100000, got 1000000; SimGrid keeps 4 KB") != std::string::npos);
  CHECK(sum.find("at most 100000 hosts in the fleet, got 100001") != std::string::npos);
  CHECK(sum.find("simulate a share of the fleet") != std::string::npos);
}

}  // namespace

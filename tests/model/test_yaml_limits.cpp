#include <doctest/doctest.h>

#include <functional>

#include "base/errors.hpp"
#include "model/broken_documents.hpp"
#include "model/sample_documents.hpp"
#include "model/scenario_reader.hpp"
#include "model/yaml_document.hpp"
#include "model/yaml_map.hpp"
#include "model/yaml_parser.hpp"

using namespace cadis;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string refusal_by(const std::function<void()>& read) {
  try {
    read();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

std::string refusal_of_yaml(const std::string& yaml) {
  return refusal_by([&yaml] { parse_yaml_document(yaml, "file.yaml"); });
}

/// The message stands at this place and says this.
void check_yaml_refused(const std::string& yaml, const std::string& place,
                        const std::string& said) {
  const auto message = refusal_of_yaml(yaml);
  INFO(yaml.substr(0, 60), ": ", message.substr(0, 300));
  CHECK(message.starts_with("file.yaml:" + place + ": "));
  CHECK(message.find(said) != std::string::npos);
}

/// A list whose aliases stand for ten of the one before, `levels` times.
std::string laughs(int levels) {
  std::string text = "a0: &a0 ha\n";
  for (int i = 1; i <= levels; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before +
            repeated(", " + before, 9) + "]\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a merge key is refused as one, where it stands, in maps of either style and in --set") {
  check_yaml_refused("a: &h {x: 1}\nb: {<<: *h, y: 2}\n", "2:5",
                     "merge keys (`<<`) are not supported");
  check_yaml_refused("a: &h {x: 1}\nb:\n  <<: *h\n", "3:3", "merge keys");
  check_yaml_refused("a: &h {x: 1}\nb:\n  - {<<: [*h], y: 2}\n", "3:6",
                     "give the whole value by its");
  CHECK(refusal_of_yaml("'<<': 1\n").empty());  // an unknown key like others
  auto document = parse_yaml_document("a: 1", "file.yaml");
  CHECK(refusal_by([&document] {
          set_yaml(document, "a", "{<<: {x: 1}}");
        }).starts_with("--set a: merge keys"));
}

TEST_CASE("maps and lists stand up to 100 deep in each other, and are refused beyond, as that") {
  const auto nested = [](const std::string& open, const std::string& close, std::size_t depth) {
    return "a: " + repeated(open, depth) + "1" + repeated(close, depth);
  };
  CHECK(refusal_of_yaml(nested("[", "]", 99)).empty());  // the map around it is one, too
  CHECK(refusal_of_yaml(nested("{b: ", "}", 99)).empty());
  check_yaml_refused(nested("[", "]", 100), "1:103", "nested more than 100 deep");
  check_yaml_refused(nested("{b: ", "}", 100), "1:400", "nested more than 100 deep");
  std::string indented;
  for (std::size_t i = 0; i < 101; ++i) indented += std::string(i, ' ') + "a:\n";
  check_yaml_refused(indented, "101:101", "nested more than 100 deep");
  check_yaml_refused("a: " + repeated("- ", 200), "1:4", "a '-' where no list can begin");
  check_yaml_refused("a:\n" + repeated("- ", 200), "2:199", "nested more than 100 deep");
}

TEST_CASE("brackets that nobody closes are refused as nested, however many there are") {
  for (const char* open : {"[", "{", "[{", "{a: ", "{a: [", "[ "}) {
    for (const char* before : {"", "a: ", "a: 1\nb:\n  - "}) {
      const auto message = refusal_of_yaml(before + repeated(open, 200'000));
      CHECK_MESSAGE(message.find("nested more than 100 deep, or a bracket is not closed") !=
                        std::string::npos,
                    message.substr(0, 300));
    }
  }
  check_yaml_refused("a: [1, 2\nb: 3", "2:2", "expected a comma or the `]`");
}

TEST_CASE("aliases are values: what they stand for is counted, and may not hold themselves") {
  CHECK(refusal_of_yaml(laughs(4)).empty());
  check_yaml_refused(laughs(9), "1:5", "more than 250000 values");
  check_yaml_refused("a: &a [1, *a]", "1:11", "an alias inside what it stands for has no end");
  check_yaml_refused("a: &a {b: {c: *a}}", "1:15", "an alias inside what it stands for has no end");
  std::string deep = "a0: &a0 [1]\n";
  for (int i = 1; i < 120; ++i) {
    const auto name = "a" + std::to_string(i);
    deep += name + ": &" + name + " [*a" + std::to_string(i - 1) + "]\n";
  }
  check_yaml_refused(deep, "1:10", "nested more than 100 deep");
  const auto twice = parse_yaml_document("a: &x {y: 1}\nb: *x\n", "file.yaml");
  CHECK(twice.find("b")->find("y")->text == "1");
}

TEST_CASE("a text of more than 2 MiB, or of more than 250000 values, is refused by that limit") {
  const std::string list = "a: [1" + repeated(",1", yaml_limits::values - 3) + "]";
  CHECK(refusal_of_yaml(list).empty());
  check_yaml_refused("a: [1" + repeated(",1", yaml_limits::values) + "]", "1:500001",
                     "more than 250000 values");
  for (const std::string& text : {std::string(10'000'000, 'a') + ": 1",
                                  repeated("a: 1\n", 2'000'000), std::string(3'000'000, ' ')})
    check_yaml_refused(text, "1:1", "expected at most 2 MiB");
  CHECK(refusal_of_yaml("a: " + std::string(yaml_limits::bytes - 3, 'a')).empty());
}

TEST_CASE("a second document, and what stands behind the only one, is refused where it begins") {
  check_yaml_refused("a: 1\n---\nb: 2\n", "2:1", "one YAML document, found several");
  check_yaml_refused("{a: 1}\n, b: 2", "2:1", "several");
  CHECK(refusal_of_yaml("a: 1\n---\n").empty());
  CHECK(refusal_of_yaml("---\na: 1\n...\n").empty());
  auto document = parse_yaml_document("a: 1", "file.yaml");
  CHECK(refusal_by([&document] { set_yaml(document, "a", "[1], 2"); }).find("several") !=
        std::string::npos);
}

TEST_CASE("what is no YAML is explained in words that say what to write, and never in yaml-cpp's") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"a: b: c", "put quotes around a text that holds ': '"},
      {std::string(1100, 'k') + ": 1", "shorten a key of more than 1024"},
      {"a:\n\tb: 1", "check the indentation"},
      {"a: 'it", "the file ends inside quotes"},
      {"a: \"\\q\"", "write \\\\ for a backslash"},
      {"a: \"\\xZZ\"", "hexadecimal"},
      {"a: [1}", "that nothing opened"},
      {"a: {b: 1", "expected a comma or the `}`"},
      {"a: 1]", ""},
      {"a: ]", "that nothing opened"},
      {"a: - 1", "a '-' where no list can begin"},
      {"a: 1\n b: 2", "check the indentation"},
      {"a:\n  - 1\n b: 2", "check the indentation"},
      {"a: @b", "put quotes around the text"},
      {"a: `b", "put quotes around the text"},
      {"a: *nowhere", "without an anchor (&name)"},
      {"a: * b", "expected a name behind '*'"},
      {"a: &", "expected a name behind '&'"},
      {"a: &x &y 1", "two anchors"},
      {"a: !x !y 1", "two tags"},
      {"a: |x\n b", "behind '|' or '>'"},
      {"a: |0\n b", "indentation of 1 to 9"},
      {"%YAML 1.2\n%YAML 1.2\n---\na: 1", "two %YAML lines"},
      {"%YAML 9.9\n---\na: 1", "neither is needed here"},
  };
  for (const auto& [yaml, said] : table) {
    const auto message = refusal_of_yaml(yaml);
    INFO(yaml, " gives ", message);
    CHECK((said.empty() || sample::is_reported(message, "file.yaml", "")));
    CHECK(message.find(said) != std::string::npos);
    for (const char* raw : {"illegal", "not found", "bad file", "exception", "yaml-cpp"})
      CHECK(message.find(raw) == std::string::npos);
  }
}

TEST_CASE("a dotted key makes at most 100 maps in each other") {
  auto document = parse_yaml_document("a: 1", "file.yaml");
  set_yaml(document, "b" + repeated(".b", 99), "1");
  CHECK(refusal_by([&document] {
          set_yaml(document, "c" + repeated(".c", 100), "1");
        }).find("at most 100 steps") != std::string::npos);
  CHECK(refusal_by([&document] {
          set_yaml(document, repeated("c.", 60'000) + "c", "1");
        }).find("at most 100 steps") != std::string::npos);
}

TEST_CASE(
    "a map of many keys is read like one of few: each asked for, the others told, twice ones") {
  std::string yaml;
  for (int i = 0; i < 100; ++i) yaml += "k" + std::to_string(i) + ": " + std::to_string(i) + "\n";
  const auto node = parse_yaml_document(yaml + "k7: 8\nk3: 4\n", "file.yaml");
  Problems problems;
  YamlMap map(node, "", problems);
  for (int i = 0; i < 99; ++i)
    CHECK(map.number("k" + std::to_string(i), not_negative) == doctest::Approx(i));
  CHECK_FALSE(map.has("k100"));
  map.problem("k5", "so");
  map.finish();
  const auto message = refusal_by([&problems] { problems.throw_if_any(); });
  CHECK(message.find("file.yaml:101:1: k7: duplicate key, given before at file.yaml:8:1") !=
        std::string::npos);
  CHECK(message.find("file.yaml:102:1: k3: duplicate key") != std::string::npos);
  CHECK(message.find("file.yaml:6:5: k5: so") != std::string::npos);
  CHECK(message.find("file.yaml:100:1: k99: unknown key") != std::string::npos);
  CHECK(problems.count() == 4);
}

TEST_CASE("of more than 200 problems the first 200 are told, and that there are more") {
  std::string yaml = sample::platform;
  for (int i = 0; i < 20'000; ++i) yaml += "k" + std::to_string(i) + ": 1\n";
  const sample::Folder folder;
  const auto message = refusal_by([&] { read_platform(folder.write("devices.yaml", yaml)); });
  CHECK(std::count(message.begin(), message.end(), '\n') == 200);
  CHECK(message.ends_with("\nand more problems; correct these first"));
}

TEST_CASE("a message of a key of megabytes has its beginning and its end, and whole characters") {
  const sample::Folder folder;
  const auto yaml = sample::platform + "? " + repeated("é", 500'000) + "\n: 1\n";
  const auto message = refusal_by([&] { read_platform(folder.write("devices.yaml", yaml)); });
  CHECK(message.size() < 2200);
  CHECK(message.find(":17:3: éé") != std::string::npos);
  CHECK(message.find("é ... é") != std::string::npos);
  CHECK(message.find("known: cadis, devices") != std::string::npos);
}

TEST_CASE("a family of 1000 variants is read, one of more is refused, however many") {
  const sample::Folder folder;
  const auto family = [&folder](int variants) {
    std::string text = "cadis: 1\nfamily: wide\nvariants:\n", rows = "profiles:\n";
    for (int i = 0; i < variants; ++i) {
      const auto name = "v" + std::to_string(i);
      text += "  " + name + ": {accuracy_pct: 1, source: s}\n";
      rows += "  - {variant: " + name + ", device: d, batch: 1, service_ms: 1, source: s}\n";
    }
    return folder.write("wide.yaml", text + rows);
  };
  CHECK(read_family(family(1000)).variants.size() == 1000);
  CHECK(refusal_by([&] {
          read_family(family(1001));
        }).find("variants: expected at most 1000 variants, got 1001") != std::string::npos);
}

TEST_CASE("figures that would take gigabytes are refused by the key that asks for them") {
  const sample::Folder folder;
  const auto check = [&folder](const std::vector<sample::Break>& changes, const std::string& key,
                               const std::string& said) {
    std::string yaml = sample::scenario;
    for (const auto& change : changes) yaml = sample::broken(yaml, change);
    const auto message = refusal_by([&] {
      static_cast<void>(
          ScenarioDocument::parse(yaml, folder.file("scenario.yaml")).read(sample::policies()));
    });
    INFO(message);
    CHECK(sample::is_reported(message, "scenario.yaml", key));
    CHECK(message.find(said) != std::string::npos);
  };
  check({{"duration: 2 h", "duration: 36525 d", ""},
         {"constant_g_per_kwh: 100", "climatology: GB-2023, step: 1 s", ""}},
        "carbon.step", "at most 50000000 steps in all");
  std::string devices = "cadis: 1\ndevices:\n", fleet;
  for (int i = 0; i < 100; ++i) {
    const auto name = "d" + std::to_string(i);
    devices += "  " + name + ": {kind: cpu, idle_w: 1, busy_w: 2, source: s}\n";
    fleet += "  - {device: " + name + "}\n";
  }
  folder.write("devices.yaml", devices);
  check({{"  - {device: big, count: 2, pstate: 1}\n  - {device: big, idle: resident, resident: "
          "all}\n",
          fleet, ""},
         {"max_batch: 4", "max_batch: 65536", ""}},
        "batching", "more than 10000000");
}

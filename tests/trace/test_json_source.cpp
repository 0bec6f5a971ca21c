#include "trace/json_source.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/random.hpp"
#include "trace/samples.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

using Json = nlohmann::ordered_json;
using Fields = std::map<std::string, std::string>;

const std::vector<std::string> keys{"a", "b", "Mixed", "d\u00fc", "e e", "f\"q\"", "g"};

/// Any scalar, array or object; what is deep is likelier to be a scalar.
Json random_value(RandomStream& random, int depth) {
  const auto kind = random.bits() % (depth < 6 ? 9 : 6);
  if (kind == 0) return nullptr;
  if (kind == 1) return random.bits() % 2 == 0;
  if (kind == 2) return static_cast<std::int64_t>(random.bits());
  if (kind == 3) return random.bits();
  if (kind == 4) return random.normal();
  if (kind == 5) return std::string(random.bits() % 40, 'x') + "\u00fc\"\n\t" + keys[kind];
  const bool is_array = kind == 6;
  Json whole = is_array ? Json::array() : Json::object();
  for (auto count = random.bits() % 7; count > 0; --count) {
    if (is_array)
      whole.push_back(random_value(random, depth + 1));
    else
      whole[keys[random.bits() % keys.size()]] = random_value(random, depth + 1);
  }
  return whole;
}

std::string lower(std::string key) {
  for (char& c : key) c = c == 'M' ? 'm' : c;
  return key;
}

std::string text_of(const Json& scalar) {
  return scalar.is_null() ? "null" : scalar.is_string() ? scalar.get<std::string>() : scalar.dump();
}

/// What an object ought to hold, and those around it, outermost first, when it ends.
struct Expected {
  std::string path;
  std::vector<Fields> around;
  Fields own;
};

/// The objects of a document in the order in which they end, by another library's tree.
class Walk {
 public:
  explicit Walk(const Json& document) { visit(document, ""); }
  std::vector<Expected> objects;

 private:
  void visit(const Json& value, const std::string& path) {
    if (value.is_array()) {
      for (const Json& element : value) {
        if (element.is_structured()) visit(element, path + "[]");
      }
      return;
    }
    open_.emplace_back();
    for (const auto& [key, child] : value.items()) {
      const std::string low = lower(key);
      if (child.is_structured()) {
        visit(child, path.empty() ? low : path + "." + low);
        if (child.is_array()) continue;
        for (const auto& [inner, text] : last_) open_.back()[low + "." + inner] = text;
      } else {
        open_.back()[low] = text_of(child);
      }
    }
    const Fields own = open_.back();
    open_.pop_back();
    objects.push_back({path, open_, own});
    last_ = own;
  }

  std::vector<Fields> open_;
  Fields last_;  ///< of the object that has just ended
};

std::string found(const std::optional<JsonScalar>& scalar) {
  return !scalar ? "none" : std::string(scalar->text.value_or("null"));
}

/// What read_json() tells, as problems; empty where it is what another library reads.
std::string difference(const Json& document, const std::string& text) {
  const TextFile file("random.json", text);
  const Walk walk(document);
  std::size_t at = 0;
  std::string problems;
  read_json(TraceSource(file.path()), [&](const JsonObject& object) {
    if (at == walk.objects.size()) {
      problems += "too many objects\n";
      return;
    }
    const Expected& expected = walk.objects[at++];
    if (object.path != expected.path)
      problems += fmt::format("path {} for {}\n", object.path, expected.path);
    Fields visible = expected.own;
    for (auto outer = expected.around.rbegin(); outer != expected.around.rend(); ++outer)
      visible.insert(outer->begin(), outer->end());
    for (const auto& [key, value] : visible) {
      if (found(object.find(key)) != value || object.has(key) != expected.own.contains(key))
        problems += fmt::format("{}: {} for {}\n", key, found(object.find(key)), value);
    }
    for (const std::string& key : keys) {
      if (!visible.contains(lower(key)) && object.find(key)) problems += key + " made up\n";
    }
  });
  return at == walk.objects.size() ? problems : problems + "too few objects\n";
}

std::string problem_of(const std::string& text) {
  const TextFile file("refused.json", text);
  try {
    read_json(TraceSource(file.path()), [](const JsonObject&) {});
  } catch (const ConfigError& error) {
    return std::string(error.what()).substr(file.path().string().size());
  }
  return "";
}

}  // namespace

TEST_CASE("random JSON is read as another library reads it, however it is laid out") {
  RandomStream random(1, "json");
  for (int i = 0; i < 400; ++i) {
    Json document;
    for (int n = 0; n < 5; ++n) document.push_back(random_value(random, 0));
    if (i % 2 == 0) document = Json{{"a", document}, {"meta", {{"b", 1}}}};
    const std::string text = document.dump(i % 3 == 0 ? -1 : i % 3, ' ', i % 5 == 0);
    REQUIRE_MESSAGE(difference(document, text).empty(), difference(document, text), text);
  }
}

TEST_CASE("a document of many blocks is read whole, with the lines of its values") {
  std::string text = "\xEF\xBB\xBF[";
  for (int i = 0; i < 20'000; ++i)
    text += fmt::format("{}\r\n{{\"at\": {}.50,\n \"in\": {{\"b\": \"{}\"}}}}", i > 0 ? "," : "", i,
                        std::string(static_cast<std::size_t>(i % 50), 'y'));
  const TextFile file("blocks.json", text + "\n]\n");
  std::uint32_t objects = 0, wrong = 0;
  read_json(TraceSource(file.path()), [&](const JsonObject& object) {
    if (object.path != "[]") return;
    const std::uint32_t i = objects++;
    const auto at = object.find("AT"), b = object.find("in.b");
    const bool is_right = at && b && at->text == std::to_string(i) + ".50" &&
                          at->line == 2 + 2 * i && b->line == 3 + 2 * i &&
                          object.line == 3 + 2 * i && b->text == std::string(i % 50, 'y');
    if (!is_right) ++wrong;
  });
  CHECK(objects == 20'000);
  CHECK(wrong == 0);
}

TEST_CASE("of a key given twice the last counts, and numbers are as they are written") {
  const TextFile file("twice.json",
                      R"({"a": 1, "A": -0.10E+2, "b": null, "c": "\u00e9\ud83d\ude00"})");
  read_json(TraceSource(file.path()), [&](const JsonObject& object) {
    CHECK(found(object.find("a")) == "-0.10E+2");
    CHECK(found(object.find("b")) == "null");
    CHECK(found(object.find("c")) == "\u00e9\U0001F600");
    CHECK(found(object.find("d")) == "none");
  });
}

TEST_CASE("what is no JSON is refused with its line") {
  CHECK(problem_of("{\"a\": 1}\n{}") == ":2: is broken JSON from here on, or ends too early");
  CHECK(problem_of(std::string("{\"a\": 1}\n\0\n", 11)).starts_with(":2: is broken JSON"));
  CHECK(problem_of(std::string("{\"a\":\n\0 1}", 10)).starts_with(":2: is broken JSON"));
  for (const char* text :
       {"{", "{\"a\"}", "{\"a\": }", "{\"a\": 01}", "{\"a\": 1.}", "{\"a\": +1}", "{\"a\": nan}",
        "{\"a\": 1,}", "[1,]", "{a: 1}", "{'a': 1}", "{\"a\": \"\\x\"}", "{\"a\": \"\t\"}",
        "{\"a\": 1e999}", "{\"a\": \"\xC0\x80\"}", "{\"a\": \"\\ud800\"}", "[1] // no"}) {
    CHECK_MESSAGE(problem_of(text).starts_with(":1: is broken JSON"), text);
  }
}

TEST_CASE("JSON that would take memory without end is refused with its line") {
  const std::string key(400, 'k');
  CHECK(problem_of("[" + std::string(3 << 20, ' ')) ==
        ":1: more than 1048576 bytes without an end");
  CHECK(problem_of("{\"" + key + "\":\n{\"" + key + "\":\n{\"" + key + "\": 1}}}") ==
        ":3: a key of more than 1000 bytes");
  CHECK(problem_of("{\"" + key + key + key + "\": 1}") == ":1: a key of more than 1000 bytes");
  std::string large = "{\"a\": 1";
  for (int i = 0; i < 6; ++i) large += ",\n\"a\": \"" + std::string(900'000, 'x') + "\"";
  CHECK(problem_of(large + "}") == ":6: an object of more than 4194304 bytes");
}

#include <doctest/doctest.h>

#include "trace/samples.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

std::string import_json(const std::string& text) {
  const TextFile file("hostile.json", text);
  return problem(file.path(), {"watttime", {}, {}, {}});
}

const std::string row = R"({"point_time": "2022-07-15T00:00:00Z", "value": 1})";

}  // namespace

TEST_CASE("JSON that is cut, deep, huge or of other types is refused with its line") {
  CHECK(import_json("{\n\"data\": [\n" + row + ",\n").find("F:") == 0);
  CHECK(import_json("[\n" + row + "\n" + row + "]").find("F:3: is broken JSON from here on") == 0);
  CHECK(import_json(std::string(100000, '[')).find("F:1: nests deeper than 32") == 0);
  CHECK(
      import_json("[\"" + std::string(2 << 20, 'x') + "\"]").find("F:1: more than 1048576 bytes") ==
      0);
  CHECK(import_json("[\n{\"point_time\": 5, \"value\": 1}]").find("F:2: point_time: ") == 0);
  CHECK(import_json("[\n" + row +
                    ",\n{\"point_time\": \"2022-07-15T00:05:00Z\", \"value\": \"x\"}\n]")
            .find("F:3: value: expected a finite number, got 'x'") == 0);
  CHECK(import_json("[]").find("holds no row") != std::string::npos);
  std::string keys = "{\"k\": 1";
  for (int i = 0; i < 2000; ++i) keys += ", \"k" + std::to_string(i) + "\": 1";
  CHECK(import_json(keys + "}").find("more than 1000 keys") != std::string::npos);
}

TEST_CASE("no beginning of a good file, and no byte changed in one, makes the import crash") {
  for (const char* name : {"neso_national.json", "eia930_2020.csv", "entsoe_wide_spring.csv",
                           "carbon_aware_sdk.json", "electricitymaps_2023.csv"}) {
    const std::string whole = read_text(sample(name));
    for (std::size_t i = 1; i < whole.size(); i += 7) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
      for (const std::string& text : {whole.substr(0, i), changed}) {
        const TextFile file("hostile", text);
        for (const TraceFormat& format : formats::registry()) {
          Options options;
          for (const FormatOption& option : format.options) {
            if (!option.values.empty()) options[option.name] = option.values.front();
            if (option.is_required && option.values.empty()) options[option.name] = "UTC";
          }
          if (options.contains("factors")) options["factors"] = "ipcc-ar5-lifecycle";
          if (options.contains("unit")) options["unit"] = "g/kWh";
          if (format.recognises(TraceSource(file.path())))
            problem(file.path(), {format.name, options, {}, Repair::hold});
        }
      }
    }
  }
}

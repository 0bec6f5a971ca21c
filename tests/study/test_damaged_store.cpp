#include <doctest/doctest.h>
#include <sqlite3.h>

#include "base/errors.hpp"
#include "study/plan.hpp"
#include "study/small_study.hpp"
#include "study/summary_codec.hpp"

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* small_axes =
    "axes: {pue: [1, 1.5], policy: [{name: static-small}]}\nseeds: [1]\n";

/// A study that has run as one shard of one.
struct FinishedShard : SampleStudy {
  FinishedShard() {
    const Grid grid = this->grid(small_axes);
    StudyFolder folder(file("out"), StudyFolder::Start::fresh, cadis::Shard{1, 1});
    run_study(grid, policies::registry(), file("out"), folder.store(), {},
              [](const StudyProgress&) {});
  }
  [[nodiscard]] fs::path store() const { return file("out/shards/shard-1-of-1.sqlite"); }

  /// As somebody with another program might change it.
  void execute(const std::string& sql) const {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(store().c_str(), &database) == SQLITE_OK);
    char* error = nullptr;
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
    const std::string message = error == nullptr ? "" : error;
    sqlite3_free(error);
    sqlite3_close(database);
    REQUIRE(message.empty());
  }
  [[nodiscard]] std::string message_of_merge() const {
    try {
      merge_shards(file("out"));
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  }
};

/// `cadis merge` refuses it, naming the store, what is damaged and the remedy.
void check_refused(const FinishedShard& shard, const std::string& said) {
  const auto message = shard.message_of_merge();
  INFO(message);
  CHECK(message.find(".sqlite: ") != std::string::npos);
  CHECK(message.find(said) != std::string::npos);
  CHECK(message.find("--force") != std::string::npos);
}

std::string hexadecimal(const std::string& bytes) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4U];
    text += digits[static_cast<unsigned char>(c) & 15U];
  }
  return "x'" + text + "'";
}

}  // namespace

TEST_CASE(
    "a store in which a row, a text or a key is damaged is refused by name, place and remedy") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"UPDATE plan SET key = x'00' WHERE place = 1",
       "run 1 of its plan has a key of another length"},
      {"UPDATE plan SET key = zeroblob(33)", "run 0 of its plan has a key of another length"},
      {"UPDATE plan SET info = x'8101'", "run 0 of its plan holds something else"},
      {"UPDATE plan SET info = x'ff'", "run 0 of its plan is no CBOR"},
      {"UPDATE plan SET info = x''", "run 0 of its plan is no CBOR"},
      {"UPDATE plan SET info = 'text'", "run 0 of its plan"},
      {"UPDATE results SET summary = x'80'", "of its plan holds something else"},
      {"UPDATE results SET summary = " + hexadecimal(std::string(200'000, '\x81')), "is no CBOR"},
      {"UPDATE days SET days = x'0102'", "of its plan has a day that is cut off"},
      {"UPDATE texts SET text = '{' WHERE name = 'title'", "its title is no JSON"},
      {"UPDATE texts SET text = '[\"s\", [\"pue\"], [], true, []]' WHERE name = 'title'",
       "its title does not say of each axis"},
      {"UPDATE texts SET text = '[\"s\", [], [], true, []]' WHERE name = 'title'",
       "run 0 of its plan has not as many titles"},
      {"DELETE FROM texts WHERE name = 'title'", "its title is missing"},
      {"UPDATE texts SET text = '[1]' WHERE name = 'head'", "its head holds something else"},
      {"UPDATE texts SET text = '" + std::string(200'000, '[') + "' WHERE name = 'head'",
       "its head is nested deeper"},
      {"DROP TABLE days; CREATE VIEW days AS SELECT key, summary AS days FROM results",
       "its tables are not those that Cadis makes"},
      {"CREATE TRIGGER t AFTER INSERT ON plan BEGIN DELETE FROM plan; END",
       "its tables are not those that Cadis makes"},
      {"CREATE TABLE more(x)", "its tables are not those that Cadis makes"},
  };
  const FinishedShard shard;
  const auto good = sample::bytes_of(shard.store());
  for (const auto& [sql, said] : table) {
    shard.write("out/shards/shard-1-of-1.sqlite", good);
    shard.execute(sql);
    INFO(sql.substr(0, 100));
    check_refused(shard, said);
  }
  shard.write("out/shards/shard-1-of-1.sqlite", good);
  CHECK(shard.message_of_merge().empty());
}

TEST_CASE("a store that is cut off, overwritten or no store at all is refused by its name") {
  const FinishedShard shard;
  const auto good = sample::bytes_of(shard.store());
  const auto message = [&](const std::string& bytes) {
    shard.write("out/shards/shard-1-of-1.sqlite", bytes);
    return shard.message_of_merge();
  };
  for (const auto& bytes : {good.substr(0, 5000), good.substr(0, good.size() / 2),
                            good.substr(0, 4096) + std::string(good.size() - 4096, '\xff')}) {
    INFO(bytes.size());
    CHECK(message(bytes).find("shard-1-of-1.sqlite: is damaged: ") != std::string::npos);
  }
  for (const std::string& bytes :
       {std::string("cadis: 1\n"), std::string(), std::string(5000, 'x')})
    CHECK(message(bytes).find("shard-1-of-1.sqlite: is no store of a study") != std::string::npos);
}

TEST_CASE("--resume, too, says which store is damaged, and where") {
  const SampleStudy folder;
  folder.run(small_axes, "out");
  {
    ResultStore store(folder.file("out/results.sqlite"), ResultStore::Mode::open);
    store.set_text("head", "{}");
    store.commit();
  }
  try {
    folder.run(small_axes, "out", {}, StudyFolder::Start::resume);
    FAIL("expected a refusal");
  } catch (const ConfigError& error) {
    CHECK(std::string(error.what()).find("out/results.sqlite: is damaged: its head holds") !=
          std::string::npos);
  }
}

TEST_CASE("what lies among the shards under a name that no shard has is refused, not counted") {
  const FinishedShard shard;
  for (const char* name :
       {"shard-2-of-1.sqlite", "shard-0-of-1.sqlite", "shard-1-of-99999999999999999999.sqlite",
        "shard-1-of-2000000000.sqlite"}) {
    fs::copy_file(shard.store(), shard.file("out/shards") / name);
    const auto message = shard.message_of_merge();
    CHECK_MESSAGE(
        message.find(std::string(name) + ": expected the number of a shard") != std::string::npos,
        message);
    fs::remove(shard.file("out/shards") / name);
  }
}

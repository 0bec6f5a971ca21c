#include "base/errors.hpp"
#include "base/files.hpp"
#include "fuzz/input_file.hpp"
#include "study/plan.hpp"
#include "study/small_study.hpp"
#include "study/summary_codec.hpp"

using namespace cadis;

// A study's store with bytes of anybody's in it, as `--resume` and `cadis merge` read it. The first
// byte chooses where they go: `d` any bytes of the file, by triples of place and byte, and else one
// text or row. Refused with the store's name, or the study's tables are written.

namespace {

namespace fs = std::filesystem;

constexpr const char* axes = R"(axes:
  pue: [1, 1.5]
  jitter.seed: [0, 1]
  policy: [{name: static-small}, {name: static-large}]
seeds: [1]
)";

/// A store in which every run is finished, though none has run.
struct Finished : test::SampleStudy {
  Finished() {
    fs::create_directories(file("out/shards"));
    const Grid grid = this->grid(axes);
    ResultStore store(shard(), ResultStore::Mode::create);
    write_plan(grid, store);
    StudyHead head = head_of(grid);
    head.is_finished = true;
    write_head(store, head);
    Summary summary;
    summary.scenario = "small";
    summary.policy = "static-small";
    summary.fidelity = "fluid";
    summary.family = "pair";
    summary.arrivals = summary.served = 10;
    summary.accuracy_served_pct = 70;
    summary.mix = {{"small", 1.0}};
    const DayTotals days(3, totals_of(summary));
    for (const RunKey& run : grid.keys) {
      store.put(run, {encode_summary(summary), 1});
      store.put_days(run, encode_days(days));
    }
    key = grid.keys.front();
    store.put_failure(grid.keys.back(), {"it failed", "its log"});
    store.commit();
  }
  [[nodiscard]] fs::path shard() const { return file("out/shards/shard-1-of-1.sqlite"); }

  RunKey key{};
};
const Finished finished;
const std::string good = sample::bytes_of(finished.shard());

std::string changed(std::string_view triples) {
  std::string bytes = good;
  for (std::size_t i = 0; i + 2 < triples.size(); i += 3) {
    const auto at =
        static_cast<std::uint8_t>(triples[i]) * 256U + static_cast<std::uint8_t>(triples[i + 1]);
    bytes[at % bytes.size()] = triples[i + 2];
  }
  if (triples.size() % 3 == 1)
    bytes.resize(bytes.size() / 256 * static_cast<std::uint8_t>(triples.back()));
  return bytes;
}

void put_bytes(char place, std::string_view text) {
  const std::string as_text(text);
  const ResultStore::Bytes bytes(text.begin(), text.end());
  ResultStore store(finished.shard(), ResultStore::Mode::open);
  if (place == 's') store.put(finished.key, {bytes, 1});
  if (place == 'y') store.put_days(finished.key, bytes);
  if (place == 'p') store.plan(0, finished.key, bytes);
  if (place == 't') store.set_text("title", as_text);
  if (place == 'h') store.set_text("head", as_text);
  if (place == 'x') {  // what the head holds, as a text in a text
    StudyHead head = read_head(store);
    head.description = as_text;
    write_head(store, head);
  }
  store.commit();
}

/// The results that `--resume` keeps.
void read_again() {
  const ResultStore store(finished.shard(), ResultStore::Mode::open);
  static_cast<void>(read_head(store));
  const auto found = store.find(finished.key);
  std::size_t signals = 0;
  if (found) {
    signals =
        store.checked("a result", [&] { return decode_summary(found->summary); }).counted.size();
  }
  if (const auto days = store.days(finished.key))
    store.checked("a result", [&] { return decode_days(*days, signals); });
  static_cast<void>(store.failure(finished.key));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  if (size == 0) return 0;
  const auto text = fuzz::text_of(data, size).substr(1);
  write_whole(finished.shard(), data[0] == 'd' ? changed(text) : good);
  if (data[0] != 'd') put_bytes(static_cast<char>(data[0]), text);
  read_again();
  merge_shards(finished.file("out"));
  fuzz::require(fs::exists(finished.file("out/manifest.json")));
  return 0;
} catch (const ConfigError& error) {
  fuzz::require(fuzz::is_refusal(error.what(), fuzz::text_of(data, size)));
  return 0;
}

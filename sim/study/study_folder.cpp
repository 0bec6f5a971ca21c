#include "study/study_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>
#include <system_error>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/numbers.hpp"
#include "study/plan.hpp"
#include "study/study_manifest.hpp"
#include "study/study_tables.hpp"

namespace cadis {
namespace {

namespace fs = std::filesystem;

/// A new store appears whole: a process that dies while it makes one leaves none.
void create_store(const fs::path& file) {
  const NewFile made(file);
  fs::remove(made.path());
  { const ResultStore store(made.path(), ResultStore::Mode::create); }
  std::error_code error;
  fs::create_hard_link(made.path(), file, error);  // fails where another process was faster
  if (error && !fs::exists(file)) put_in_place(made.path(), file, false);
}

/// Nothing is taken from under another process.
void check_idle(const fs::path& file) {
  if (!fs::exists(file)) return;
  try {
    const ResultStore store(file, ResultStore::Mode::open);
  } catch (const BusyError&) {
    throw;
  } catch (const std::exception&) {  // broken, or of another version: may be replaced
  }
}

constexpr std::uint64_t most_shards = 1'000'000;  // as --shard has it

struct ShardFile {
  Shard shard;
  fs::path file;
};

std::vector<ShardFile> find_shards(const fs::path& folder) {
  std::vector<ShardFile> list;
  const std::regex pattern("shard-([0-9]+)-of-([0-9]+)[.]sqlite");
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder / "shards", none)) {
    std::smatch parts;
    const std::string name = entry.path().filename().string();
    if (!std::regex_match(name, parts, pattern)) continue;
    const auto number = parse_unsigned(parts[1].str()), count = parse_unsigned(parts[2].str());
    if (!number || !count || *number == 0 || *number > *count || *count > most_shards) {
      throw ConfigError(
          fmt::format("{}: expected the number of a shard from 1 to its count of at most {}; "
                      "remove what is no shard of the study",
                      entry.path().string(), most_shards));
    }
    list.push_back({{*number, *count}, entry.path()});
  }
  std::sort(list.begin(), list.end(), [](const ShardFile& a, const ShardFile& b) {
    return std::pair(a.shard.count, a.shard.number) < std::pair(b.shard.count, b.shard.number);
  });
  return list;
}

/// So that no run or other study replaces the folder meanwhile.
PathLock lock_folder(const fs::path& folder, PathLock::Kind kind) {
  std::error_code none;
  fs::create_directories(folder.parent_path(), none);
  return PathLock(folder, kind);
}

bool is_ours(const fs::path& folder) {
  return fs::exists(store_file(folder, std::nullopt)) || fs::is_directory(folder / "shards");
}

}  // namespace

fs::path store_file(const fs::path& folder, const std::optional<Shard>& shard) {
  if (!shard) return folder / "results.sqlite";
  return folder / "shards" / fmt::format("shard-{}-of-{}.sqlite", shard->number, shard->count);
}

void remove_tables(const fs::path& folder) {
  for (const char* name : {"manifest.json", "runs.csv", "references.csv", "comparisons.csv",
                           "pairs.csv", "flips.csv", "failures.csv"}) {
    fs::remove(folder / name);
  }
}

StudyFolder::StudyFolder(const fs::path& named, Start start, const std::optional<Shard>& shard)
    : folder_(find_output_folder(named)),
      lock_(lock_folder(folder_, shard ? PathLock::Kind::shared : PathLock::Kind::alone)) {
  const fs::path& folder = folder_;
  const fs::path file = store_file(folder, shard);
  const auto refuse = [&named](const std::string& what) {
    throw ConfigError(fmt::format("{}: {}", named.string(), what));
  };
  if (fs::exists(folder) && !fs::is_directory(folder)) {
    refuse("exists and is not a folder; choose another name");
  }
  if (shard) of_shard_.emplace(file, PathLock::Kind::alone);
  const bool is_there = fs::is_directory(folder) && !fs::is_empty(folder);
  const bool has_results = fs::exists(file);
  if (start == Start::force && is_there) {
    check_idle(file);
    if (shard) {
      if (!is_ours(folder)) check_replaceable(named);
      fs::remove(file);
    } else {
      check_replaceable(named, is_ours(folder));
      if (!find_shards(folder).empty()) {
        refuse(
            "has results of shards, which --force does not remove: join them with cadis merge, "
            "remove shards/ yourself, or choose another name");
      }
      fs::remove_all(folder);
    }
  } else if (start == Start::fresh && has_results) {
    refuse("has results; go on with --resume, replace them with --force, or choose another name");
  } else if (start == Start::fresh && fs::exists(folder) && (!shard || !is_ours(folder))) {
    refuse("exists; choose another name, or replace it with --force");
  } else if (start == Start::resume && is_there && !has_results && !is_ours(folder)) {
    refuse("has no results of a study to go on with; choose another name");
  }
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) refuse("cannot be created: " + error.message());
  if (!fs::exists(file)) create_store(file);
  store_ = std::make_unique<ResultStore>(file, ResultStore::Mode::open);
}

namespace {

void check_complete(const fs::path& folder, const std::vector<ShardFile>& shards) {
  const auto fail = [&folder](const std::string& what) {
    throw ConfigError(folder.string() + ": " + what);
  };
  if (shards.empty()) fail("has no shards (shards/shard-I-of-K.sqlite); run them with --shard I/K");
  const std::size_t count = shards.front().shard.count;
  if (shards.back().shard.count != count) {
    fail(fmt::format("has shards of {} and shards of {}; remove those of the wrong division", count,
                     shards.back().shard.count));
  }
  std::string missing;
  std::size_t at = 0;
  for (std::size_t number = 1; number <= count; ++number) {
    if (at < shards.size() && shards[at].shard.number == number) {
      ++at;
    } else {
      missing += (missing.empty() ? "" : ", ") + std::to_string(number);
    }
  }
  if (!missing.empty()) fail(fmt::format("of {} shards these are missing: {}", count, missing));
}

/// Refuses what does not go together.
StudyHead join_heads(const fs::path& folder, const std::vector<StudyHead>& heads) try {
  return join(heads);
} catch (const ConfigError& error) {
  throw ConfigError(folder.string() + ": " + error.what());
}

/// The shards' title; runs of one may be counted by what those of another are not.
StudyTitle join_titles(const std::vector<ShardFile>& shards) {
  StudyTitle title;
  std::set<std::string> counted;
  for (const ShardFile& shard : shards) {
    title = read_title(ResultStore(shard.file, ResultStore::Mode::open));
    counted.insert(title.counted.begin(), title.counted.end());
  }
  title.counted.assign(counted.begin(), counted.end());
  return title;
}

}  // namespace

std::size_t merge_shards(const fs::path& folder) {
  const PathLock lock(find_output_folder(folder), PathLock::Kind::alone);
  const std::vector<ShardFile> shards = find_shards(folder);
  check_complete(folder, shards);
  std::vector<StudyHead> heads;
  Problems problems;
  for (const ShardFile& shard : shards) {
    const ResultStore store(shard.file, ResultStore::Mode::open);
    StudyHead head = read_head(store);
    if (!head.is_finished) {
      problems.add(shard.file.string(), "",
                   fmt::format("is not finished; run --shard {}/{} with --resume",
                               shard.shard.number, shard.shard.count));
    }
    heads.push_back(std::move(head));
  }
  problems.throw_if_any();
  const StudyHead head = join_heads(folder, heads);
  remove_tables(folder);
  const fs::path target = store_file(folder, std::nullopt);
  const NewFile merged(target);
  fs::remove(merged.path());
  {
    ResultStore store(merged.path(), ResultStore::Mode::create);
    for (const ShardFile& shard : shards) store.take_over(shard.file);
    write_title(join_titles(shards), store);
    write_head(store, head);
    store.commit();
  }
  put_in_place(merged.path(), target, true);
  const ResultStore store(target, ResultStore::Mode::open);
  write_study_tables(folder, store);
  return write_study_manifest(folder, store);
}

}  // namespace cadis

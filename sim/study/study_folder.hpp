#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/path_lock.hpp"
#include "study/grid.hpp"
#include "study/result_store.hpp"

namespace cadis {

/// Where a study's output lies. Its results are in one file from the first on, so that a study that
/// is stopped goes on where it was; its tables appear, whole, when it is done.
///
///     DIR/results.sqlite              all results, or
///     DIR/shards/shard-I-of-K.sqlite  a shard's, until they are merged
///     DIR/runs.csv, references.csv, comparisons.csv, pairs.csv, failures.csv,
///     DIR/manifest.json
///     DIR/cells/ID/                   a run's own tables, with --epochs
class StudyFolder {
 public:
  enum class Start {
    fresh,   ///< nothing may be there
    resume,  ///< what is there is gone on with
    force    ///< what is there is replaced, where it is ours and no shard's results go with it
  };
  /// Of the whole study, or of a shard. ConfigError where the folder may not be used so, with the
  /// remedy; BusyError where another process is at work in it.
  StudyFolder(const std::filesystem::path& named, Start start, const std::optional<Shard>& shard);

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  [[nodiscard]] ResultStore& store() { return *store_; }

 private:
  std::filesystem::path folder_;  ///< with links followed
  PathLock lock_;                 ///< shards share it
  std::optional<PathLock> of_shard_;
  std::unique_ptr<ResultStore> store_;
};

/// The file of a shard's results below a study's folder, or that of all results.
std::filesystem::path store_file(const std::filesystem::path& folder,
                                 const std::optional<Shard>& shard);

/// Takes the tables and the manifest away: what is about to change must not look finished.
void remove_tables(const std::filesystem::path& folder);

/// Joins the shards below the folder into its results, tables and manifest, however often. Returns
/// how many runs failed. ConfigError where a shard is missing or not finished, or where they are
/// not of one study, one version and the same inputs.
std::size_t merge_shards(const std::filesystem::path& folder);

}  // namespace cadis

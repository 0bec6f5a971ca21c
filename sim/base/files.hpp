#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/input.hpp"
#include "base/output_path.hpp"
#include "base/path_lock.hpp"

namespace cadis {

/// Writes a file whole or not at all (temporary name, flush, rename); StorageError naming it where
/// that fails.
void write_whole(const std::filesystem::path& file, std::string_view text);
/// The same of what `write` writes, for text that need not be in memory at once.
void write_whole(const std::filesystem::path& file,
                 const std::function<void(std::ostream&)>& write);

/// A file that appears whole or not at all: written under a temporary name beside the target,
/// renamed by commit(), removed when destroyed without it. Links are followed, and a device or a
/// FIFO is written through, never replaced.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& target)
      : NewFile(locate_output(target), target.string(), true) {}
  /// `name` is what errors call it.
  NewFile(OutputPath target, std::string name, bool may_replace);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return written_; }
  [[nodiscard]] const OutputPath& target() const { return target_; }
  /// StorageError naming the target where that fails; BusyError where another file has come there
  /// that may not be replaced.
  void commit();

 private:
  OutputPath target_;
  std::string name_;
  bool may_replace_;
  Descriptor stream_;  ///< stays open, where it is one
  std::filesystem::path written_;
  bool committed_ = false;
};

/// A file that a user has named, barred to other processes of Cadis until destroyed.
class NamedFile {
 public:
  /// ConfigError as find_output(), and where it exists and `replace` is false (the message names
  /// --force); BusyError where another process is writing it.
  NamedFile(const std::filesystem::path& named, bool replace);

  [[nodiscard]] const std::filesystem::path& path() const { return file_->path(); }
  [[nodiscard]] const OutputPath& target() const { return file_->target(); }
  void write(const std::function<void(std::ostream&)>& write);  ///< to path(), not committed
  void commit() { file_->commit(); }                            ///< as NewFile::commit()

 private:
  std::string name_;
  std::optional<PathLock> lock_;
  std::optional<NewFile> file_;
};

/// --force replaces what Cadis wrote, never a folder of the user's own, whatever name was typed:
/// ConfigError unless the folder is empty, has a manifest.json of ours or `is_ours` by another
/// sign, and where it is or holds the working folder.
void check_replaceable(const std::filesystem::path& folder, bool is_ours = false);

/// A folder's own path for an output that a user has named: absolute, with links followed.
/// ConfigError where it names none.
std::filesystem::path find_output_folder(const std::filesystem::path& named);

/// A folder that appears whole or not at all: filled under a temporary name beside the target,
/// renamed by commit(), removed when destroyed without it. Barred to other processes of Cadis.
class NewFolder {
 public:
  /// Throws ConfigError where the target exists and `replace` is false (the message names --force),
  /// or where it is neither empty nor an output of ours (a manifest.json with the key "cadis"), or
  /// holds the working folder; BusyError where another process is writing it.
  NewFolder(std::filesystem::path target, bool replace);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return temporary_; }
  void commit();  ///< as NewFile::commit()

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  bool may_replace_;
  std::optional<PathLock> lock_;
  bool committed_ = false;
};

}  // namespace cadis

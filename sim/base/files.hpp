#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>

namespace cadis {

/// An input for reading, as it is, byte for byte; ConfigError naming it where it cannot be opened.
std::ifstream open_input(const std::filesystem::path& file);

/// The whole file; ConfigError naming it where it cannot be read.
std::string read_text(const std::filesystem::path& file);

/// Writes a file whole or not at all (temporary name, flush, rename); StorageError naming it where
/// that fails.
void write_whole(const std::filesystem::path& file, std::string_view text);
/// The same of what `write` writes, for text that need not be in memory at once.
void write_whole(const std::filesystem::path& file,
                 const std::function<void(std::ostream&)>& write);

/// A file that appears whole or not at all: written under a temporary name beside the target,
/// renamed by commit(), removed when destroyed without it.
class NewFile {
 public:
  explicit NewFile(std::filesystem::path target);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return temporary_; }
  void commit();  ///< StorageError naming the target where that fails

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  bool committed_ = false;
};

/// SHA-256 of a text, in hexadecimal.
std::string sha256(std::string_view text);
/// The same of a file of any length.
std::string sha256_of_file(const std::filesystem::path& file);

/// --force replaces what Cadis wrote, never a folder of the user's own, whatever name was typed:
/// ConfigError unless the folder is empty, has a manifest.json of ours or `is_ours` by another
/// sign, and where it is or holds the working folder.
void check_replaceable(const std::filesystem::path& folder, bool is_ours = false);

/// A folder that appears whole or not at all: filled under a temporary name beside the target,
/// renamed by commit(), removed when destroyed without it.
class NewFolder {
 public:
  /// Throws ConfigError where the target exists and `replace` is false (the message names --force),
  /// or where it is neither empty nor an output of ours (a manifest.json with the key "cadis"), or
  /// holds the working folder.
  NewFolder(std::filesystem::path target, bool replace);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return temporary_; }
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  bool committed_ = false;
};

}  // namespace cadis

#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <streambuf>
#include <string>
#include <vector>

namespace cadis {

class InputPass;

/// An input of text, opened once. `-` is standard input. What cannot be read twice (a pipe, a FIFO,
/// a terminal) is read at once, whole, and its bytes are kept in memory. Cheap to copy.
class Input {
 public:
  static constexpr std::uint64_t most_kept = 1ULL << 30;  ///< bytes of what cannot be read twice

  /// ConfigError where it cannot be opened, is compressed, is longer than most_kept and no file, or
  /// is standard input or a pipe that this process has read before. Functions that take an Input
  /// are called with a path.
  Input(const std::filesystem::path& file);
  Input(const std::string& file) : Input(std::filesystem::path(file)) {}
  Input(const char* file) : Input(std::filesystem::path(file)) {}

  [[nodiscard]] const std::filesystem::path& file() const;  ///< as it was named
  [[nodiscard]] const std::string& name() const;            ///< for messages
  [[nodiscard]] std::uint64_t size() const;                 ///< in bytes, when it was opened
  /// Of the bytes that the last InputStream has read; what it left is read now.
  [[nodiscard]] std::string sha256() const;

 private:
  friend class InputStream;
  struct Opened;
  std::shared_ptr<Opened> opened_;
};

/// One pass over an input, from its first byte on. ConfigError, with the system's reason, where it
/// cannot be read to its end.
class InputStream : public std::istream {
 public:
  explicit InputStream(Input input);

 private:
  Input input_;  ///< stays open
  std::shared_ptr<InputPass> pass_;
  std::unique_ptr<std::streambuf> buffer_;
};

/// The whole of it.
std::string read_text(const Input& input);

/// What messages and manifests call an input of this path.
std::string input_name(const std::filesystem::path& file);
/// The folder in which files that an input names are looked for: its own, or the working folder
/// where it is standard input or another open file of this process.
std::filesystem::path folder_beside(const std::filesystem::path& input);
/// Whether there is something to read: `-`, or what exists and is no folder.
bool is_input(const std::filesystem::path& file);

}  // namespace cadis

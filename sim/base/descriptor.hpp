#pragma once

#include <filesystem>
#include <optional>
#include <utility>

namespace cadis {

/// An open file, closed when destroyed.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) close();
    if (this != &other) number_ = std::exchange(other.number_, -1);
    return *this;
  }

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  /// Closes it now, unless it is standard input, output or error; 0, or the error number of what is
  /// only found then, such as a full quota.
  int close();

 private:
  int number_ = -1;
};

/// Opens a path as open(2) does; waits for the other end of a FIFO, unless interrupted. Not open,
/// with errno set, where that fails.
Descriptor open_path(const std::filesystem::path& path, int flags);

/// Opens standard input, output and error where the program was started without them, so that no
/// other file gets their numbers; reading or writing them fails.
void keep_standard_numbers();

/// The number of a path that names an open file of this process: /dev/stdin, /dev/stdout, /dev/fd/N
/// or /proc/self/fd/N.
std::optional<int> open_number(const std::filesystem::path& path);

}  // namespace cadis

#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cadis::fuzz {

/// The bytes that libFuzzer hands over.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A file that is in memory alone, for readers that take a path.
class InputFile {
 public:
  explicit InputFile(std::string_view text) : descriptor_(memfd_create("input", 0)) {
    const auto size = static_cast<ssize_t>(text.size());
    if (descriptor_ < 0 || write(descriptor_, text.data(), text.size()) != size)
      throw std::runtime_error("no file in memory");
  }
  ~InputFile() { close(descriptor_); }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  [[nodiscard]] std::filesystem::path path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_);
  }

 private:
  int descriptor_;
};

/// Ends the program where something does not hold, which a fuzzer takes for a crash.
inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// Whether a message says where, in words of ours: no text of a library or of the standard's,
/// unless the input has it.
inline bool is_refusal(std::string_view message, std::string_view input) {
  for (const std::string_view raw :
       {"exception", "std::", "yaml-cpp", "basic_string", "vector::", "map::at", "bad_", "SQL ",
        "malformed database", "disk image"}) {
    if (message.find(raw) != std::string_view::npos && input.find(raw) == std::string_view::npos)
      return false;
  }
  return message.find(": ") != std::string_view::npos;
}

}  // namespace cadis::fuzz

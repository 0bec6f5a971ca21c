#include "base/descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/interrupt.hpp"
#include "base/numbers.hpp"

namespace cadis {

int Descriptor::close() {
  const int number = std::exchange(number_, -1);
  if (number <= STDERR_FILENO) return 0;
  return ::close(number) == 0 ? 0 : errno;
}

Descriptor open_path(const std::filesystem::path& path, int flags) {
  constexpr mode_t all_may = 0666;  // less the user's umask
  while (true) {
    const int number = ::open(path.c_str(), flags | O_CLOEXEC, all_may);
    if (number >= 0 || errno != EINTR) return Descriptor(number);
    throw_if_interrupted();
  }
}

void keep_standard_numbers() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(number, F_GETFD) >= 0) continue;
    // The lowest free number is the one that is missing.
    static_cast<void>(::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

std::optional<int> open_number(const std::filesystem::path& path) {
  const auto plain = path.lexically_normal();
  if (plain == "/dev/stdin") return STDIN_FILENO;
  if (plain == "/dev/stdout") return STDOUT_FILENO;
  if (plain == "/dev/stderr") return STDERR_FILENO;
  const auto folder = plain.parent_path();
  if (folder != "/dev/fd" && folder != "/proc/self/fd") return std::nullopt;
  const auto number = parse_unsigned(plain.filename().string());
  if (!number || *number > 1'000'000) return std::nullopt;
  return static_cast<int>(*number);
}

}  // namespace cadis

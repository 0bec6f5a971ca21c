#include "base/path_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/errors.hpp"

namespace cadis {
namespace {

/// Whether the path still names the open file: who held the lock before has removed its own.
bool is_named(const Descriptor& file, const std::filesystem::path& path) {
  struct stat held {
  }, named{};
  return fstat(file.number(), &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

}  // namespace

PathLock::PathLock(const std::filesystem::path& output, Kind kind)
    : file_(output.parent_path() / fmt::format(".{}.lock", output.filename().string())) {
  const int wanted = (kind == Kind::alone ? LOCK_EX : LOCK_SH) | LOCK_NB;
  while (true) {
    Descriptor file = open_path(file_, O_RDWR | O_CREAT | O_NOFOLLOW);
    if (!file.is_open()) return;
    if (flock(file.number(), wanted) != 0) {
      if (errno != EWOULDBLOCK) return;
      throw BusyError(
          fmt::format("{}: another process is at work on it; wait for it, or choose another name",
                      output.string()));
    }
    if (!is_named(file, file_)) continue;
    held_ = std::move(file);
    return;
  }
}

PathLock::PathLock(PathLock&& other) noexcept
    : file_(std::move(other.file_)), held_(std::move(other.held_)) {}

PathLock::~PathLock() {
  // Only who holds it alone may remove the file; of several that share it the last.
  if (held_.is_open() && flock(held_.number(), LOCK_EX | LOCK_NB) == 0) unlink(file_.c_str());
}

}  // namespace cadis

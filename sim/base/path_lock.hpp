#pragma once

#include <filesystem>

#include "base/descriptor.hpp"

namespace cadis {

/// Keeps others from writing an output while it lives, by a lock on a hidden file beside it. The
/// system takes the lock away when the process dies, however it dies; a file left by one that was
/// killed bars nobody.
class PathLock {
 public:
  enum class Kind {
    alone,  ///< no other may hold one
    shared  ///< others may, that share it
  };
  /// BusyError where another process holds one that excludes it. Where no file can be made beside
  /// the output, or the file system knows no locks, it holds nothing: then either nobody can write
  /// there, or NewFile and NewFolder refuse at the end.
  PathLock(const std::filesystem::path& output, Kind kind);
  ~PathLock();
  PathLock(PathLock&& other) noexcept;
  PathLock& operator=(PathLock&&) = delete;

 private:
  std::filesystem::path file_;
  Descriptor held_;
};

}  // namespace cadis

#pragma once

#include <filesystem>

namespace cadis {

/// Where an output goes that a user has named.
struct OutputPath {
  /// Absolute, with links followed: what a link names is written, and the link stays.
  std::filesystem::path file;
  bool is_stream = false;  ///< a pipe, FIFO, terminal or device, which is written through
  bool exists = false;
};

/// Follows the links of a path, whether what they name exists or not; an open file of this process
/// (/dev/stdout) is not followed further. ConfigError where they lead in a circle.
std::filesystem::path follow_links(const std::filesystem::path& path);

/// Looks at where a file would be written, whether it can be or not; `-` is standard output.
OutputPath locate_output(const std::filesystem::path& named);

/// The same of a file that a user has named: ConfigError where it has no name, is a folder, a disk
/// or a socket, or lies in a folder that is not there.
OutputPath find_output(const std::filesystem::path& named);

/// Moves what is complete to its place, in one step, and takes away what `from` names. BusyError
/// where something has come there that may not be replaced, StorageError where it cannot be moved.
void put_in_place(const std::filesystem::path& from, const std::filesystem::path& to,
                  bool may_replace);

}  // namespace cadis

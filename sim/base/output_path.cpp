#include "base/output_path.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>

#include "base/descriptor.hpp"
#include "base/errors.hpp"
#include "base/output_file.hpp"

namespace cadis {

namespace fs = std::filesystem;

fs::path follow_links(const fs::path& path) {
  constexpr int most_links = 40;  // as the system has it
  fs::path at = fs::absolute(path).lexically_normal();
  if (!at.has_filename()) at = at.parent_path();  // a slash at the end
  for (int i = 0; i < most_links; ++i) {
    if (open_number(at)) return at;
    std::error_code error;
    const fs::path folder = fs::weakly_canonical(at.parent_path(), error);
    if (error) return at;
    at = folder / at.filename();
    const fs::path named = fs::read_symlink(at, error);
    if (error) return at;  // no link
    at = (folder / named).lexically_normal();
  }
  throw ConfigError(fmt::format("{}: links lead in a circle", path.string()));
}

OutputPath locate_output(const fs::path& named) {
  const fs::path file = follow_links(named == "-" ? fs::path("/dev/stdout") : named);
  if (open_number(file)) return {file, true, true};
  std::error_code none;
  const fs::file_status status = fs::status(file, none);
  const bool exists = fs::exists(status);
  const bool is_stream = exists && !fs::is_regular_file(status) && !fs::is_directory(status);
  return {file, is_stream, exists};
}

OutputPath find_output(const fs::path& named) {
  const auto fail = [&](const std::string& what) {
    throw ConfigError(fmt::format("{}: {}", named.string(), what));
  };
  if (named.empty()) throw ConfigError("expected the name of a file to write, got an empty one");
  const OutputPath output = locate_output(named);
  if (open_number(output.file)) return output;
  std::error_code none;
  const fs::file_status status = fs::status(output.file, none);
  if (fs::is_directory(status)) fail("is a folder; expected the name of a file to write");
  if (fs::is_block_file(status) || fs::is_socket(status))
    fail("is a disk or a socket; expected the name of a file to write");
  if (!named.has_filename()) fail("expected the name of a file to write");
  const fs::path folder = output.file.parent_path();
  if (!fs::is_directory(folder, none)) {
    fail(fmt::format("there is no folder {} to write {} into; make it first",
                     named.parent_path().empty() ? folder.string() : named.parent_path().string(),
                     named.filename().string()));
  }
  return output;
}

void put_in_place(const fs::path& from, const fs::path& to, bool may_replace) {
  const unsigned flags = may_replace ? 0 : RENAME_NOREPLACE;
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags) == 0) return;
  int error = errno;
  const bool is_unknown = error == EINVAL || error == ENOSYS;  // to this file system
  if (!may_replace && is_unknown && !fs::exists(fs::symlink_status(to))) {
    if (std::rename(from.c_str(), to.c_str()) == 0) return;
    error = errno;
  }
  if (!may_replace && (error == EEXIST || error == ENOTEMPTY || is_unknown)) {
    throw BusyError(
        fmt::format("{}: was made by another process meanwhile, and is kept; choose another name",
                    to.string()));
  }
  throw_unwritten(to.string(), error);
}

}  // namespace cadis

#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/errors.hpp"
#include "base/interrupt.hpp"
#include "base/output_file.hpp"

namespace cadis {
namespace {

namespace fs = std::filesystem;

/// A hidden name in the same folder, hence on the same file system, where a rename is atomic.
fs::path sibling(const fs::path& target, std::string_view role) {
  return target.parent_path() /
         fmt::format(".{}.{}-{}", target.filename().string(), role, ::getpid());
}

/// A device, or a FIFO once somebody reads it.
Descriptor open_stream(const fs::path& path, const std::string& name) {
  constexpr int looks = 100, look_again_ms = 20;
  if (const auto number = open_number(path)) {
    Descriptor stream(fcntl(*number, F_DUPFD_CLOEXEC, 0));
    if (!stream.is_open()) throw_unwritten(name, errno);
    return stream;
  }
  for (int i = 0; i < looks; ++i) {
    Descriptor stream = open_path(path, O_WRONLY | O_NONBLOCK);
    const int error = errno;
    if (stream.is_open()) {
      fcntl(stream.number(), F_SETFL, O_WRONLY);  // from here on it waits for its reader
      return stream;
    }
    if (error != ENXIO) throw_unwritten(name, error);
    poll(nullptr, 0, look_again_ms);
    throw_if_interrupted();
  }
  throw ConfigError(name + ": is a FIFO that nobody reads; start its reader first");
}

void write_to(const fs::path& path, const std::string& name,
              const std::function<void(std::ostream&)>& write) {
  OutputStream out(OutputFile(path, name));
  write(out);
  out.close();
}

/// An output that exists is replaced only where that was asked for.
void check_absent(const fs::path& named, bool exists, bool replace) {
  if (exists && !replace) {
    throw ConfigError(
        fmt::format("{}: exists; choose another name, or replace it with --force", named.string()));
  }
}

}  // namespace

void write_whole(const fs::path& file, std::string_view text) {
  write_whole(file, [&](std::ostream& out) {
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
  });
}

void write_whole(const fs::path& file, const std::function<void(std::ostream&)>& write) {
  NewFile written(file);
  write_to(written.path(), file.string(), write);
  written.commit();
}

NewFile::NewFile(OutputPath target, std::string name, bool may_replace)
    : target_(std::move(target)), name_(std::move(name)), may_replace_(may_replace) {
  if (!target_.is_stream) {
    written_ = sibling(target_.file, "partial");
    return;
  }
  stream_ = open_stream(target_.file, name_);
  written_ = fmt::format("/proc/self/fd/{}", stream_.number());  // also in a forked process
}

NewFile::~NewFile() {
  std::error_code ignored;
  if (!committed_ && !target_.is_stream) fs::remove(written_, ignored);
}

void NewFile::commit() {
  if (!target_.is_stream) put_in_place(written_, target_.file, may_replace_);
  committed_ = true;
}

NamedFile::NamedFile(const fs::path& named, bool replace) : name_(named.string()) {
  OutputPath target = find_output(named);
  if (!target.is_stream) {
    check_absent(named, target.exists, replace);
    lock_.emplace(target.file, PathLock::Kind::alone);
    check_absent(named, fs::exists(target.file), replace);  // until now it was not barred
  }
  file_.emplace(std::move(target), name_, replace);
}

void NamedFile::write(const std::function<void(std::ostream&)>& write) {
  write_to(path(), name_, write);
}

void check_replaceable(const fs::path& folder, bool is_ours) {
  const auto here = fs::weakly_canonical(fs::current_path());
  const auto real = fs::weakly_canonical(folder);
  if (std::mismatch(real.begin(), real.end(), here.begin(), here.end()).first == real.end()) {
    throw ConfigError(fmt::format(
        "{}: is the working folder or holds it, and is not replaced; choose another name",
        folder.string()));
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    constexpr std::string_view dot = ".", ending = ".lock";
    if (!name.starts_with(dot) || !name.ends_with(ending)) continue;
    // Refuses where an output within the folder is being written.
    const PathLock held(folder / name.substr(1, name.size() - dot.size() - ending.size()),
                        PathLock::Kind::alone);
  }
  if (is_ours || fs::is_empty(folder)) return;
  const auto manifest = folder / "manifest.json";
  if (!fs::is_regular_file(manifest) ||
      read_text(manifest).find("\"cadis\"") == std::string::npos) {
    throw ConfigError(
        fmt::format("{}: exists and is not an output of cadis (no manifest.json of ours), so "
                    "--force does not replace it; "
                    "choose another name, or remove it yourself",
                    folder.string()));
  }
}

fs::path find_output_folder(const fs::path& named) {
  const fs::path plain = named.empty() ? named : follow_links(named);
  if (!plain.has_filename() || named == "-") {
    throw ConfigError(fmt::format("'{}': expected the name of a folder to write", named.string()));
  }
  return plain;
}

NewFolder::NewFolder(fs::path target, bool replace)
    : target_(find_output_folder(target)),
      temporary_(sibling(target_, "partial")),
      may_replace_(replace) {
  const auto check = [&] {
    std::error_code none;
    const auto status = fs::status(target_, none);
    if (fs::exists(status) && !fs::is_directory(status)) {
      throw ConfigError(
          fmt::format("{}: exists and is not a folder; choose another name", target.string()));
    }
    check_absent(target, fs::exists(status), replace);
    if (fs::exists(status)) check_replaceable(target);
  };
  std::error_code error;
  if (fs::is_directory(target_.parent_path(), error))
    lock_.emplace(target_, PathLock::Kind::alone);  // before anything is said of what is there
  check();
  error.clear();
  fs::create_directories(target_.parent_path(), error);
  if (!error && !lock_) {
    lock_.emplace(target_, PathLock::Kind::alone);
    check();  // until now it was not barred
  }
  // A process of the same number may have died here and left its part behind.
  if (!error) fs::remove_all(temporary_, error);
  if (!error) fs::create_directory(temporary_, error);
  if (error)
    throw ConfigError(fmt::format("{}: cannot be created: {}", target.string(), error.message()));
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!committed_) fs::remove_all(temporary_, ignored);
}

void NewFolder::commit() {
  const auto old = sibling(target_, "replaced");
  std::error_code ignored;
  const bool had_old = may_replace_ && fs::exists(target_);
  if (had_old) {
    fs::remove_all(old, ignored);  // of a process of the same number that died here
    put_in_place(target_, old, false);
  }
  try {
    put_in_place(temporary_, target_, false);
  } catch (const Error&) {
    if (had_old) fs::rename(old, target_, ignored);
    throw;
  }
  committed_ = true;
  lock_.reset();
  if (had_old) fs::remove_all(old, ignored);
}

}  // namespace cadis

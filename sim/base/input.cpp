#include "base/input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "base/compressed.hpp"
#include "base/descriptor.hpp"
#include "base/digest.hpp"
#include "base/errors.hpp"
#include "base/interrupt.hpp"

namespace cadis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_bytes = 1 << 18;

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw ConfigError(fmt::format("{}: {}", name, what));
}

/// Whether a read that failed is worth another: it was interrupted, or is of a terminal or a pipe
/// that somebody has set not to wait.
bool may_go_on() {
  constexpr int look_again_ms = 20;
  if (errno != EINTR && errno != EAGAIN) return false;
  if (errno == EAGAIN) poll(nullptr, 0, look_again_ms);
  throw_if_interrupted();
  return true;
}

/// Bytes of `length` at most, fewer only at the end; `read_part(into, length)` is a read(2).
template <class ReadPart>
std::size_t read_fully(char* into, std::size_t length, const std::string& name,
                       const ReadPart& read_part) {
  std::size_t got = 0;
  while (got < length) {
    const ssize_t count = read_part(into + got, length - got, got);
    if (count == 0) break;
    if (count > 0) got += static_cast<std::size_t>(count);
    if (count < 0 && !may_go_on()) fail(name, "cannot be read to its end: " + reason_of(errno));
  }
  return got;
}

/// Notes that a pipe is read; false where this process has read it before.
bool is_first_reading(const struct stat& status) {
  static std::set<std::pair<dev_t, ino_t>> read_before;  // what was read from a pipe is gone
  return read_before.emplace(status.st_dev, status.st_ino).second;
}

Descriptor open_named(const fs::path& file, const std::string& name) {
  if (file.empty()) throw ConfigError("expected the name of a file to read, got an empty one");
  const auto number = file == "-" ? STDIN_FILENO : open_number(file);
  Descriptor descriptor =
      number ? Descriptor(fcntl(*number, F_DUPFD_CLOEXEC, 0)) : open_path(file, O_RDONLY);
  if (!descriptor.is_open())
    fail(name, "cannot be opened: " + reason_of(errno) + "; check the path and the permissions");
  return descriptor;
}

/// The bytes of a pipe, in a file that is in memory only.
Descriptor keep(const Descriptor& pipe, const std::string& name) {
  Descriptor kept(memfd_create("input", MFD_CLOEXEC));
  if (!kept.is_open()) fail(name, "cannot be kept in memory: " + reason_of(errno));
  std::string block(block_bytes, '\0');
  std::uint64_t length = 0;
  while (true) {
    const std::size_t got = read_fully(block.data(), block.size(), name,
                                       [&](char* into, std::size_t most, std::size_t) {
                                         return ::read(pipe.number(), into, most);
                                       });
    if (got == 0) return kept;
    length += got;
    if (length > Input::most_kept) {
      fail(name, fmt::format("is no file, and longer than the {} MiB that are kept of such an "
                             "input; write it to a file first",
                             Input::most_kept >> 20));
    }
    if (::write(kept.number(), block.data(), got) != static_cast<ssize_t>(got))
      fail(name, "cannot be kept in memory: " + reason_of(errno));
  }
}

}  // namespace

struct Input::Opened {
  fs::path file;
  std::string name;
  Descriptor descriptor;
  off_t begin = 0;  ///< of a file that is standard input: where whoever read before has stopped
  std::uint64_t size = 0;
  std::shared_ptr<InputPass> last_pass;
};

/// What a pass has read so far. Outlives its stream, since the hash is asked for afterwards.
class InputPass {
 public:
  InputPass(int descriptor, off_t begin, std::string name)
      : descriptor_(descriptor), at_(begin), name_(std::move(name)) {}

  std::size_t read(char* into, std::size_t length) {
    const std::size_t got =
        read_fully(into, length, name_, [this](char* part, std::size_t most, std::size_t offset) {
          return ::pread(descriptor_, part, most, at_ + static_cast<off_t>(offset));
        });
    at_ += static_cast<off_t>(got);
    digest_.add({into, got});
    return got;
  }
  [[nodiscard]] std::string sha256() {
    std::string block(block_bytes, '\0');
    while (read(block.data(), block.size()) > 0) {
    }
    return digest_.hexadecimal();
  }

 private:
  int descriptor_;
  off_t at_;
  std::string name_;
  Digest digest_;
};

Input::Input(const fs::path& file) : opened_(std::make_shared<Opened>()) {
  Opened& opened = *opened_;
  opened.file = file;
  opened.name = input_name(file);
  opened.descriptor = open_named(file, opened.name);
  struct stat status {};
  if (fstat(opened.descriptor.number(), &status) != 0)
    fail(opened.name, "cannot be read: " + reason_of(errno));
  if (S_ISDIR(status.st_mode)) fail(opened.name, "expected a file, found a folder");
  const bool is_file = S_ISREG(status.st_mode) || S_ISBLK(status.st_mode);
  const bool is_standard = open_number(file == "-" ? "/dev/stdin" : file) == STDIN_FILENO;
  if ((is_standard || S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) &&
      !is_first_reading(status)) {
    fail(opened.name,
         "is read already, and can be read only once; write it to a file, and give "
         "that where it is needed");
  }
  if (!is_file) opened.descriptor = keep(opened.descriptor, opened.name);
  if (is_file && is_standard)
    opened.begin = std::max<off_t>(0, lseek(opened.descriptor.number(), 0, SEEK_CUR));
  const off_t end = lseek(opened.descriptor.number(), 0, is_file ? SEEK_CUR : SEEK_END);
  const off_t length = is_file ? status.st_size : end;
  opened.size = static_cast<std::uint64_t>(std::max<off_t>(0, length - opened.begin));
  std::array<char, 16> head{};
  const ssize_t count = pread(opened.descriptor.number(), head.data(), head.size(), opened.begin);
  const std::string_view beginning(head.data(),
                                   static_cast<std::size_t>(std::max<ssize_t>(0, count)));
  if (const char* packed = packing_of(beginning); packed != nullptr) fail(opened.name, packed);
}

const fs::path& Input::file() const { return opened_->file; }
const std::string& Input::name() const { return opened_->name; }
std::uint64_t Input::size() const { return opened_->size; }

std::string Input::sha256() const {
  if (!opened_->last_pass) const InputStream whole(*this);
  return opened_->last_pass->sha256();
}

namespace {

class PassBuffer : public std::streambuf {
 public:
  explicit PassBuffer(InputPass& pass) : pass_(pass), block_(block_bytes, '\0') {}

 protected:
  int_type underflow() override {
    const std::size_t got = pass_.read(block_.data(), block_.size());
    setg(block_.data(), block_.data(), block_.data() + got);
    return got == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
  }

 private:
  InputPass& pass_;
  std::string block_;
};

}  // namespace

InputStream::InputStream(Input input)
    : std::istream(nullptr),
      input_(std::move(input)),
      pass_(std::make_shared<InputPass>(input_.opened_->descriptor.number(), input_.opened_->begin,
                                        input_.name())),
      buffer_(std::make_unique<PassBuffer>(*pass_)) {
  input_.opened_->last_pass = pass_;
  rdbuf(buffer_.get());
  exceptions(std::ios::badbit);  // what reading throws comes through
}

std::string read_text(const Input& input) {
  InputStream in(input);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string input_name(const fs::path& file) {
  return file == "-" ? "standard input" : file.string();
}

fs::path folder_beside(const fs::path& input) {
  return open_number(input) ? fs::path() : input.parent_path();
}

bool is_input(const fs::path& file) {
  std::error_code none;
  return file == "-" || (fs::exists(file, none) && !fs::is_directory(file, none));
}

}  // namespace cadis

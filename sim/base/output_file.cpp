#include "base/output_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/errors.hpp"
#include "base/interrupt.hpp"

namespace cadis {

void throw_unwritten(const std::string& name, int system_error) {
  const char* remedy = "";
  if (system_error == EPIPE) remedy = " (whoever read it has stopped)";
  if (system_error == ENOSPC || system_error == EDQUOT) remedy = " (the disk is full)";
  throw StorageError(name + ": cannot be written: " + reason_of(system_error) + remedy);
}

namespace {

/// After a write that was interrupted, or of a pipe or terminal that somebody has set not to wait.
void wait_for_room(int file) {
  throw_if_interrupted();
  constexpr int look_again_ms = 200;
  pollfd wanted{file, POLLOUT, 0};
  poll(&wanted, 1, look_again_ms);
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& file, std::string name)
    : name_(std::move(name)) {
  const auto number = open_number(file);
  file_ = number ? Descriptor(fcntl(*number, F_DUPFD_CLOEXEC, 0))
                 : open_path(file, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file_.is_open()) throw_unwritten(name_, errno);
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file_.number(), bytes.data(), bytes.size());
    if (count >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(count));
    else if (errno == EINTR || errno == EAGAIN)
      wait_for_room(file_.number());
    else
      throw_unwritten(name_, errno);
  }
}

void OutputFile::close() {
  if (const int error = file_.close(); error != 0) throw_unwritten(name_, error);
}

class OutputStream::Buffer : public std::streambuf {
 public:
  explicit Buffer(OutputFile file) : file_(std::move(file)) { text_.reserve(part_bytes); }
  void close() {
    sync();
    file_.close();
  }

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char one = traits_type::to_char_type(c);
    xsputn(&one, 1);
    return c;
  }
  std::streamsize xsputn(const char* text, std::streamsize length) override {
    text_.append(text, static_cast<std::size_t>(length));
    if (text_.size() >= part_bytes) sync();
    return length;
  }
  int sync() override {
    const std::string part = std::exchange(text_, {});  // what fails is not written again
    file_.write(part);
    return 0;
  }

 private:
  static constexpr std::size_t part_bytes = 1 << 16;

  OutputFile file_;
  std::string text_;  ///< not written yet
};

OutputStream::OutputStream(OutputFile file)
    : std::ostream(nullptr), buffer_(std::make_unique<Buffer>(std::move(file))) {
  rdbuf(buffer_.get());
  exceptions(std::ios::badbit);
}

OutputStream::~OutputStream() = default;

void OutputStream::close() { buffer_->close(); }

}  // namespace cadis

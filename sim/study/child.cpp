#include "study/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <limits>
#include <new>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/errors.hpp"
#include "base/interrupt.hpp"
#include "base/stopwatch.hpp"

namespace cadis {
namespace {

// The first byte of a child's message; the rest is the job's, or the error's text.
enum class Reply : std::uint8_t {
  done,
  config_error,
  policy_error,
  storage_error,
  other_error,
  no_memory
};

Child::Bytes message(Reply kind, std::string_view text) {
  Child::Bytes bytes(1 + text.size(), static_cast<std::uint8_t>(kind));
  std::copy(text.begin(), text.end(), bytes.begin() + 1);
  return bytes;
}

Child::Bytes message_of(const std::function<Child::Bytes()>& job) try {
  Child::Bytes bytes = job();
  bytes.insert(bytes.begin(), static_cast<std::uint8_t>(Reply::done));
  return bytes;
} catch (const ConfigError& error) {
  return message(Reply::config_error, error.what());
} catch (const PolicyError& error) {
  return message(Reply::policy_error, error.what());
} catch (const StorageError& error) {
  return message(Reply::storage_error, error.what());
} catch (const std::bad_alloc&) {
  return message(Reply::no_memory, "");
} catch (const std::exception& error) {
  return message(Reply::other_error, in_our_words(error));
} catch (...) {
  return message(Reply::other_error, "a fault of Cadis, not of its input; please report it");
}

/// Address space of this process, in bytes (proc(5): the first number of statm, in pages).
std::uint64_t address_space() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

int reply_pipe = -1;  // a signal handler has no argument of ours; set in the child alone

[[noreturn]] void reply_no_memory() {
  const auto kind = static_cast<std::uint8_t>(Reply::no_memory);
  static_cast<void>(!write(reply_pipe, &kind, 1));
  _exit(0);
}

/// SimGrid aborts where memory is refused to it: a crash with so little left is no other fault.
extern "C" void explain_abort(int signal) {
  constexpr std::size_t little = 16 << 20;  // twice a stack of SimGrid's
  void* room = mmap(nullptr, little, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) reply_no_memory();
  std::signal(signal, SIG_DFL);
  raise(signal);
}

[[noreturn]] void run_child(int out, int log, const std::function<Child::Bytes()>& job,
                            const Child::Limits& limits) {
  // Ctrl-C is for the parent, which ends its children; SimGrid's own handler is not safe.
  setpgid(0, 0);
  release_interrupts();
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // no run outlives the program that asked for it
  if (log >= 0) dup2(log, STDERR_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);  // stdout carries only what was asked for
  if (limits.memory) {
    const rlim_t most = address_space() + *limits.memory;
    const rlimit limit{most, most};
    setrlimit(RLIMIT_AS, &limit);
  }
  // Where an allocation fails in code that may not throw, bad_alloc would end as an abort.
  reply_pipe = out;
  std::set_new_handler(reply_no_memory);
  std::signal(SIGABRT, explain_abort);
  const Child::Bytes bytes = message_of(job);
  std::set_new_handler(nullptr);
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = write(out, bytes.data() + sent, bytes.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) _exit(1);
    sent += static_cast<std::size_t>(count);
  }
  _exit(0);  // no destructors: SimGrid's and the parent's streams are not this process's to close
}

}  // namespace

Child::Child(const std::function<Bytes()>& job, const Limits& limits)
    : limits_(limits), started_s_(stopwatch_s()) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
  if (limits.keeps_log) log_ = memfd_create("log", MFD_CLOEXEC);
  child_ = fork();
  if (child_ < 0) {
    const int error = errno;
    close(ends[0]);
    close(ends[1]);
    if (log_ >= 0) close(log_);
    throw std::system_error(error, std::generic_category(), "cannot start a process");
  }
  if (child_ == 0) {
    close(ends[0]);
    run_child(ends[1], log_, job, limits);
  }
  close(ends[1]);
  pipe_ = ends[0];
}

Child::~Child() {
  if (pipe_ >= 0) close(pipe_);
  if (log_ >= 0) close(log_);
  if (child_ > 0) {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
}

bool Child::read_some() {
  std::array<std::uint8_t, 65536> buffer;
  const ssize_t count = ::read(pipe_, buffer.data(), buffer.size());
  if (count < 0) return errno == EINTR;
  received_.insert(received_.end(), buffer.begin(), buffer.begin() + count);
  return count > 0;
}

double Child::time_left_s() const {
  if (!limits_.time || is_overdue_) return std::numeric_limits<double>::infinity();
  return started_s_ + limits_.time->value() - stopwatch_s();
}

void Child::kill_overdue() {
  is_overdue_ = true;
  kill(child_, SIGKILL);
}

Child::Bytes Child::finish() {
  constexpr int look_again_ms = 200;  // a signal may come just before the wait
  while (true) {
    throw_if_interrupted();
    if (time_left_s() <= 0) kill_overdue();
    pollfd wanted{pipe_, POLLIN, 0};
    if (poll(&wanted, 1, look_again_ms) > 0 && !read_some()) break;
  }
  int status = 0;
  rusage usage{};
  while (wait4(child_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  child_ = -1;
  throw_if_interrupted();
  cost_.wall_s = stopwatch_s() - started_s_;
  for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
    cost_.cpu_s += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  }
  if (is_overdue_) {
    throw RunError(fmt::format("took longer than {} s and was ended", limits_.time->value()));
  }
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP) throw Interrupted();
    throw RunError("the run crashed with signal " + std::to_string(signal) + " (" +
                   strsignal(signal) + ")");
  }
  if (received_.empty() || WEXITSTATUS(status) != 0) {
    throw RunError("the run ended without a result (exit code " +
                   std::to_string(WEXITSTATUS(status)) + ")");
  }
  const auto kind = static_cast<Reply>(received_.front());
  received_.erase(received_.begin());
  const std::string text(received_.begin(), received_.end());
  switch (kind) {
    case Reply::config_error:
      throw ConfigError(text);
    case Reply::policy_error:
      throw PolicyError(text);
    case Reply::storage_error:
      throw StorageError(text);
    case Reply::other_error:
      throw RunError(text);
    case Reply::no_memory:
      throw RunError(limits_.memory
                         ? fmt::format("needed more memory than {} MiB", *limits_.memory >> 20)
                         : "the machine has no more memory");
    case Reply::done:
      break;
  }
  return std::move(received_);
}

std::string Child::log() const {
  if (log_ < 0) return "";
  constexpr off_t most = 16 * 1024;
  const off_t size = lseek(log_, 0, SEEK_END);
  const off_t from = std::max<off_t>(0, size - most);
  std::string text(static_cast<std::size_t>(std::max<off_t>(0, size - from)), '\0');
  const ssize_t count = pread(log_, text.data(), text.size(), from);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, count)));
  return text;
}

}  // namespace cadis

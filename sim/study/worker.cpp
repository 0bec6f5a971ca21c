#include "study/worker.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "base/errors.hpp"
#include "base/interrupt.hpp"
#include "engine/simulation.hpp"
#include "report/request_file.hpp"
#include "study/result_codec.hpp"

namespace cadis {
namespace {

// The first byte of a child's message; the rest is a CBOR result or the error's text.
enum class Reply : std::uint8_t { result, config_error, policy_error, other_error };

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<std::uint8_t> message(Reply kind, std::string_view text) {
  std::vector<std::uint8_t> bytes(1 + text.size(), static_cast<std::uint8_t>(kind));
  std::copy(text.begin(), text.end(), bytes.begin() + 1);
  return bytes;
}

RunResult simulate_and_write(const Scenario& scenario, Policy& policy,
                             const Worker::Requests& requests) {
  RequestFile file(requests.file, requests.is_compressed, scenario);
  RunResult result = simulate(scenario, policy, &file);
  file.close();
  return result;
}

std::vector<std::uint8_t> simulate_to_message(const Scenario& scenario,
                                              std::span<const PolicyInfo> policies,
                                              const std::optional<Worker::Requests>& requests) try {
  const BuiltPolicy built = build_policy(scenario, policies);
  RunResult result = requests ? simulate_and_write(scenario, *built.policy, *requests)
                              : simulate(scenario, *built.policy);
  result.peeks = built.peeks;
  std::vector<std::uint8_t> bytes = encode_result(result);
  bytes.insert(bytes.begin(), static_cast<std::uint8_t>(Reply::result));
  return bytes;
} catch (const ConfigError& error) {
  return message(Reply::config_error, error.what());
} catch (const PolicyError& error) {
  return message(Reply::policy_error, error.what());
} catch (const std::exception& error) {
  return message(Reply::other_error, error.what());
}

[[noreturn]] void run_child(int out, const Scenario& scenario, std::span<const PolicyInfo> policies,
                            const std::optional<Worker::Requests>& requests) {
  setpgid(
      0,
      0);  // Ctrl-C is for the parent, which ends its children; SimGrid's own handler is not safe
  release_interrupts();
  prctl(PR_SET_PDEATHSIG, SIGKILL);    // no run outlives the program that asked for it
  dup2(STDERR_FILENO, STDOUT_FILENO);  // stdout carries only what was asked for
  const std::vector<std::uint8_t> bytes = simulate_to_message(scenario, policies, requests);
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

Worker::Worker(const Scenario& scenario, std::span<const PolicyInfo> policies,
               const std::optional<Requests>& requests)
    : started_s_(now_s()) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
  child_ = fork();
  if (child_ < 0) {
    close(ends[0]);
    close(ends[1]);
    throw std::system_error(errno, std::generic_category(), "cannot start a process");
  }
  if (child_ == 0) {
    close(ends[0]);
    run_child(ends[1], scenario, policies, requests);
  }
  close(ends[1]);
  pipe_ = ends[0];
}

Worker::~Worker() {
  if (pipe_ >= 0) close(pipe_);
  if (child_ > 0) {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
}

bool Worker::read_some() {
  std::array<std::uint8_t, 65536> buffer;
  const ssize_t count = read(pipe_, buffer.data(), buffer.size());
  if (count < 0) return errno == EINTR;
  received_.insert(received_.end(), buffer.begin(), buffer.begin() + count);
  return count > 0;
}

RunResult Worker::finish() {
  constexpr int look_again_ms = 200;  // a signal may come just before the wait
  while (true) {
    throw_if_interrupted();
    pollfd wanted{pipe_, POLLIN, 0};
    if (poll(&wanted, 1, look_again_ms) > 0 && !read_some()) break;
  }
  int status = 0;
  rusage usage{};
  while (wait4(child_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  child_ = -1;
  throw_if_interrupted();
  cost_.wall_s = now_s() - started_s_;
  for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
    cost_.cpu_s += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  }
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP) throw Interrupted();
    throw std::runtime_error("the run crashed with signal " + std::to_string(signal) + " (" +
                             strsignal(signal) + ")");
  }
  if (received_.empty() || WEXITSTATUS(status) != 0) {
    throw std::runtime_error("the run ended without a result (exit code " +
                             std::to_string(WEXITSTATUS(status)) + ")");
  }
  const std::span<const std::uint8_t> body(received_.begin() + 1, received_.end());
  const std::string text(body.begin(), body.end());
  switch (static_cast<Reply>(received_.front())) {
    case Reply::config_error:
      throw ConfigError(text);
    case Reply::policy_error:
      throw PolicyError(text);
    case Reply::other_error:
      throw std::runtime_error(text);
    case Reply::result:
      break;
  }
  return decode_result(body);
}

}  // namespace cadis

#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.hpp"

/// The program as users start it.
namespace cadis::test {

struct Outcome {
  int code;    ///< the exit code; -1 where a signal ended it
  int signal;  ///< 0: none
  std::string out, err;
};

/// A program that runs in a folder, in a process group of its own as from a terminal, its output
/// going to files beside the folder.
class Program {
 public:
  /// `arguments` as a shell reads them; `program` is a command with its quotes.
  Program(const std::filesystem::path& folder, const std::string& arguments,
          const std::string& program = "'" CADIS_PROGRAM "'")
      : out_(std::filesystem::canonical(folder).string() + ".out"),
        err_(std::filesystem::canonical(folder).string() + ".err"),
        pid_(fork()) {
    setpgid(pid_, pid_);  // by both, for whoever needs it first
    if (pid_ != 0) return;
    const std::string command = "exec " + program + " " + arguments;
    const int out = open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600),
              err = open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (chdir(folder.c_str()) == 0 && dup2(out, STDOUT_FILENO) >= 0 &&
        dup2(err, STDERR_FILENO) >= 0) {
      execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    }
    _exit(127);
  }
  ~Program() {
    if (!is_over_) {
      kill(-pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    std::filesystem::remove(out_);
    std::filesystem::remove(err_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] bool is_over() {
    is_over_ = is_over_ || waitpid(pid_, &status_, WNOHANG) == pid_;
    return is_over_;
  }
  /// What it has written to stderr by now.
  [[nodiscard]] std::string err_so_far() const {
    return std::filesystem::exists(err_) ? read_text(err_) : "";
  }
  Outcome finish() {
    if (!is_over_) waitpid(pid_, &status_, 0);
    is_over_ = true;
    return {WIFEXITED(status_) ? WEXITSTATUS(status_) : -1,
            WIFSIGNALED(status_) ? WTERMSIG(status_) : 0, read_text(out_), read_text(err_)};
  }

 private:
  std::string out_, err_;
  pid_t pid_;
  int status_ = 0;
  bool is_over_ = false;
};

inline Outcome run_program(const std::filesystem::path& folder, const std::string& arguments) {
  return Program(folder, arguments).finish();
}

/// The same of another program, such as a script.
inline Outcome run_command(const std::filesystem::path& folder, const std::string& program,
                           const std::string& arguments) {
  return Program(folder, arguments, program).finish();
}

/// A script of bash in which `cadis` is the program; a pipe's exit code is that of its last part
/// that failed.
inline Outcome run_script(const std::filesystem::path& folder, const std::string& script) {
  const auto file = std::filesystem::canonical(folder).string() + ".sh";
  write_whole(file, "set -o pipefail\ncadis() { '" CADIS_PROGRAM "' \"$@\"; }\n" + script + "\n");
  Outcome outcome = run_command(folder, "bash", "'" + file + "'");
  std::filesystem::remove(file);
  return outcome;
}

/// Names of everything in a folder, hidden ones too, sorted.
inline std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

inline void wait_ms(int duration) { poll(nullptr, 0, duration); }

/// Waits for up to `seconds` until `holds()`.
template <class Condition>
bool comes_true(double seconds, const Condition& holds) {
  for (int i = 0; i < seconds * 50; ++i) {
    if (holds()) return true;
    wait_ms(20);
  }
  return holds();
}

}  // namespace cadis::test

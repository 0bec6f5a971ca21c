#include "cli/plot_program.hpp"

#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>

#include "cli/arguments.hpp"
#include "model/scenario_reader.hpp"

namespace cadis {

void run_plot_program(const std::string& name, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{shipped(std::filesystem::path("experiments") / name).string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawnattr_t attributes;  // SIGPIPE, which this program ignores, ends it as ever
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = -1;
  const int error =
      posix_spawn(&child, words[0].c_str(), nullptr, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw RunError(words[0] + ": cannot be started: " + reason_of(error));
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw UsageError("--plot: " + name +
                     " failed; it needs Debian's python3-pandas and "
                     "python3-matplotlib");
}

}  // namespace cadis

#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "trace/samples.hpp"

namespace cadis::test {

/// What a script beside this file answers on a folder of real traces, read by pandas; null, with
/// the reason, where the traces or pandas are not here. The real files are no part of the project.
inline nlohmann::json ask_pandas(const std::string& script, const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: the real traces are not here");
    return nullptr;
  }
  const TextFile answer(script + ".json", "");
  const std::string command = "/usr/bin/python3 -I '" CADIS_SOURCE_FOLDER "/tests/trace/" + script +
                              "' '" + folder.string() + "' >'" + answer.path().string() + "'";
  const int code = WEXITSTATUS(std::system(command.c_str()));
  constexpr int no_pandas = 77, no_python = 127;
  CHECK_MESSAGE((code == 0 || code == no_pandas || code == no_python), "exit code ", code);
  if (code == 0) return nlohmann::json::parse(read_text(answer.path()));
  MESSAGE("skipped: no pandas");
  return nullptr;
}

}  // namespace cadis::test

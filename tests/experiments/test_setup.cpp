#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "cli/program.hpp"
#include "model/sample_documents.hpp"

using namespace cadis;
using cadis::test::Outcome;
namespace fs = std::filesystem;

namespace {

const std::string user = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

/// A system of which these few programs are all that there is, with a list of packages.
struct System {
  System() {
    fs::permissions(folder.file("."), fs::perms{0755});
    fs::create_directory(folder.file("bin"));
    for (const char* name : {"bash", "env", "sed", "printf", "setpriv"}) {
      fs::create_symlink(fs::path("/usr/bin") / name, folder.file("bin") / name);
    }
    folder.write("list", "here    # a comment\n\nlost  # another\nold | new   # by either name\n");
  }

  void add_program(const std::string& name, const std::string& body) const {
    folder.write("bin/" + name, "#!/bin/bash\n" + body + "\n");
    fs::permissions(folder.file("bin") / name, fs::perms{0755});
  }
  /// A Debian that has the package `here`, and knows `lost` and `new`.
  void make_debian() const {
    add_program("dpkg-query", "[[ $4 == here ]] && echo -n 'install ok installed'");
    add_program("apt-cache", "[[ $2 == lost || $2 == new ]] && echo \"$2 | 1 | there\"");
    add_program("apt-get", "printf '%s ' apt-get \"$@\" >&2; echo >&2");
  }
  [[nodiscard]] Outcome run(const std::string& before = "") const {
    const auto script = read_text(CADIS_SOURCE_FOLDER "/experiments/ensure_packages.sh");
    folder.write("script", script + "\nensure_packages list && echo 'it goes on'\n");
    return test::run_command(folder.file("."), "env PATH=\"$PWD/bin\" " + before + "bash",
                             "script");
  }

  sample::Folder folder;
};

bool says(const Outcome& outcome, const std::string& words) {
  return outcome.err.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("where a system is no Debian the scripts say so and go on") {
  const System system;
  const auto none = system.run();
  CHECK(none.code == 0);
  CHECK(none.out == "it goes on\n");
  CHECK(says(none, "no Debian"));
  system.make_debian();
  fs::remove(system.folder.file("bin/apt-get"));  // dpkg alone makes none
  const auto dpkg = system.run();
  CHECK(dpkg.out == "it goes on\n");
  CHECK(says(dpkg, "no Debian"));
}

TEST_CASE("who is neither root nor has sudo is told the packages, by this Debian's names") {
  const System system;
  system.make_debian();
  const auto outcome = system.run(geteuid() == 0 ? user : "");
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(outcome.err ==
        "missing Debian packages, and neither root nor sudo to install them: lost new\n");
}

TEST_CASE("with sudo what is missing is installed, and a package by either of its names is there") {
  const System system;
  system.make_debian();
  system.add_program("sudo", "\"$@\"");
  const std::string before = geteuid() == 0 ? user : "";
  const auto outcome = system.run(before);
  INFO(outcome.err);
  CHECK(outcome.out == "it goes on\n");
  CHECK(says(outcome, "apt-get install -y --no-install-recommends lost new"));
  system.folder.write("list", "here\nother | here\n");
  const auto all_there = system.run(before);
  CHECK(all_there.out == "it goes on\n");
  CHECK(all_there.err.empty());
}

TEST_CASE("tests/fresh.sh refuses what it cannot use, and shows its usage") {
  const sample::Folder folder;
  struct Case {
    std::string arguments, said;
  };
  for (const auto& [arguments, said] :
       {Case{"", "which Debian?"},
        {"buster", "unknown argument 'buster'"},
        {"trixie bookworm", "one Debian at a time, got 'trixie' and 'bookworm'"},
        {"trixie --only", "--only: expected a value"},
        {"trixie --only all", "expected told, build, study or tests, got 'all'"},
        {"trixie --folder .", "is neither empty nor a Debian that this script made"}}) {
    INFO(arguments);
    const auto outcome =
        test::run_command(folder.file("."), "'" CADIS_SOURCE_FOLDER "/tests/fresh.sh'", arguments);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(says(outcome, said));
    CHECK(says(outcome, "Usage: tests/fresh.sh bookworm|trixie"));
  }
  const auto help =
      test::run_command(folder.file("."), "'" CADIS_SOURCE_FOLDER "/tests/fresh.sh'", "--help");
  CHECK(help.code == 0);
  CHECK(help.out.starts_with("Usage: tests/fresh.sh"));
}

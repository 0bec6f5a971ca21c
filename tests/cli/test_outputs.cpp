#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <filesystem>
#include <string>

#include "cli/program.hpp"
#include "study/small_study.hpp"

// What a user may name as an output: nothing that is there is lost, and no device becomes a file.

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

const std::string generate =
    "cadis trace generate GB-2023 --start 2023-01-01T00:00:00Z --duration '2 h' --out ";
constexpr const char* header = "timestamp_utc,g_per_kwh\n";

/// A copy of /dev/null in the folder, where this user may make one.
bool make_null(const SampleStudy& folder) {
  return mknod(folder.file("null").c_str(), S_IFCHR | 0666, makedev(1, 3)) == 0;
}

}  // namespace

TEST_CASE("a FIFO, a device and stdout by any name are written through, and stay what they are") {
  const SampleStudy folder;
  const auto streams = run_script(
      folder.file("."), "mkfifo ff; ln -s /proc/self/fd/1 so; cat ff > read & " + generate +
                            "ff; wait; stat -c %F ff; " + generate + "so | wc -l; stat -c %F so; " +
                            generate + "/dev/fd/1 | wc -l; " + generate + "- | wc -l; " + generate +
                            "so > into; wc -l < into; stat -c %F so");
  CHECK_MESSAGE(streams.out == "fifo\n3\nsymbolic link\n3\n3\n3\nsymbolic link\n", streams.err);
  CHECK(read_text(folder.file("read")).starts_with(header));
  CHECK_FALSE(fs::exists(folder.file("ff.provenance.json")));
  const auto unread = run_script(folder.file("."), generate + "ff");
  CHECK(unread.code == 2);
  CHECK(unread.err.find("ff: is a FIFO that nobody reads") != std::string::npos);
  if (!make_null(folder)) {
    MESSAGE("skipped: no device can be made here");
    return;
  }
  for (const std::string& command :
       {generate + "null --force", generate + "null",
        std::string("cadis run small.yaml --set fidelity=queue --out a --requests null"),
        std::string("cadis run small.yaml --set fidelity=queue --out a --force --requests null")}) {
    CAPTURE(command);
    const auto outcome = run_script(folder.file("."), command);
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
    CHECK(fs::is_character_file(folder.file("null")));
  }
}

TEST_CASE("requests go through a FIFO or to stdout, as they would go to a file") {
  const SampleStudy folder;
  const std::string run = "cadis run small.yaml --set fidelity=queue --set duration='1 min' ";
  const auto outcome = run_script(
      folder.file("."), run + "--out a --requests r.csv; mkfifo ff; cat ff > read & " + run +
                            "--out b --requests ff; wait; " + run + "--out c --requests - > out; " +
                            run + "--out d --requests /dev/stdout | cat > piped");
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  const std::string requests = read_text(folder.file("r.csv"));
  for (const char* read : {"read", "out", "piped"})
    CHECK_MESSAGE(read_text(folder.file(read)) == requests, read);
  const auto full = run_script(folder.file("."), run + "--out e --requests - > /dev/full");
  CHECK(full.code == 3);
  CHECK(full.err.find("-: cannot be written: No space left on device") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.file("e")));
}

TEST_CASE("a link is followed: what it names gets the content, and the link stays") {
  const SampleStudy folder;
  folder.write("target", "keep");
  fs::create_symlink("target", folder.file("link"));
  fs::create_symlink("new", folder.file("dangling"));
  fs::create_symlink("round", folder.file("round"));
  const auto refused = run_script(folder.file("."), generate + "link");
  CHECK(refused.code == 2);
  CHECK(read_text(folder.file("target")) == "keep");
  CHECK(run_script(folder.file("."), generate + "link --force && " + generate + "dangling").code ==
        0);
  CHECK(read_text(folder.file("target")).starts_with(header));
  CHECK(read_text(folder.file("new")).starts_with(header));
  CHECK(fs::is_symlink(folder.file("link")));
  CHECK(fs::is_symlink(folder.file("dangling")));
  CHECK(run_script(folder.file("."), generate + "round").code == 2);

  fs::create_symlink("there", folder.file("to-folder"));
  folder.write("study.yaml", study_head + "axes:\n  policy: [{name: static-small}]\n");
  for (const std::string command : {"run small.yaml", "study study.yaml"}) {
    for (const std::string force : {"", " --force"}) {
      CAPTURE(command);
      const auto outcome = run_program(folder.file("."), command + " --out to-folder" + force);
      CHECK_MESSAGE(outcome.code == 0, outcome.err);
      CHECK(fs::is_symlink(folder.file("to-folder")));
      CHECK(fs::exists(folder.file("there/manifest.json")));
    }
    CHECK(run_program(folder.file("."), command + " --out to-folder").code == 2);
    fs::remove_all(folder.file("there"));
  }
}

TEST_CASE("every command refuses an output that exists without --force, and takes it with it") {
  const SampleStudy folder;
  folder.write("hours.csv",
               "Time,Carbon Intensity\n2023-06-01 00:00:00,1\n2023-06-01 01:00:00,2\n");
  const std::string made =
      "trace generate GB-2023 --start 2023-01-01T00:00:00Z --duration '2 h' --out ";
  const std::string import = "trace import hours.csv --out ";
  const std::string run = "run small.yaml --set fidelity=queue --out ";
  for (const std::string& command :
       {made + "mine", import + "mine", run + "new --requests mine", made + "beside",
        import + "beside", std::string("trace describe hours.csv --plot mine.svg")}) {
    CAPTURE(command);
    folder.write("mine", "mine");
    folder.write("mine.svg", "mine");
    folder.write("beside.provenance.json", "mine");
    const auto refused = run_program(folder.file("."), command);
    CHECK(refused.code == 2);
    CHECK(refused.err.find("exists; choose another name, or replace it with --force") !=
          std::string::npos);
    for (const char* name : {"mine", "mine.svg", "beside.provenance.json"})
      CHECK(read_text(folder.file(name)) == "mine");
    CHECK_FALSE(fs::exists(folder.file("new")));
    CHECK_FALSE(fs::exists(folder.file("beside")));
    if (command.find("--plot") != std::string::npos) continue;
    const auto replaced = run_program(folder.file("."), command + " --force");
    CHECK_MESSAGE(replaced.code == 0, replaced.err);
    fs::remove(folder.file("mine"));
    fs::remove(folder.file("mine.provenance.json"));
    fs::remove(folder.file("beside"));
    fs::remove_all(folder.file("new"));
  }
}

TEST_CASE("a folder that may not be written says so, with the system's reason") {
  const SampleStudy folder;
  if (geteuid() == 0) {  // to whom no folder is closed: a file system that is read-only
    const auto outcome = run_script(folder.file("."),
                                    "mkdir closed && unshare -m sh -c 'mount -t tmpfs -o ro none "
                                    "closed && exec \"$@\"' sh true");
    if (outcome.code != 0) {
      MESSAGE("skipped: no read-only file system can be mounted here");
      return;
    }
  } else {
    fs::create_directory(folder.file("closed"));
    fs::permissions(folder.file("closed"), fs::perms::owner_read | fs::perms::owner_exec);
  }
  const std::string closed =
      geteuid() == 0
          ? "unshare -m sh -c 'mount -t tmpfs -o ro none closed && exec \"$@\"' sh '" CADIS_PROGRAM
            "' "
          : "cadis ";
  const std::string reason = geteuid() == 0 ? "Read-only file system" : "Permission denied";
  const std::string run = "run small.yaml --set fidelity=queue --out ";
  for (const std::string& command :
       {generate.substr(6) + "closed/g.csv", run + "closed/o", run + "o --requests closed/r.csv"}) {
    CAPTURE(command);
    const auto outcome = run_script(folder.file("."), closed + command);
    CHECK((outcome.code == 2 || outcome.code == 3));
    CHECK_MESSAGE(outcome.err.find(reason) != std::string::npos, outcome.err);
    CHECK(outcome.err.find("partial") == std::string::npos);
    CHECK_FALSE(fs::exists(folder.file("o")));
  }
}

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>

#include "base/errors.hpp"
#include "base/files.hpp"

using namespace cadis;
namespace fs = std::filesystem;

namespace {
struct Scratch {
  fs::path path = fs::temp_directory_path() / ("cadis-files-" + std::to_string(::getpid()));
  Scratch() { fs::create_directories(path); }
  ~Scratch() { fs::remove_all(path); }
  [[nodiscard]] auto entries() const {
    return std::distance(fs::directory_iterator(path), fs::directory_iterator{});
  }
};
}  // namespace

TEST_CASE("SHA-256 of 'abc' is the value of FIPS 180-2") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a file is written whole and reads back") {
  const Scratch scratch;
  write_whole(scratch.path / "f", std::string("a\0b", 3));
  CHECK(read_text(scratch.path / "f") == std::string("a\0b", 3));
  CHECK(scratch.entries() == 1);
  CHECK_THROWS_AS(write_whole(scratch.path / "none" / "f", ""), StorageError);
  CHECK_THROWS_AS(read_text(scratch.path), ConfigError);
}

TEST_CASE("a new folder appears with commit and leaves nothing without it") {
  const Scratch scratch;
  const auto target = scratch.path / "out";
  {
    const NewFolder folder(target, false);
    write_whole(folder.path() / "f", "1");
    CHECK_FALSE(fs::exists(target));
  }
  CHECK(scratch.entries() == 0);
  NewFolder folder(scratch.path / "deep" / "out/", false);
  folder.commit();
  CHECK(fs::is_directory(scratch.path / "deep" / "out"));
}

TEST_CASE("an existing folder of ours is refused, or replaced as a whole when asked") {
  const Scratch scratch;
  const auto target = scratch.path / "out";
  fs::create_directory(target);
  write_whole(target / "old", "1");
  write_whole(target / "manifest.json", "{\"cadis\": 1}");
  const auto message =
      target.string() + ": exists; choose another name, or replace it with --force";
  CHECK_THROWS_WITH_AS(NewFolder(target, false), message.c_str(), ConfigError);
  { const NewFolder unfinished(target, true); }
  CHECK(fs::exists(target / "old"));
  NewFolder folder(target, true);
  write_whole(folder.path() / "new", "2");
  folder.commit();
  CHECK(fs::exists(target / "new"));
  CHECK_FALSE(fs::exists(target / "old"));
  CHECK(scratch.entries() == 1);
}

TEST_CASE("a folder that is not ours, or that holds the working folder, is never replaced") {
  const Scratch scratch;
  const auto target = scratch.path / "thesis";
  fs::create_directory(target);
  { NewFolder(target, true).commit(); }  // empty: nothing is lost
  write_whole(target / "thesis.tex", "1");
  CHECK_THROWS_WITH_AS(NewFolder(target, true), doctest::Contains("is not an output of cadis"),
                       ConfigError);
  write_whole(target / "manifest.json", "{\"other\": 1}");
  CHECK_THROWS_AS(NewFolder(target, true), ConfigError);
  CHECK(fs::exists(target / "thesis.tex"));
  for (const auto* name : {".", "..", "/"}) CHECK_THROWS_AS(NewFolder(name, true), ConfigError);
}

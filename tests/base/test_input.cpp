#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

#include "base/descriptor.hpp"
#include "base/digest.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"

using namespace cadis;
namespace fs = std::filesystem;

namespace {

struct TextFile {
  explicit TextFile(const std::string& text) { write_whole(path, text); }
  ~TextFile() { fs::remove(path); }
  fs::path path = fs::temp_directory_path() / ("cadis-input-" + std::to_string(::getpid()));
};

/// The reading end of a pipe that holds a text, as bash names it.
std::string pipe_of(const std::string& text) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  REQUIRE(write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  close(ends[1]);
  return "/dev/fd/" + std::to_string(ends[0]);
}

}  // namespace

TEST_CASE("an input can be passed over again, and its hash is that of the bytes of the last pass") {
  const std::string text(600'000, 'x');
  const TextFile file(text);
  for (const std::string& path : {file.path.string(), pipe_of("a,b\n1,2\n")}) {
    const Input input(path);
    const std::string whole = read_text(input);
    CHECK(whole == (path == file.path ? text : "a,b\n1,2\n"));
    CHECK(read_text(input) == whole);
    InputStream part(input);
    CHECK(part.get() == whole.front());
    CHECK(input.sha256() == sha256(whole));  // with the rest, which is read for it
    CHECK(input.size() == whole.size());
  }
}

TEST_CASE("an input stays open while a stream reads it, whatever becomes of its path") {
  const TextFile file("first");
  InputStream in{Input(file.path)};
  fs::remove(file.path);
  write_whole(file.path, "other");
  std::string text;
  in >> text;
  CHECK(text == "first");
}

TEST_CASE("a pipe is read once, and refused with its name where it is opened again") {
  const std::string path = pipe_of("text");
  CHECK(read_text(path) == "text");
  CHECK_THROWS_WITH_AS(read_text(path), doctest::Contains("can be read only once"), ConfigError);
}

TEST_CASE("what an input names is looked up beside it, or in the working folder") {
  CHECK(folder_beside("a/b.yaml") == "a");
  for (const char* path : {"-", "b.yaml", "/dev/stdin", "/dev/fd/63", "/proc/self/fd/0"})
    CHECK(folder_beside(path).empty());
}

TEST_CASE("an input that cannot be opened says why") {
  CHECK_THROWS_WITH_AS(read_text("/nonexistent/x"),
                       doctest::Contains("/nonexistent/x: cannot be opened: No such file"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(read_text(fs::temp_directory_path()),
                       doctest::Contains("expected a file, found a folder"), ConfigError);
  CHECK_THROWS_AS(read_text("/dev/fd/999999"), ConfigError);
}

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "formats/registry.hpp"
#include "study/small_study.hpp"
#include "trace/sample_formats.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

/// A text with a name in it replaced by another one.
std::string renamed(std::string text, const std::string& name, const std::string& by) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + by.size()))
    text.replace(at, name.size(), by);
  return text;
}

}  // namespace

TEST_CASE("every format gives from a pipe what it gives from a file, findings and trace alike") {
  const SampleStudy folder;
  const std::filesystem::path samples(CADIS_SOURCE_FOLDER "/tests/data/traces");
  std::size_t found = 0;
  for (const SampleFile& sample : sample_files()) {
    INFO(sample.name);
    std::filesystem::copy_file(samples / sample.name, folder.file(sample.name));
    const std::string choices =
        " --format " + (sample.is_guessed ? "auto" : sample.format) + " " + sample.arguments;
    const auto file = run_program(folder.file("."), "trace import " + sample.name + choices);
    REQUIRE_MESSAGE(file.code == 0, file.err);
    CHECK(file.err.find(": " + sample.format + ": ") != std::string::npos);
    const auto pipe =
        run_script(folder.file("."), "cat " + sample.name + " | cadis trace import -" + choices);
    CHECK_MESSAGE(pipe.code == 0, pipe.err);
    CHECK(pipe.out == file.out);
    CHECK(pipe.err == renamed(file.err, sample.name, "standard input"));
    ++found;
  }
  CHECK(found >= formats::registry().size());
}

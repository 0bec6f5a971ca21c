#include <doctest/doctest.h>

#include <filesystem>

#include "cli/program.hpp"

using namespace cadis;
namespace fs = std::filesystem;

TEST_CASE("every scenario, study and platform of the experiments is accepted by cadis validate") {
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(CADIS_SOURCE_FOLDER "/experiments")) {
    if (entry.path().extension() != ".yaml") continue;
    const auto outcome = test::run_program(".", "validate '" + entry.path().string() + "'");
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    ++files;
  }
  CHECK(files >= 9);
}

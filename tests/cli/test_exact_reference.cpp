#include <doctest/doctest.h>

#include <string>

#include "cli/program.hpp"
#include "model/sample_documents.hpp"
#include "sanitizers.hpp"

using namespace cadis;

TEST_CASE("a reference in exact arithmetic, written from the documents, gives every request") {
  const sample::Folder folder;
  const std::string script = "'" CADIS_SOURCE_FOLDER "/tests/property/exact_scenarios.py'",
                    seeds = "1 " + std::to_string(test::random_cases(120));
  const auto outcome = test::run_command(folder.file("."), "/usr/bin/python3 -I -B",
                                         script + " '" CADIS_PROGRAM "' scenarios " + seeds);
  if (constexpr int no_python = 127; outcome.code == no_python) {
    MESSAGE("skipped: there is no /usr/bin/python3");
    return;
  }
  CHECK_MESSAGE(outcome.code == 0, outcome.out, outcome.err);  // "SEED FIDELITY: what differs"
}

#pragma once

#include <string>

#include "cli/program.hpp"
#include "study/small_study.hpp"

namespace cadis::test {

/// A study of two grids, three policies and two seeds, in fluid, with its epochs, and a run beside
/// it: out/ and run/.
struct Results : SampleStudy {
  Results()
      : Results(R"(axes:
  carbon:
    - {label: GB, climatology: GB-2023}
    - {label: "NO", climatology: NO-2023}
  policy: [{name: static-large}, {name: static-small}, {name: heuristic, range: running}]
seeds: [1, 2]
)") {}

  explicit Results(const std::string& rest) {
    write("study.yaml", study_head + rest);
    REQUIRE(run_program(file("."), "study study.yaml --epochs --out out").code == 0);
    REQUIRE(run_program(file("."), "run small.yaml --set policy.name=heuristic --out run").code ==
            0);
  }

  [[nodiscard]] Outcome plot(const std::string& arguments) const {
    return run_command(file("."), "'" CADIS_SOURCE_FOLDER "/experiments/plot.py'", arguments);
  }
};

}  // namespace cadis::test

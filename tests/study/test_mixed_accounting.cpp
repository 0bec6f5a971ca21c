#include <doctest/doctest.h>

#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

TEST_CASE("a study that compares direct with life-cycle figures is refused, unless it says so") {
  const SampleStudy folder;
  const std::string axes =
      "axes:\n  carbon: [{climatology: GB-2023}, {climatology: GB-2023-direct}]\n"
      "  policy: [{name: static-large}]\n";
  CHECK_THROWS_WITH_AS(static_cast<void>(folder.grid(axes)),
                       doctest::Contains("allow: [mixed-accounting]"), ConfigError);
  CHECK(folder.grid(axes + "allow: [mixed-accounting]\n").cells == 2);
  CHECK_THROWS_WITH_AS(static_cast<void>(folder.grid(axes + "allow: [everything]\n")),
                       doctest::Contains("expected mixed-accounting"), ConfigError);
}

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "cli/program.hpp"
#include "model/broken_documents.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

/// One byte dropped, doubled, or replaced by any other.
std::string mutated(std::string text, RandomStream& random) {
  const auto at = static_cast<std::size_t>(random.uniform() * static_cast<double>(text.size()));
  const double kind = random.uniform();
  if (kind < 0.25) return text.erase(at, 1);
  if (kind < 0.5) return text.insert(at, 1, text[at]);
  text[at] = static_cast<char>(kind < 0.75 ? 256 * random.uniform() : 32 + 95 * random.uniform());
  return text;
}

struct Seen {
  int good = 0, failed = 0, refused = 0;
};

/// The program ends in an orderly way on every mutation of a good file, and refuses with `named` in
/// its message and without a trace.
Seen check_mutations(const std::string& good, const std::string& name, const std::string& arguments,
                     int count, const std::string& named) {
  const SampleStudy folder;
  RandomStream random(1, name + arguments);
  Seen seen;
  for (int i = 0; i < count; ++i) {
    const auto text = mutated(good, random);
    folder.write(name, text);
    const auto before = names_in(folder.file(""));
    const auto outcome = run_program(folder.file(""), arguments);
    CAPTURE(text);
    CAPTURE(outcome.err);
    CHECK(outcome.signal == 0);
    CHECK((outcome.code == 0 || outcome.code == 1 || outcome.code == 2));
    CHECK(outcome.out.empty());
    if (outcome.code != 0) CHECK(names_in(folder.file("")) == before);
    if (outcome.code == 2) CHECK(outcome.err.find(named) != std::string::npos);
    ++(outcome.code == 0 ? seen.good : outcome.code == 1 ? seen.failed : seen.refused);
    std::filesystem::remove_all(folder.file("out"));
  }
  INFO("good ", seen.good, ", failed ", seen.failed, ", refused ", seen.refused);
  CHECK(seen.good > 0);  // or nothing but the parser was tried
  CHECK(seen.refused > count / 4);
  return seen;
}

}  // namespace

TEST_CASE("a scenario with one wrong byte is run or refused, never a crash") {
  const auto seen =
      check_mutations(small_base, "small.yaml", "run small.yaml --out out", 200, "small.yaml:");
  CHECK(seen.failed == 0);  // no byte here asks for the impossible
}

TEST_CASE(
    "a platform, a family or a served scenario with one wrong byte is read or refused, never a "
    "crash") {
  check_mutations(sample::platform, "devices.yaml", "validate devices.yaml", 60, "devices.yaml:");
  check_mutations(sample::family, "pair.yaml", "validate pair.yaml", 60, "pair.yaml:");
  check_mutations(sample::scenario, "scenario.yaml", "validate scenario.yaml", 60,
                  "scenario.yaml:");
}

TEST_CASE("a study with one wrong byte is read or refused, never a crash") {
  check_mutations(sample::study, "study.yaml", "validate study.yaml", 60,
                  ": ");  // where: see the cases on axes and base beside this
}

TEST_CASE("a trace with one wrong byte is read or refused, never a crash") {
  check_mutations(sample::carbon_trace, "trace.csv", "validate trace.csv", 60, "trace.csv:");
}

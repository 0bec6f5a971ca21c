#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/random.hpp"
#include "report/bca.hpp"
#include "report/plain_samples.hpp"
#include "report/rank_flip.hpp"

using namespace cadis;

namespace {

/// What scipy_reference.py answers; nothing where there is no SciPy.
std::optional<nlohmann::json> ask_scipy(const nlohmann::json& question) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("cadis-scipy-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto asked = folder / "question.json", answered = folder / "answer.json";
  write_whole(asked, question.dump());
  const std::string command = "/usr/bin/python3 -I '" CADIS_SOURCE_FOLDER
                              "/tests/report/scipy_reference.py' '" +
                              asked.string() + "' >'" + answered.string() + "'";
  const int code = WEXITSTATUS(std::system(command.c_str()));
  std::optional<nlohmann::json> answer;
  if (code == 0) answer = nlohmann::json::parse(read_text(answered));
  std::filesystem::remove_all(folder);
  constexpr int no_scipy = 77, no_python = 127;
  CHECK_MESSAGE((code == 0 || code == no_scipy || code == no_python), "exit code ", code);
  return answer;
}

}  // namespace

TEST_CASE("SciPy gives the same intervals, p value and probability") {
  RandomStream random(1, "seeds of two policies");
  std::vector<double> a, b;
  for (int seed = 0; seed < 12; ++seed) {
    b.push_back(100 * std::exp(0.5 * random.normal()));
    a.push_back(0.98 * b.back() + 3 * random.normal());
  }
  const auto answer = ask_scipy({{"a", a}, {"b", b}, {"flips", 3}, {"draws", 40}});
  if (!answer) {
    MESSAGE("skipped: SciPy (python3-scipy) is not here");
    return;
  }
  const auto number = [&](const char* key) { return answer->at(key).get<double>(); };
  const auto end = [&](const char* key, int i) { return answer->at(key).at(i).get<double>(); };

  const Interval t = mean_interval(a);
  CHECK(t.low == doctest::Approx(end("t", 0)).epsilon(1e-10));
  CHECK(t.high == doctest::Approx(end("t", 1)).epsilon(1e-10));

  const auto compared = test::compare_seeds(a, b, Goal::more);
  CHECK(compared.p == doctest::Approx(number("paired_p")).epsilon(1e-10));
  CHECK(compared.probability_better == doctest::Approx(number("predictive")).epsilon(1e-10));

  std::vector<double> differences(40, 1.0);
  differences[0] = differences[1] = differences[2] = -1;
  const Proportion flips = flip_share(differences, 1);
  CHECK(flips.low == doctest::Approx(end("exact", 0)).epsilon(1e-10));
  CHECK(flips.high == doctest::Approx(end("exact", 1)).epsilon(1e-10));

  // Resamples of their own: ends of two such sets differ by 1.3 % of the width or less (standard
  // deviation, SciPy's own 30 sets).
  const Interval bca = tests::bca_interval(a, 20000, "bootstrap");
  const double allowed = 0.05 * (bca.high - bca.low);
  CHECK(std::abs(bca.low - end("bca", 0)) < allowed);
  CHECK(std::abs(bca.high - end("bca", 1)) < allowed);
}

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "sanitizers.hpp"
#include "study/small_study.hpp"

using namespace cadis;
using namespace cadis::test;

namespace {

/// The program with at most two seconds of a processor and 200 MB; sanitizers take more of both.
test::Outcome run_bounded(const SampleStudy& folder, const std::string& arguments) {
  const std::string limits = is_sanitized ? "ulimit -t 60; " : "ulimit -t 2; ulimit -d 200000; ";
  return run_command(folder.file(""), "sh -c",
                     "'" + limits + "exec \"$0\" \"$@\"' " CADIS_PROGRAM " " + arguments);
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string laughs(const std::string& before, const std::string& end) {
  std::string text = before + "a0: &a0 {name: static-small}\n";
  for (int i = 1; i <= 9; ++i) {
    const auto alias = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + alias +
            repeated("," + alias, 9) + "]\n";
  }
  return text + end;
}

std::string many_keys(const std::string& before, const std::string& value) {
  std::string text = before;
  for (int i = 0; i < 90'000; ++i) text += "  key" + std::to_string(i) + ": " + value + "\n";
  return text;
}

/// Refused with exit code 2 and the file's name, in a message that somebody may read.
void check_document_refused(const SampleStudy& folder, const std::string& arguments,
                            const std::string& named) {
  const auto outcome = run_bounded(folder, arguments);
  INFO(arguments.substr(0, 80), ": ", outcome.err.substr(0, 500));
  CHECK(outcome.signal == 0);
  CHECK(outcome.code == 2);
  CHECK(outcome.err.size() < 500'000);
  CHECK(outcome.err.find(named) != std::string::npos);
}

}  // namespace

TEST_CASE("documents made to take all time or memory are refused within two seconds and 200 MB") {
  const SampleStudy folder;
  const std::vector<std::string> texts = {
      laughs("cadis: 1\n", "pool: *a9\n"),
      laughs("cadis: 1\nstudy: small\nbase: small.yaml\n", "axes: {pool: *a9}\n"),
      repeated("[", 200'000),
      "pool: " + repeated("{", 200'000),
      repeated("[{a: ", 400'000),
      "[" + repeated("1,", 900'000) + "1]",
      std::string(10'000'000, 'k') + ": 1\n",
      repeated("key: 1\n", 1'500'000),
      "? " + std::string(1'900'000, 'k'),
      std::string(1'900'000, 'k') + ": 1\n",
      "name: " + std::string(1'900'000, 'n') + "\n",
      many_keys("cadis: 1\ndevices:\n", "{}"),
      many_keys("cadis: 1\nvariants:\n", "{}") + "profiles: []\n",
      many_keys("cadis: 1\nstudy: small\nbase: small.yaml\naxes:\n", "[1]"),
      many_keys("cadis: 1\nstudy: small\nbase: small.yaml\ncells:\n", "1"),
      "cadis: 1\nstudy: small\nbase: small.yaml\naxes: {" + repeated("a.", 500'000) +
          "a: [1, 2]}\n",
  };
  for (const auto& text : texts) {
    folder.write("hostile.yaml", text);
    INFO(text.substr(0, 100));
    check_document_refused(folder, "validate hostile.yaml", "hostile.yaml:");
  }
  for (const std::size_t text : {0U, 2U, 6U, 7U}) {
    folder.write("hostile.yaml", texts[text]);
    check_document_refused(folder, "run hostile.yaml --out out", "hostile.yaml:");
    check_document_refused(folder, "study hostile.yaml --out out", "hostile.yaml:");
  }
  const std::string key = repeated("a.", 30'000) + "a";
  check_document_refused(folder, "run small.yaml --out out --set " + key + "=1", "--set a.a.");
  check_document_refused(folder,
                         "run small.yaml --out out --set 'pool=" + repeated("[", 100'000) + "'",
                         "--set pool: ");
}

TEST_CASE("a folder that a document names is refused at its key, and what has no end by its name") {
  const SampleStudy folder;
  std::filesystem::create_directory(folder.file("folder.csv"));
  std::filesystem::create_symlink("/dev/zero", folder.file("link.csv"));
  const std::vector<std::pair<std::string, std::string>> keys = {
      {"carbon: {climatology: GB-2023}", "carbon: {file: NAME}"},
      {"platform: devices.yaml", "platform: NAME"},
      {"family: pair.yaml", "family: NAME"},
      {"{process: poisson, rate_rps: 20}", "{process: trace, file: NAME}"}};
  const auto check_each = [&](const std::string& name, const std::string& why) {
    for (const auto& [from, to] : keys) {
      auto changed = to;
      changed.replace(changed.find("NAME"), 4, name);
      auto text = small_base;
      text.replace(text.find(from), from.size(), changed);
      folder.write("changed.yaml", text);
      check_document_refused(folder, "validate changed.yaml", why);
    }
    folder.write("study.yaml", "cadis: 1\nstudy: s\nbase: " + name + "\n");
    check_document_refused(folder, "validate study.yaml", why);
  };
  for (const char* name : {"folder.csv", ".."}) check_each(name, "expected a file, found a folder");
  check_each("link.csv", "link.csv: is no file, and longer than");
}

TEST_CASE("a document without an end is refused") {
  const SampleStudy folder;
  check_document_refused(folder, "run /dev/zero --out out",
                         "/dev/zero: is no file, and longer than");
  check_document_refused(folder, "validate /dev/zero", "/dev/zero: is no file, and longer than");
  check_document_refused(folder, "study /dev/zero --out out",
                         "/dev/zero: is no file, and longer than");
}

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>
#include <zstd.h>
#include <boost/program_options.hpp>

#include <any>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <system_error>
#include <typeinfo>
#include <utility>
#include <variant>
#include <vector>

#include "base/errors.hpp"
#include "base/interrupt.hpp"
#include "cli/arguments.hpp"
#include "cli/command_line.hpp"
#include "cli/program.hpp"
#include "study/small_study.hpp"

// A message names the real cause, in words of ours.

using namespace cadis;
using namespace cadis::test;
namespace fs = std::filesystem;

namespace {

struct Told {
  int code;
  std::string err;
};

Told tell(const std::function<void()>& fail) {
  std::ostringstream err;
  auto* const before = std::cerr.rdbuf(err.rdbuf());
  const int code = guarded([&] {
    fail();
    return 0;
  });
  std::cerr.rdbuf(before);
  return {code, err.str()};
}

template <class Exception>
std::function<void()> thrown(const Exception& exception) {
  return [exception] { throw exception; };
}

constexpr const char* fault = "a fault of Cadis, not of its input";
constexpr const char* memory = "there is not enough memory";

}  // namespace

TEST_CASE("no exception's own text reaches a user, and each ends with its exit code") {
  struct Case {
    std::function<void()> fail;
    int code;
    std::string message;
  };
  const auto full = std::make_error_code(std::errc::no_space_on_device);
  const auto denied = std::make_error_code(std::errc::permission_denied);
  const std::vector<Case> cases{
      {thrown(UsageError("ours")), 2, "cadis: ours\nSee cadis --help."},
      {thrown(ConfigError("ours")), 2, "ours"},
      {thrown(PolicyError("ours")), 1, "cadis: ours"},
      {thrown(RunError("ours")), 1, "cadis: ours"},
      {thrown(StorageError("ours")), 3, "cadis: ours"},
      {thrown(BusyError("ours")), 4, "cadis: ours"},
      {thrown(Interrupted()), 130, "cadis: interrupted"},
      {thrown(fs::filesystem_error("secret", "a/b", full)), 3,
       "a/b: cannot be used: No space left"},
      {thrown(fs::filesystem_error("secret", "a", "b", denied)), 2,
       "b: cannot be used: Permission"},
      {thrown(fs::filesystem_error("secret", denied)), 2, "the working folder: cannot be used"},
      {thrown(std::system_error(denied, "secret")), 1, "the system refused"},
      {thrown(std::ios_base::failure("secret", denied)), 1, "the system refused"},
      {thrown(std::bad_alloc()), 1, memory},
      {thrown(std::bad_array_new_length()), 1, memory},
      {thrown(std::length_error("secret")), 1, memory},
      {thrown(std::exception()), 1, fault},
      {thrown(std::runtime_error("secret")), 1, fault},
      {thrown(std::logic_error("secret")), 1, fault},
      {thrown(std::invalid_argument("secret")), 1, fault},
      {thrown(std::domain_error("secret")), 1, fault},
      {thrown(std::out_of_range("secret")), 1, "std::out_of_range"},
      {thrown(std::range_error("secret")), 1, fault},
      {thrown(std::overflow_error("secret")), 1, fault},
      {thrown(std::underflow_error("secret")), 1, fault},
      {thrown(std::bad_cast()), 1, "std::bad_cast"},
      {thrown(std::bad_typeid()), 1, fault},
      {thrown(std::bad_exception()), 1, fault},
      {thrown(std::bad_function_call()), 1, fault},
      {thrown(std::bad_weak_ptr()), 1, fault},
      {thrown(std::bad_optional_access()), 1, fault},
      {thrown(std::bad_variant_access()), 1, fault},
      {thrown(std::bad_any_cast()), 1, fault},
      {thrown(std::regex_error(std::regex_constants::error_brack)), 1, fault},
      {thrown(std::future_error(std::future_errc::no_state)), 1, fault},
      {[] { std::istringstream("{secret") >> *std::make_unique<nlohmann::json>(); }, 1,
       "parse_error"},
      {[] { static_cast<void>(nlohmann::json("caf\xE9").dump()); }, 1, "type_error"},
      {[] { static_cast<void>(YAML::Load("[secret")); }, 1, "YAML::ParserException"},
      {thrown(boost::program_options::unknown_option("secret")), 1, fault},
      {[] { throw "secret"; }, 1, fault}};
  for (const Case& one : cases) {
    const Told told = tell(one.fail);
    CAPTURE(told.err);
    CHECK(told.code == one.code);
    CHECK(told.err.find(one.message) != std::string::npos);
    CHECK(told.err.find("secret") == std::string::npos);
    CHECK(told.err.find("what()") == std::string::npos);
    CHECK(told.err.find("[json") == std::string::npos);
    CHECK(told.err.back() == '\n');
  }
}

TEST_CASE("a command line that cannot be taken apart is told with its option, in our words") {
  const SampleStudy folder;
  folder.write("study.yaml", study_head + "axes:\n  policy: [{name: static-small}]\n");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"run small.yaml --out", "--out: expected a value behind it"},
      {"run small.yaml --out=", "--out: expected a value"},
      {"run small.yaml --force=yes", "--force: takes no value"},
      {"run small.yaml --out a --out b", "--out: is given more than once"},
      {"run small.yaml again.yaml", "got several"},
      {"run small.yaml --out ''", "--out: '': expected the name of a folder"},
      {"run small.yaml --out -", "--out: '-': expected the name of a folder"},
      {"run small.yaml --out o --set fidelity=queue --requests ''",
       "--requests: expected the name"},
      {"study study.yaml --out ''", "--out: '': expected the name of a folder"},
      {"merge ''", "'': expected the name of a folder"},
      {"run ''", "expected the name of a file to read"},
      {"validate ''", "expected the name of a file to read"},
      {"trace import ''", "expected the name of a file to read"},
      {"trace import small.yaml --out ''", "--out: expected the name of a file to write"},
      {"trace generate GB-2023 --start 2023-01-01T00:00:00Z --duration '2 h' --out ''",
       "--out: expected the name of a file to write"},
      {"trace describe small.yaml --plot ''", "--plot: expected the name of a file to write"}};
  for (const auto& [arguments, message] : wrong) {
    CAPTURE(arguments);
    const auto outcome = run_program(folder.file("."), arguments);
    CHECK(outcome.code == 2);
    CHECK_MESSAGE(outcome.err.find(message) != std::string::npos, outcome.err);
    CHECK(outcome.err.find("the option '") == std::string::npos);  // Boost's words
    CHECK(outcome.err.find("filesystem error") == std::string::npos);
  }
}

TEST_CASE("a CADIS_DATA that is wrong or not whole is exit code 2 and is named") {
  const SampleStudy folder;
  fs::create_directories(folder.file("empty"));
  fs::create_directories(folder.file("half/platforms/families"));
  fs::create_directories(folder.file("half/traces"));
  const std::string generate =
      "trace generate GB-2023 --start 2023-01-01T00:00:00Z --duration '2 h'";
  for (const std::string data : {"/nonexistent", "small.yaml", "empty"}) {
    for (const std::string& command :
         {std::string("list devices"), std::string("list families"), std::string("list traces"),
          std::string("list factors"), generate, std::string("run small.yaml --out o"),
          std::string("run small.yaml --out o --set family=resnet-imagenet"),
          std::string("run small.yaml --out o --set 'carbon={file: gb.csv}'"),
          std::string("run small.yaml --out o --set 'arrivals={process: diurnal, rate_rps: 1, "
                      "profile: x}'")}) {
      CAPTURE(data);
      CAPTURE(command);
      const auto outcome = run_command(
          folder.file("."), "env CADIS_DATA=" + data + " '" + CADIS_PROGRAM "'", command);
      CHECK(outcome.code == 2);
      CHECK_MESSAGE(outcome.err.find("CADIS_DATA: there is no ") != std::string::npos, outcome.err);
    }
  }
  for (const std::string& command :
       {std::string("list traces"), std::string("list factors"), generate}) {
    CAPTURE(command);
    const auto outcome =
        run_command(folder.file("."), "env CADIS_DATA=half '" CADIS_PROGRAM "'", command);
    CHECK(outcome.code == 2);
    CHECK_MESSAGE(outcome.err.find("CADIS_DATA: there is no half/traces") != std::string::npos,
                  outcome.err);
  }
}

TEST_CASE("a folder whose name is no UTF-8 takes a run and a study, with replacement characters") {
  const SampleStudy folder;
  const std::string name = "caf\xE9";
  fs::create_directory(folder.file(name));
  for (const char* file : {"small.yaml", "devices.yaml", "pair.yaml"})
    fs::copy_file(folder.file(file), folder.file(name + "/" + file));
  const auto outcome =
      run_program(folder.file("."), "run '" + name + "/small.yaml' --out '" + name +
                                        "/o' --set fidelity=queue --requests '" + name + "/r.csv'");
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  const auto manifest = nlohmann::json::parse(read_text(folder.file(name + "/o/manifest.json")));
  CHECK(manifest.at("inputs_sha256").contains("caf\xEF\xBF\xBD/small.yaml"));
  folder.write(name + "/study.yaml", study_head + "axes:\n  policy: [{name: static-small}]\n");
  const auto studied =
      run_program(folder.file("."), "study '" + name + "/study.yaml' --out '" + name + "/s'");
  CHECK_MESSAGE(studied.code == 0, studied.err);
}

TEST_CASE("an input that is packed, or no text at all, is told what it is and what to do") {
  const SampleStudy folder;
  std::string packed(1000, '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), "cadis: 1", 8, 1));
  const std::vector<std::pair<std::string, std::string>> wrong{
      {std::string("\x1F\x8B\x08\0x", 5), "is compressed (gzip); unpack it first (gunzip)"},
      {packed, "is compressed (zstd)"},
      {std::string("\xFD"
                   "7zXZ\0x",
                   7),
       "is compressed (xz)"},
      {"BZh91AY&SYx", "is compressed (bzip2)"},
      {"PK\x03\x04x", "is a ZIP archive or an Excel workbook"},
      {std::string("\xFF\xFE"
                   "c\0",
                   4),
       "is UTF-16 text"}};
  for (const auto& [bytes, message] : wrong) {
    CAPTURE(message);
    folder.write("in.csv", bytes);
    folder.write("in.yaml", bytes);
    for (const std::string command :
         {"trace import in.csv", "validate in.csv", "trace describe in.csv", "run in.yaml",
          "study in.yaml", "run small.yaml --set family=in.yaml --out o",
          "run small.yaml --set 'carbon={file: in.csv}' --out o"}) {
      CAPTURE(command);
      const auto outcome = run_program(folder.file("."), command);
      CHECK(outcome.code == 2);
      CHECK_MESSAGE(outcome.err.find(message) != std::string::npos, outcome.err);
    }
  }
}

TEST_CASE("what keeps a CSV from being imported is told as it is") {
  const SampleStudy folder;
  const std::string k =
      " --format csv --unit g/kWh --column direct --accounting average --value-column ci";
  folder.write("pandas.csv", ",ci\n2023-06-01 00:00:00,1\n2023-06-01 01:00:00,2\n");
  folder.write("one.csv", "t,ci\n2023-06-01 00:00:00,1\n");
  folder.write("semi.csv", "Datum;ci, g\n2023-06-01 00:00:00;1\n");
  folder.write("llm.csv",
               "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n"
               "2024-05-10 00:00:00.017335+00:00,2399,6\n");
  const auto import = [&](const std::string& arguments) {
    return run_program(folder.file("."), "trace import " + arguments);
  };
  const auto untitled = import("pandas.csv --time-column '' --zone UTC" + k);
  CHECK_MESSAGE(untitled.code == 0, untitled.err);
  CHECK(untitled.out ==
        "timestamp_utc,g_per_kwh\n2023-06-01T00:00:00Z,1\n2023-06-01T01:00:00Z,2\n");
  CHECK(import("pandas.csv --time-column t --zone UTC" + k).err.find("'' chooses one without") !=
        std::string::npos);
  CHECK(import("one.csv --time-column '' --zone UTC" + k).err.find("without a title, got none") !=
        std::string::npos);
  CHECK(import("one.csv --time-column t --zone UTC --step '1 h'" + k).err.find("is the only row") !=
        std::string::npos);
  CHECK(import("semi.csv --time-column Datum --zone UTC" + k)
            .err.find("semi.csv:1: has semicolons and commas in its first line, so what stands "
                      "between fields is not clear; say --separator") != std::string::npos);
  const auto stated = import("llm.csv");
  CHECK_MESSAGE(stated.code == 0, stated.err);
  CHECK(stated.out.starts_with("timestamp_utc\n2024-05-10T00:00:00.010Z\n"));
}

TEST_CASE("a run that has next to no memory says that it needed more") {
#if defined(__SANITIZE_ADDRESS__)
  MESSAGE("skipped: the address sanitizer takes all address space");
#else
  const SampleStudy folder;
  folder.write("study.yaml", study_head +
                                 "axes:\n  fidelity: [event, queue, fluid]\n  epoch: [10 s]\n"
                                 "  duration: [300 d]\n  carbon: [{constant_g_per_kwh: 100}]\n"
                                 "references: none\n");
  for (const std::string size : {"1 MiB", "4 MiB"}) {
    const auto outcome = run_program(
        folder.file("."), "study study.yaml --out out --force --cell-memory '" + size + "'");
    CAPTURE(outcome.err);
    CHECK(outcome.code == 1);
    CHECK(outcome.err.find("signal") == std::string::npos);
    CHECK(outcome.err.find("needed more memory than " + size) != std::string::npos);
  }
#endif
}

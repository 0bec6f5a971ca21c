#include "cli/request_target.hpp"

#include <algorithm>
#include <utility>

#include "cli/arguments.hpp"
#include "report/outputs.hpp"

namespace cadis {
namespace {

namespace fs = std::filesystem;

/// Without links, dots and a slash at the end, whether it exists or not.
fs::path plain(const fs::path& path) {
  return fs::weakly_canonical(fs::absolute(path) / "x").parent_path();
}

bool is_input(const fs::path& file, const Scenario& scenario) {
  const auto& inputs = scenario.input_sha256;
  return std::any_of(inputs.begin(), inputs.end(), [&file](const auto& input) {
    std::error_code none;
    return fs::equivalent(file, input.first, none);
  });
}

}  // namespace

RequestTarget::RequestTarget(fs::path file, const fs::path& folder, const Scenario& scenario,
                             bool replace)
    : file_(std::move(file)) {
  const auto fail = [this](const std::string& what) {
    throw UsageError("--requests: " + file_.string() + what);
  };
  if (scenario.fidelity == Fidelity::fluid) {
    throw UsageError("--requests: fluid has no requests; use fidelity queue or event");
  }
  if (!file_.has_filename() || file_.filename() == "." || file_.filename() == "..") {
    throw UsageError("--requests: expected the name of a file, got '" + file_.string() + "'");
  }
  if (is_input(file_, scenario)) fail(" is an input of this run; choose another name");
  if (locate_output(file_).is_stream) {
    elsewhere_ = name_output("requests", file_, replace);
    return;
  }
  const fs::path up = plain(folder).lexically_relative(plain(file_));
  if (*up.begin() != "..") fail(" is the output folder or holds it; choose another name");
  const fs::path parent = plain(fs::absolute(file_).parent_path());
  if (parent == plain(folder)) {
    const std::string name = file_.filename().string();
    if (std::find(run_files.begin(), run_files.end(), name) != run_files.end()) {
      fail(" is a table of the run; choose another name");
    }
  } else {
    const fs::path below = parent.lexically_relative(plain(folder));
    if (!below.empty() && *below.begin() != "..") {
      fail(
          " lies in a folder below the output folder; put it into the output folder itself, or "
          "elsewhere");
    }
    elsewhere_ = name_output("requests", file_, replace);
    return;
  }
  if (fs::is_directory(file_)) fail(" is a folder");
  if (fs::exists(file_) && !replace) {
    fail(" exists; choose another name, or replace it with --force");
  }
}

Worker::Requests RequestTarget::open(const NewFolder& folder) {
  const bool is_compressed = file_.extension() == ".zst";
  const fs::path written = elsewhere_ ? elsewhere_->path() : folder.path() / file_.filename();
  return {written, file_.string(), is_compressed};
}

void RequestTarget::commit() {
  if (elsewhere_) elsewhere_->commit();
}

}  // namespace cadis

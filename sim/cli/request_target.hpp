#pragma once

#include <filesystem>
#include <memory>

#include "base/files.hpp"
#include "model/scenario.hpp"
#include "study/worker.hpp"

namespace cadis {

/// Where `--requests FILE` goes: one more file of the output folder, or a file elsewhere.
class RequestTarget {
 public:
  /// UsageError where `file` cannot be written there, or would not outlast the run: a table of
  /// `folder`, the folder itself or one below it, an input, or a file that exists (unless
  /// `replace`). BusyError where another process is writing it.
  RequestTarget(std::filesystem::path file, const std::filesystem::path& folder,
                const Scenario& scenario, bool replace);

  /// `folder` is the one named above, being written.
  Worker::Requests open(const NewFolder& folder);
  void commit();

 private:
  std::filesystem::path file_;
  std::unique_ptr<NamedFile> elsewhere_;  ///< or nothing: it is in the output folder
};

}  // namespace cadis

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/output_file.hpp"
#include "model/request_record.hpp"
#include "model/scenario.hpp"

struct ZSTD_CCtx_s;

namespace cadis {

/// Writes one CSV row a request (docs/outputs.md), compressed by zstd where the name ends in .zst.
/// StorageError naming the file where it cannot be written.
class RequestFile final : public RequestSink {
 public:
  /// `file` is written over, and is called `name` in errors; `scenario` names hosts and variants
  /// and must outlive this.
  RequestFile(const std::filesystem::path& file, std::string name, bool is_compressed,
              const Scenario& scenario);
  ~RequestFile() override;

  void take(const RequestRecord& request, const Eigen::ArrayXd& counted_g) override;
  void take_rest(std::uint32_t region, Joules energy, Grams carbon,
                 const Eigen::ArrayXd& counted_g) override;
  void close();  ///< after the last request; without it the file is not whole

 private:
  void end_row(std::uint32_t region, const Eigen::ArrayXd& counted_g);
  void flush(bool is_last);

  std::string name_;
  const Scenario& scenario_;
  OutputFile file_;
  std::unique_ptr<ZSTD_CCtx_s, void (*)(ZSTD_CCtx_s*)> compressor_;  ///< or nothing
  std::string text_;                                                 ///< not written yet
  std::string packed_;                                               ///< room for compressed bytes
};

}  // namespace cadis

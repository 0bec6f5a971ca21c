#include "report/request_file.hpp"

#include <zstd.h>

#include <array>
#include <utility>

#include "base/errors.hpp"
#include "base/numbers.hpp"
#include "report/counted_column.hpp"

namespace cadis {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

void free_compressor(ZSTD_CCtx* compressor) { ZSTD_freeCCtx(compressor); }

const char* to_text(RequestRecord::Outcome outcome) {
  constexpr std::array<const char*, 4> words{"served", "dropped", "in_service", "waiting"};
  return words[static_cast<std::size_t>(outcome)];
}

}  // namespace

RequestFile::RequestFile(const std::filesystem::path& file, std::string name, bool is_compressed,
                         const Scenario& scenario)
    : name_(std::move(name)),
      scenario_(scenario),
      file_(file, name_),
      compressor_(is_compressed ? ZSTD_createCCtx() : nullptr, free_compressor) {
  if (is_compressed && !compressor_) throw RunError(name_ + ": no memory to compress in");
  text_ = "arrival_s,start_s,end_s,host,variant,batch,energy_j,carbon_g,outcome";
  if (!scenario.regions.empty()) text_ += ",region";
  for (const std::string& signal : counted_names(scenario))
    (text_ += ',') += counted_column(signal);
  text_ += '\n';
}

RequestFile::~RequestFile() = default;

void RequestFile::take(const RequestRecord& request, const Eigen::ArrayXd& counted_g) {
  const auto cell = [this](std::string_view text) { (text_ += text) += ','; };
  const bool is_started = request.batch > 0;
  cell(format_number(request.arrival_s));
  cell(format_number(request.start_s));
  cell(format_number(request.end_s));
  cell(is_started ? scenario_.hosts[request.host].name : std::string());
  cell(is_started ? scenario_.variants[request.variant].name : std::string());
  cell(is_started ? std::to_string(request.batch) : std::string());
  cell(format_number(request.energy.value()));
  cell(format_number(request.carbon.value()));
  text_ += to_text(request.outcome);
  end_row(request.region, counted_g);
  if (text_.size() >= buffer_bytes) flush(false);
}

void RequestFile::end_row(std::uint32_t region, const Eigen::ArrayXd& counted_g) {
  if (!scenario_.regions.empty()) (text_ += ',') += scenario_.regions[region].name;
  for (const double grams : counted_g) (text_ += ',') += format_number(grams);
  text_ += '\n';
}

void RequestFile::take_rest(std::uint32_t region, Joules energy, Grams carbon,
                            const Eigen::ArrayXd& counted_g) {
  if (energy == Joules{0} && carbon == Grams{0}) return;
  text_ += ",,,,,," + format_number(energy.value()) + ',' + format_number(carbon.value()) +
           ",not_shared";
  end_row(region, counted_g);
}

void RequestFile::close() {
  flush(true);
  file_.close();
}

void RequestFile::flush(bool is_last) {
  if (!compressor_) {
    file_.write(text_);
  } else {
    packed_.resize(ZSTD_CStreamOutSize());
    ZSTD_inBuffer in{text_.data(), text_.size(), 0};
    std::size_t left = 0;
    do {
      ZSTD_outBuffer out{packed_.data(), packed_.size(), 0};
      left = ZSTD_compressStream2(compressor_.get(), &out, &in,
                                  is_last ? ZSTD_e_end : ZSTD_e_continue);
      if (ZSTD_isError(left) != 0) {
        throw RunError(name_ + ": cannot be compressed: " + ZSTD_getErrorName(left));
      }
      file_.write({packed_.data(), out.pos});
    } while (is_last ? left > 0 : in.pos < in.size);
  }
  text_.clear();
}

}  // namespace cadis

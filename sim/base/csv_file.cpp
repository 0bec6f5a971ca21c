#include "base/csv_file.hpp"

namespace cadis {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& target, const std::vector<std::string>& header)
    : file_(target), out_(file_.path(), target.string()), writer_(header) {}

void CsvFile::end_row() {
  writer_.end_row();
  if (writer_.text().size() >= buffer_bytes) out_.write(writer_.take());
}

void CsvFile::commit() {
  out_.write(writer_.take());
  out_.close();
  file_.commit();
}

}  // namespace cadis

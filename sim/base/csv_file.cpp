#include "base/csv_file.hpp"

#include "base/errors.hpp"

namespace cadis {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

}  // namespace

CsvFile::CsvFile(std::filesystem::path target, const std::vector<std::string>& header)
    : name_(target.string()),
      file_(std::move(target)),
      out_(std::fopen(file_.path().c_str(), "wb"), std::fclose),
      writer_(header) {
  if (!out_) throw StorageError(name_ + ": cannot be written");
}

void CsvFile::end_row() {
  writer_.end_row();
  if (writer_.text().size() >= buffer_bytes) flush();
}

void CsvFile::commit() {
  flush();
  if (std::fclose(out_.release()) != 0) {
    throw StorageError(name_ + ": cannot be written; is the disk full?");
  }
  file_.commit();
}

void CsvFile::flush() {
  const std::string text = writer_.take();
  if (std::fwrite(text.data(), 1, text.size(), out_.get()) != text.size()) {
    throw StorageError(name_ + ": cannot be written; is the disk full?");
  }
}

}  // namespace cadis

#include "base/output_file.hpp"

#include <utility>

#include "base/errors.hpp"

namespace cadis {

OutputFile::OutputFile(const std::filesystem::path& file, std::string name)
    : name_(std::move(name)), file_(std::fopen(file.c_str(), "wb"), std::fclose) {
  if (!file_) throw StorageError(name_ + ": cannot be written");
}

void OutputFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) fail();
}

void OutputFile::close() {
  if (std::fclose(file_.release()) != 0) fail();
}

void OutputFile::fail() const {
  throw StorageError(name_ + ": cannot be written; is the disk full?");
}

}  // namespace cadis

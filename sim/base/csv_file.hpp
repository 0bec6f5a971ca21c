#pragma once

#include <filesystem>

#include "base/csv.hpp"
#include "base/files.hpp"
#include "base/output_file.hpp"

namespace cadis {

/// A CSV file of any length that appears whole or not at all. StorageError naming it where it
/// cannot be written.
class CsvFile {
 public:
  CsvFile(const std::filesystem::path& target, const std::vector<std::string>& header);

  CsvWriter& row() { return writer_; }  ///< to be filled, then end_row()
  void end_row();
  void commit();

 private:
  NewFile file_;
  OutputFile out_;
  CsvWriter writer_;
};

}  // namespace cadis

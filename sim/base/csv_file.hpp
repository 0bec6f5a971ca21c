#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/csv.hpp"
#include "base/files.hpp"

namespace cadis {

/// A CSV file of any length that appears whole or not at all. StorageError naming it where it
/// cannot be written.
class CsvFile {
 public:
  CsvFile(std::filesystem::path target, const std::vector<std::string>& header);

  CsvWriter& row() { return writer_; }  ///< to be filled, then end_row()
  void end_row();
  void commit();

 private:
  void flush();

  std::string name_;
  NewFile file_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> out_;
  CsvWriter writer_;
};

}  // namespace cadis

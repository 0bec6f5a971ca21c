#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace cadis {

/// A file of bytes, written from its start. StorageError naming it where it cannot be written.
class OutputFile {
 public:
  /// `name` is what errors call the file.
  OutputFile(const std::filesystem::path& file, std::string name);

  void write(std::string_view bytes);
  void close();  ///< after the last; without it the file may lack its end

 private:
  [[noreturn]] void fail() const;

  std::string name_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

}  // namespace cadis

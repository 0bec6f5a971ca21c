#pragma once

#include <filesystem>
#include <memory>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace cadis {

/// A file of bytes, written from its start. StorageError naming it, with the system's reason, where
/// it cannot be written.
class OutputFile {
 public:
  /// `name` is what errors call the file.
  OutputFile(const std::filesystem::path& file, std::string name);
  OutputFile(Descriptor file, std::string name) : name_(std::move(name)), file_(std::move(file)) {}

  void write(std::string_view bytes);
  void close();  ///< after the last; without it the file may lack its end

 private:
  std::string name_;
  Descriptor file_;
};

/// The same for what writes to streams. What it throws comes through `<<`.
class OutputStream : public std::ostream {
 public:
  explicit OutputStream(OutputFile file);
  ~OutputStream() override;
  void close();  ///< after the last; without it the file may lack its end

 private:
  class Buffer;
  std::unique_ptr<Buffer> buffer_;
};

/// StorageError: "NAME: cannot be written: " and what the system says of its error number.
[[noreturn]] void throw_unwritten(const std::string& name, int system_error);

}  // namespace cadis

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace cadis {

/// SHA-256 of text that comes in parts.
class Digest {
 public:
  Digest();
  void add(std::string_view part);
  /// Of all parts, in hexadecimal; more may be added afterwards.
  [[nodiscard]] std::string hexadecimal() const;

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

/// SHA-256 of a text, in hexadecimal.
std::string sha256(std::string_view text);
/// The same of a file of any length.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace cadis

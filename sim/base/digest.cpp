#include "base/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "base/errors.hpp"
#include "base/input.hpp"

namespace cadis {
namespace {

using Context = std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)>;

void check(bool is_good) {
  if (!is_good) throw RunError("SHA-256 is not available in this OpenSSL");
}

}  // namespace

Digest::Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  check(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Digest::add(std::string_view part) {
  check(EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1);
}

std::string Digest::hexadecimal() const {
  const Context copy(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  check(copy != nullptr && EVP_MD_CTX_copy_ex(copy.get(), context_.get()) == 1);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  check(EVP_DigestFinal_ex(copy.get(), digest.data(), &length) == 1);
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

std::string sha256(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest.hexadecimal();
}

std::string sha256_of_file(const std::filesystem::path& file) { return Input(file).sha256(); }

}  // namespace cadis

#include "base/files.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "base/errors.hpp"

namespace cadis {
namespace {

namespace fs = std::filesystem;

/// A hidden name in the same folder, hence on the same file system, where a rename is atomic.
fs::path sibling(const fs::path& target, std::string_view role) {
  return target.parent_path() /
         fmt::format(".{}.{}-{}", target.filename().string(), role, ::getpid());
}

/// Absolute and without a trailing slash, so that there is a last name to build a sibling's from.
fs::path plain_target(const fs::path& target) {
  auto plain = fs::absolute(target).lexically_normal();
  if (!plain.has_filename()) plain = plain.parent_path();
  if (target.empty() || !plain.has_filename()) {
    throw ConfigError(fmt::format("'{}': expected the name of a folder to write", target.string()));
  }
  return plain;
}

}  // namespace

std::ifstream open_input(const fs::path& file) {
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) {
    throw ConfigError(fmt::format("{}: expected a file, found a folder", file.string()));
  }
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw ConfigError(
        fmt::format("{}: cannot be opened; check the path and the permissions", file.string()));
  return in;
}

std::string read_text(const fs::path& file) {
  std::ifstream in = open_input(file);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) throw ConfigError(fmt::format("{}: cannot be read to its end", file.string()));
  return text;
}

void write_whole(const fs::path& file, std::string_view text) {
  write_whole(file, [&](std::ostream& out) {
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
  });
}

void write_whole(const fs::path& file, const std::function<void(std::ostream&)>& write) {
  NewFile written(file);
  std::ofstream out(written.path(), std::ios::binary | std::ios::trunc);
  write(out);
  out.close();
  if (!out)
    throw StorageError(fmt::format("{}: cannot be written; is the disk full?", file.string()));
  written.commit();
}

NewFile::NewFile(fs::path target)
    : target_(std::move(target)), temporary_(sibling(target_, "partial")) {}

NewFile::~NewFile() {
  std::error_code ignored;
  if (!committed_) fs::remove(temporary_, ignored);
}

void NewFile::commit() {
  std::error_code error;
  fs::rename(temporary_, target_, error);
  if (error) {
    throw StorageError(fmt::format("{}: cannot be written: {}", target_.string(), error.message()));
  }
  committed_ = true;
}

namespace {

/// SHA-256 of text that comes in parts.
class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    check(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void add(std::string_view text) {
    check(EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1);
  }
  [[nodiscard]] std::string hexadecimal() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), &length) == 1);
    std::string text;
    for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
  }

 private:
  static void check(bool is_good) {
    if (!is_good) throw std::runtime_error("SHA-256 is not available in this OpenSSL");
  }
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::string sha256(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest.hexadecimal();
}

std::string sha256_of_file(const fs::path& file) {
  std::ifstream in = open_input(file);
  std::vector<char> block(1 << 18);
  Digest digest;
  do {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    digest.add({block.data(), static_cast<std::size_t>(in.gcount())});
  } while (in);
  if (in.bad()) throw ConfigError(fmt::format("{}: cannot be read to its end", file.string()));
  return digest.hexadecimal();
}

void check_replaceable(const fs::path& folder, bool is_ours) {
  const auto here = fs::weakly_canonical(fs::current_path());
  const auto real = fs::weakly_canonical(folder);
  if (std::mismatch(real.begin(), real.end(), here.begin(), here.end()).first == real.end()) {
    throw ConfigError(fmt::format(
        "{}: is the working folder or holds it, and is not replaced; choose another name",
        folder.string()));
  }
  if (is_ours || fs::is_empty(folder)) return;
  const auto manifest = folder / "manifest.json";
  if (!fs::is_regular_file(manifest) ||
      read_text(manifest).find("\"cadis\"") == std::string::npos) {
    throw ConfigError(
        fmt::format("{}: exists and is not an output of cadis (no manifest.json of ours), so "
                    "--force does not replace it; "
                    "choose another name, or remove it yourself",
                    folder.string()));
  }
}

NewFolder::NewFolder(fs::path target, bool replace)
    : target_(plain_target(target)), temporary_(sibling(target_, "partial")) {
  const auto status = fs::symlink_status(target_);
  if (fs::exists(status) && !fs::is_directory(target_)) {
    throw ConfigError(
        fmt::format("{}: exists and is not a folder; choose another name", target.string()));
  }
  if (fs::exists(status) && !replace) {
    throw ConfigError(fmt::format("{}: exists; choose another name, or replace it with --force",
                                  target.string()));
  }
  if (fs::exists(status)) check_replaceable(target);
  std::error_code error;
  fs::create_directories(target_.parent_path(), error);
  // A process of the same number may have died here and left its part behind.
  if (!error) fs::remove_all(temporary_, error);
  if (!error) fs::create_directory(temporary_, error);
  if (error)
    throw ConfigError(fmt::format("{}: cannot be created: {}", target.string(), error.message()));
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!committed_) fs::remove_all(temporary_, ignored);
}

void NewFolder::commit() {
  const auto old = sibling(target_, "replaced");
  std::error_code error;
  const bool had_old = fs::exists(fs::symlink_status(target_));
  if (had_old) fs::rename(target_, old, error);
  if (!error) {
    fs::rename(temporary_, target_, error);
    std::error_code ignored;
    if (error && had_old) fs::rename(old, target_, ignored);
  }
  if (error)
    throw StorageError(
        fmt::format("{}: cannot be put in place: {}", target_.string(), error.message()));
  committed_ = true;
  if (had_old) fs::remove_all(old);
}

}  // namespace cadis

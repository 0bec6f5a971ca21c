#include <cxxabi.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>
#include <typeinfo>

#include "base/errors.hpp"

namespace cadis {
namespace {

/// The name of the exception's type, which a report of a fault needs.
std::string type_of(const std::exception& error) {
  int status = 0;
  const char* name = typeid(error).name();
  const std::unique_ptr<char, void (*)(void*)> plain(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), std::free);
  return status == 0 ? plain.get() : name;
}

/// A code that a library has set may be of a category of its own.
std::string reason_of_code(const std::error_code& code) {
  return code.default_error_condition().message();
}

}  // namespace

std::string reason_of(int system_error) { return std::generic_category().message(system_error); }

std::string in_our_words(const std::exception& error) {
  if (dynamic_cast<const Error*>(&error) != nullptr) return error.what();
  if (const auto* file = dynamic_cast<const std::filesystem::filesystem_error*>(&error)) {
    const auto& path = file->path2().empty() ? file->path1() : file->path2();
    return fmt::format("{}: cannot be used: {}; check the path and the permissions",
                       path.empty() ? "the working folder" : path.string(),
                       reason_of_code(file->code()));
  }
  if (const auto* system = dynamic_cast<const std::system_error*>(&error)) {
    return fmt::format(
        "the system refused something this needs: {}; check the limits of processes, "
        "memory and open files (ulimit -a)",
        reason_of_code(system->code()));
  }
  const bool is_too_long = dynamic_cast<const std::length_error*>(&error) != nullptr;
  if (is_too_long || dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
    return "there is not enough memory; make the input or the grid smaller, or give it more";
  return fmt::format(
      "a fault of Cadis, not of its input ({}); please report it, with this command and its files",
      type_of(error));
}

}  // namespace cadis

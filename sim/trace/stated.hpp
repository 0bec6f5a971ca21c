#pragma once

#include <map>
#include <string>
#include <string_view>

namespace cadis {

/// What a file says of its values, the same for all of them: it stands in front of the rows, behind
/// them, or in each.
class Stated {
 public:
  explicit Stated(std::string file) : file_(std::move(file)) {}

  /// An empty text says nothing. ConfigError where another one was said before.
  void take(std::string_view what, std::string_view text);
  /// Empty where nothing was said.
  [[nodiscard]] std::string text(std::string_view what) const;
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::map<std::string, std::string, std::less<>> said_;
};

}  // namespace cadis

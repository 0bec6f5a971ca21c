#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/trace_provenance.hpp"

namespace cadis {

/// What an import notices about a file, by kind: how often, and where first.
class Findings {
 public:
  static constexpr std::size_t shown_places = 5;

  explicit Findings(std::string file) : file_(std::move(file)) {}

  /// Something to know, which changes no value that would otherwise be used.
  void note(std::string_view what, std::size_t line, std::string_view detail = {});
  /// Something that leaves `steps` steps without a value: a repair must be chosen.
  void need(std::string_view what, std::size_t line, std::string_view detail = {},
            std::size_t steps = 1);

  /// Adds what others have found.
  void take(const Findings& others);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::vector<TraceFinding>& list() const { return list_; }
  [[nodiscard]] bool need_repair() const;
  /// One line for each place that is kept, and one where there are more.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  TraceFinding& find(std::string_view what, bool needs_repair);
  void add(TraceFinding& finding, std::size_t line, std::string_view detail, std::size_t steps);

  std::string file_;
  std::vector<TraceFinding> list_;
};

}  // namespace cadis

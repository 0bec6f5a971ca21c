#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/errors.hpp"
#include "base/units.hpp"
#include "model/yaml_document.hpp"

namespace cadis {

/// The numbers allowed: [low, high], or (low, high] where `above`.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above = false;
  [[nodiscard]] bool holds(double value) const {
    return (above ? value > low : value >= low) && value <= high;
  }
  [[nodiscard]] std::string text()
      const;  ///< " above 0", " from 0 to 100"; empty where all are allowed
};
inline constexpr double unbounded = std::numeric_limits<double>::infinity();
inline constexpr Range positive{0, unbounded, true};
inline constexpr Range not_negative{0, unbounded, false};

enum class Need { optional, required };

/// A checked view of a YAML map. Every question tells it a known key; finish() reports the others.
/// What is wrong goes into Problems with its place and dotted key, and the answer is then nothing:
/// no question throws, unless there are more problems than Problems takes.
class YamlMap {
 public:
  /// A node that is not a map is a problem and reads as an empty map.
  YamlMap(const YamlNode& node, std::string key, Problems& problems);

  [[nodiscard]] bool is_map() const { return is_map_; }
  [[nodiscard]] const YamlNode& node() const { return *node_; }
  [[nodiscard]] Problems& problems() const { return *problems_; }
  [[nodiscard]] const std::string& dotted() const { return key_; }
  [[nodiscard]] std::string dotted(const std::string& key) const {
    return key_.empty() ? key : key_ + "." + key;
  }
  /// A problem at the value of a key, or at the map where the key is absent or empty.
  void problem(const std::string& key, const std::string& text) const;

  const YamlNode* find(const std::string& key, Need need = Need::optional);
  [[nodiscard]] bool has(const std::string& key) { return find(key) != nullptr; }
  std::optional<double> number(const std::string& key, Range range, Need need = Need::optional);
  std::optional<std::uint64_t> integer(const std::string& key, std::uint64_t low,
                                       std::uint64_t high, Need need = Need::optional,
                                       const std::string& remedy = {});
  std::optional<Seconds> duration(const std::string& key, Range range_s,
                                  Need need = Need::optional);
  std::optional<std::string> text(const std::string& key, Need need = Need::optional);
  /// One of the known words.
  std::optional<std::string> word(const std::string& key, const std::vector<std::string>& known,
                                  Need need = Need::optional);
  std::optional<YamlMap> map(const std::string& key, Need need = Need::optional);

  struct Item {
    const YamlNode* node;
    std::string key;  ///< dotted, with its index
  };
  std::vector<Item> list(const std::string& key, Need need = Need::optional);

  /// Reports the keys that nobody asked for.
  void finish() const;

 private:
  void expected(const std::string& key, const std::string& what, const YamlNode& found,
                const std::string& remedy = {}) const;

  /// Where a key stands first; the number of keys where it is absent.
  [[nodiscard]] std::size_t place(const std::string& key) const;

  const YamlNode* node_;
  std::string key_;
  Problems* problems_;
  std::vector<std::string> known_;                                 ///< all that were asked for
  std::vector<bool> is_known_;                                     ///< by key of the map
  std::unordered_map<std::string_view, std::size_t> first_place_;  ///< of a map of many keys
  bool is_map_;
};

/// "7", "'abc'", "a list": a found value for a message.
std::string describe(const YamlNode& node);

/// `cadis: 1`, the format version.
void check_version(YamlMap& root);

}  // namespace cadis

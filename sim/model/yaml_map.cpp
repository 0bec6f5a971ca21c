#include "model/yaml_map.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/names.hpp"
#include "base/numbers.hpp"
#include "base/time.hpp"

namespace cadis {
namespace {

std::optional<std::uint64_t> whole_number(const std::string& text) {
  if (const auto value = parse_unsigned(text)) return value;
  constexpr double exact =
      9007199254740992.0;  // 2^53: beyond it a double such as 1e20 is not one integer
  const auto value = parse_number(text);
  if (!value || *value < 0 || *value > exact || std::floor(*value) != *value) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

}  // namespace

std::string Range::text() const {
  const bool from = std::isfinite(low), to = std::isfinite(high);
  if (from && to && !above)
    return fmt::format(" from {} to {}", format_number(low), format_number(high));
  if (from && to)
    return fmt::format(" above {} and at most {}", format_number(low), format_number(high));
  if (from) return fmt::format("{} {}", above ? " above" : " of at least", format_number(low));
  return to ? fmt::format(" of at most {}", format_number(high)) : "";
}

std::string describe(const YamlNode& node) {
  constexpr std::size_t longest = 60;
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
    case YamlNode::Kind::scalar:
      break;
  }
  if (parse_number(node.text)) return node.text;
  return node.text.size() > longest ? fmt::format("'{}...'", node.text.substr(0, longest))
                                    : fmt::format("'{}'", node.text);
}

YamlMap::YamlMap(const YamlNode& node, std::string key, Problems& problems)
    : node_(&node),
      key_(std::move(key)),
      problems_(&problems),
      is_map_(node.kind == YamlNode::Kind::map) {
  if (!is_map_) {
    problems_->add(node.where, key_, fmt::format("expected a map of keys, got {}", describe(node)));
    return;
  }
  constexpr std::size_t few_keys = 32;
  const auto& keys = node.keys;
  is_known_.assign(keys.size(), false);
  if (keys.size() > few_keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) first_place_.emplace(keys[i].text, i);
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::size_t first = place(keys[i].text);
    if (first < i) {
      problems_->add(keys[i].where, dotted(keys[i].text),
                     fmt::format("duplicate key, given before at {}; keep one", keys[first].where));
    }
  }
}

std::size_t YamlMap::place(const std::string& key) const {
  const auto& keys = node_->keys;
  if (!first_place_.empty()) {
    const auto found = first_place_.find(key);
    return found == first_place_.end() ? keys.size() : found->second;
  }
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.text == key; });
  return static_cast<std::size_t>(found - keys.begin());
}

void YamlMap::problem(const std::string& key, const std::string& text) const {
  const std::size_t at = place(key);
  problems_->add(at < node_->keys.size() ? node_->items[at].where : node_->where, dotted(key),
                 text);
}

void YamlMap::expected(const std::string& key, const std::string& what, const YamlNode& found,
                       const std::string& remedy) const {
  problem(key, fmt::format("expected {}, got {}{}{}", what, describe(found),
                           remedy.empty() ? "" : "; ", remedy));
}

const YamlNode* YamlMap::find(const std::string& key, Need need) {
  const std::size_t at = is_map_ ? place(key) : node_->keys.size();
  const bool is_there = at < node_->keys.size();
  const bool is_new =
      is_there ? !is_known_[at] : std::find(known_.begin(), known_.end(), key) == known_.end();
  if (is_new) known_.push_back(key);
  if (is_there) is_known_[at] = true;
  const auto* value = is_there ? &node_->items[at] : nullptr;
  if (value == nullptr && need == Need::required && is_map_)
    problem(key, "required, but missing; add it");
  return value;
}

std::optional<double> YamlMap::number(const std::string& key, Range range, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return std::nullopt;
  const auto number =
      value->kind == YamlNode::Kind::scalar ? parse_number(value->text) : std::nullopt;
  if (number && range.holds(*number)) return number;
  expected(key, "a finite number" + range.text(), *value);
  return std::nullopt;
}

std::optional<std::uint64_t> YamlMap::integer(const std::string& key, std::uint64_t low,
                                              std::uint64_t high, Need need,
                                              const std::string& remedy) {
  const auto* value = find(key, need);
  if (value == nullptr) return std::nullopt;
  const auto number =
      value->kind == YamlNode::Kind::scalar ? whole_number(value->text) : std::nullopt;
  if (number && *number >= low && *number <= high) return number;
  expected(key, fmt::format("an integer from {} to {}", low, high), *value, remedy);
  return std::nullopt;
}

std::optional<Seconds> YamlMap::duration(const std::string& key, Range range_s, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return std::nullopt;
  const auto time =
      value->kind == YamlNode::Kind::scalar ? parse_duration(value->text) : std::nullopt;
  if (time && range_s.holds(time->value())) return time;
  const auto range = range_s.text();
  expected(
      key,
      fmt::format("a time with its unit (ms, s, min, h, d){}{}", range, range.empty() ? "" : " s"),
      *value);
  return std::nullopt;
}

std::optional<std::string> YamlMap::text(const std::string& key, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return std::nullopt;
  if (value->kind == YamlNode::Kind::scalar &&
      value->text.find_first_not_of(" \t\n") != std::string::npos)
    return value->text;
  expected(key, "text", *value);
  return std::nullopt;
}

std::optional<std::string> YamlMap::word(const std::string& key,
                                         const std::vector<std::string>& known, Need need) {
  auto value = text(key, need);
  if (value && std::find(known.begin(), known.end(), *value) == known.end()) {
    problem(key, fmt::format("expected one of {}, got '{}'; {}", fmt::join(known, ", "), *value,
                             suggest(*value, known)));
    return std::nullopt;
  }
  return value;
}

std::optional<YamlMap> YamlMap::map(const std::string& key, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return std::nullopt;
  YamlMap inner(*value, dotted(key), *problems_);
  if (!inner.is_map()) return std::nullopt;
  return inner;
}

std::vector<YamlMap::Item> YamlMap::list(const std::string& key, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return {};
  std::vector<Item> items;
  if (value->kind != YamlNode::Kind::list) {
    expected(key, "a list", *value);
    return items;
  }
  if (value->items.empty()) problem(key, "expected at least one entry, got an empty list");
  for (std::size_t i = 0; i < value->items.size(); ++i)
    items.push_back({&value->items[i], fmt::format("{}[{}]", dotted(key), i)});
  return items;
}

void YamlMap::finish() const {
  for (const auto& key : node_->keys) {
    if (is_known_[place(key.text)]) continue;
    problems_->add(key.where, dotted(key.text), "unknown key; " + suggest(key.text, known_));
  }
}

void check_version(YamlMap& root) {
  const auto version = root.text("cadis", Need::required);
  if (version && *version != "1")
    root.problem("cadis", fmt::format("expected format version 1, got {}", *version));
}

}  // namespace cadis

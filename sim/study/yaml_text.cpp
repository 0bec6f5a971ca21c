#include "study/yaml_text.hpp"

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/numbers.hpp"

namespace cadis {
namespace {

std::string quote(std::string_view text) {  // a JSON string is a YAML string
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string scalar_text(const YamlNode& node) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+- ";
  const std::string& text = node.text;
  const bool is_plain = !text.empty() && text.find_first_not_of(plain) == std::string::npos &&
                        text.front() != ' ' && text.back() != ' ';
  const bool is_dash = text.starts_with('-') && !parse_number(text);
  return is_plain && !is_dash && !node.quoted ? text : quote(text);
}

}  // namespace

const std::string* scalar_of(const YamlNode* node) {
  return node != nullptr && node->kind == YamlNode::Kind::scalar ? &node->text : nullptr;
}

std::string flow_text(const YamlNode& node) {
  std::string text;
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "null";
    case YamlNode::Kind::scalar:
      return scalar_text(node);
    case YamlNode::Kind::list:
      for (const YamlNode& item : node.items) text += (text.empty() ? "" : ", ") + flow_text(item);
      return "[" + text + "]";
    case YamlNode::Kind::map:
      break;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    YamlNode key;
    key.text = node.keys[i].text;
    text += (text.empty() ? "" : ", ") + scalar_text(key) + ": " + flow_text(node.items[i]);
  }
  return "{" + text + "}";
}

YamlNode text_node(std::string text, std::string where) {
  YamlNode node;
  node.kind = YamlNode::Kind::scalar;
  node.text = std::move(text);
  node.quoted = true;
  node.where = std::move(where);
  return node;
}

YamlNode number_node(double value, std::string where) {
  YamlNode node = text_node(format_number(value), std::move(where));
  node.quoted = false;
  return node;
}

YamlNode map_node(std::vector<std::pair<std::string, YamlNode>> entries, const std::string& where) {
  YamlNode node;
  node.kind = YamlNode::Kind::map;
  node.where = where;
  for (auto& [key, value] : entries) {
    node.keys.push_back({key, value.where});
    node.items.push_back(std::move(value));
  }
  return node;
}

}  // namespace cadis

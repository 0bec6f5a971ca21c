#include "study/yaml_text.hpp"

#include <nlohmann/json.hpp>

namespace cadis {

std::string quote(std::string_view text) { return nlohmann::json(text).dump(); }  // JSON strings are YAML strings

std::string flow_text(const YAML::Node& node) {
  if (node.IsScalar()) {
    const std::string& text = node.Scalar();
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+- ";
    const bool is_plain = node.Tag() != "!" && !text.empty() && text.find_first_not_of(plain) == std::string::npos &&
                          text.front() != '-' && text.front() != ' ';
    const bool is_negative_number = node.Tag() != "!" && text.size() > 1 && text.front() == '-' && text[1] >= '0' && text[1] <= '9';
    return is_plain || is_negative_number ? text : quote(text);
  }
  std::string text;
  if (node.IsSequence()) {
    for (const auto& item : node) text += (text.empty() ? "" : ", ") + flow_text(item);
    return "[" + text + "]";
  }
  if (node.IsMap()) {
    for (const auto& entry : node) text += (text.empty() ? "" : ", ") + flow_text(entry.first) + ": " + flow_text(entry.second);
    return "{" + text + "}";
  }
  return "null";
}

}  // namespace cadis

#include "model/yaml_document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/numbers.hpp"
#include "model/yaml_parser.hpp"

namespace cadis {
namespace {

void emit(YAML::Emitter& out, const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      out << YAML::Null;
      break;
    case YamlNode::Kind::scalar:
      if (node.quoted) out << YAML::DoubleQuoted;
      out << node.text;
      break;
    case YamlNode::Kind::list:
      out << YAML::BeginSeq;
      for (const auto& item : node.items) emit(out, item);
      out << YAML::EndSeq;
      break;
    case YamlNode::Kind::map:
      out << YAML::BeginMap;
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        out << YAML::Key << node.keys[i].text << YAML::Value;
        emit(out, node.items[i]);
      }
      out << YAML::EndMap;
      break;
  }
}

/// One step of a dotted key: a name, or an index into a list.
struct PathStep {
  std::string name;
  std::optional<std::size_t> index;
};

std::vector<PathStep> steps_of(const std::string& place, const std::string& key) {
  const auto malformed = [&] {
    return ConfigError(fmt::format(
        "{}: {}: expected a dotted key such as policy.name or fleet[0].count", place, key));
  };
  std::vector<PathStep> steps;
  std::size_t from = 0;
  while (from <= key.size()) {
    const auto dot = std::min(key.find('.', from), key.size());
    std::string part = key.substr(from, dot - from);
    const auto name_end = std::min(part.find('['), part.size());
    if (name_end == 0) throw malformed();
    steps.push_back({part.substr(0, name_end), {}});
    for (std::size_t at = name_end; at < part.size();) {
      const auto close = part.find(']', at);
      if (part[at] != '[' || close == std::string::npos) throw malformed();
      const auto index = parse_unsigned(std::string_view(part).substr(at + 1, close - at - 1));
      if (!index) throw malformed();
      steps.push_back({{}, static_cast<std::size_t>(*index)});
      at = close + 1;
    }
    from = dot + 1;
    if (steps.size() > yaml_limits::depth)
      throw ConfigError(fmt::format("{}: expected at most {} steps in a dotted key, got more",
                                    place, yaml_limits::depth));
  }
  return steps;
}

}  // namespace

const YamlNode* YamlNode::find(const std::string& key) const {
  if (kind != Kind::map) return nullptr;
  const auto at =
      std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.text == key; });
  return at == keys.end() ? nullptr : &items[static_cast<std::size_t>(at - keys.begin())];
}

YamlNode* YamlNode::find(const std::string& key) {
  return const_cast<YamlNode*>(std::as_const(*this).find(key));
}

std::string YamlNode::file() const {
  if (where.starts_with("--set ")) return {};
  const auto line = where.rfind(':', where.rfind(':') - 1);  // file:line:column
  return where.substr(0, line);
}

std::string read_yaml_text(const Input& file) {
  InputStream in(file);
  std::string text(yaml_limits::bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

YamlNode parse_yaml_document(const std::string& yaml, const std::string& name) {
  YamlNode root = parse_yaml(yaml, name, true);
  if (root.kind == YamlNode::Kind::null)
    throw ConfigError(name + ":1:1: expected a map of keys, the file is empty");
  if (root.kind != YamlNode::Kind::map)
    throw ConfigError(root.where + ": expected a map of keys; begin with `cadis: 1`");
  return root;
}

void set_yaml(YamlNode& root, const std::string& key, const std::string& yaml_value) {
  if (key.find('\0') != std::string::npos) {  // which would end any message that names it
    throw ConfigError(
        "--set: expected a dotted key such as policy.name or fleet[0].count, got one with a NUL "
        "character");
  }
  // Of `--set`, `-` is standard input, not a list.
  set_yaml(root, key, parse_yaml(yaml_value == "-" ? "'-'" : yaml_value, "--set " + key, false));
}

void set_yaml(YamlNode& root, const std::string& key, const YamlNode& value) {
  const std::string& place = value.where;
  const auto steps = steps_of(place, key);
  YamlNode* at = &root;
  std::string path;
  for (const auto& step : steps) {
    if (step.index) {
      if (at->kind != YamlNode::Kind::list)
        throw ConfigError(fmt::format("{}: {}: {} is not a list", place, key, path));
      if (*step.index >= at->items.size()) {
        throw ConfigError(fmt::format("{}: {}: {} has {} entries, counted from 0", place, key, path,
                                      at->items.size()));
      }
      at = &at->items[*step.index];
      path += fmt::format("[{}]", *step.index);
      continue;
    }
    if (at->kind == YamlNode::Kind::null) {
      at->kind = YamlNode::Kind::map;
      at->where = place;
    }
    if (at->kind != YamlNode::Kind::map)
      throw ConfigError(fmt::format("{}: {}: {} is not a map", place, key, path));
    auto* next = at->find(step.name);
    if (next == nullptr) {
      at->keys.push_back({step.name, place});
      next = &at->items.emplace_back();
      next->where = place;
    }
    at = next;
    path += (path.empty() ? "" : ".") + step.name;
  }
  *at = value;
}

void remove_yaml(YamlNode& root, const std::string& key) {
  const auto steps = steps_of(key, key);
  YamlNode* at = &root;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& [name, index] = steps[i];
    if (index) {
      if (at->kind != YamlNode::Kind::list || *index >= at->items.size()) return;
      at = &at->items[*index];
      continue;
    }
    YamlNode* const next = at->find(name);
    if (next == nullptr) return;
    if (i + 1 == steps.size()) {
      const auto place = next - at->items.data();
      at->keys.erase(at->keys.begin() + place);
      at->items.erase(at->items.begin() + place);
      return;
    }
    at = next;
  }
}

std::string format_yaml(const YamlNode& node) {
  YAML::Emitter out;
  emit(out, node);
  return std::string(out.c_str()) + "\n";
}

}  // namespace cadis

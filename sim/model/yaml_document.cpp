#include "model/yaml_document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/errors.hpp"
#include "base/numbers.hpp"

namespace cadis {
namespace {

/// Copies yaml-cpp's shared nodes into a tree. Aliases may make a small text huge, or endless: both
/// are refused.
class TreeBuilder {
 public:
  /// `fixed_place` replaces file:line:column where it is not empty.
  TreeBuilder(std::string name, std::string fixed_place)
      : name_(std::move(name)), fixed_(std::move(fixed_place)) {}

  YamlNode build(const YAML::Node& from, const std::string& parent_place, int depth = 0) {
    constexpr int deepest = 100;
    constexpr std::size_t most_nodes = 5'000'000;
    YamlNode node;
    node.where = place(from.Mark(), parent_place);
    if (depth > deepest)
      throw ConfigError(node.where + ": nested too deeply, or an alias inside itself");
    if (++count_ > most_nodes)
      throw ConfigError(node.where + ": too many values once aliases are expanded");
    if (from.IsScalar()) {
      node.kind = YamlNode::Kind::scalar;
      node.text = from.Scalar();
      node.quoted = from.Tag() == "!";
    } else if (from.IsSequence()) {
      node.kind = YamlNode::Kind::list;
      for (const auto& item : from) node.items.push_back(build(item, node.where, depth + 1));
    } else if (from.IsMap()) {
      node.kind = YamlNode::Kind::map;
      for (const auto& entry : from) {
        const auto at = place(entry.first.Mark(), node.where);
        if (!entry.first.IsScalar())
          throw ConfigError(at + ": expected a name as key; write `key: value`");
        node.keys.push_back({entry.first.Scalar(), at});
        node.items.push_back(build(entry.second, at, depth + 1));
      }
    }
    return node;
  }

 private:
  [[nodiscard]] std::string place(const YAML::Mark& mark, const std::string& parent_place) const {
    if (!fixed_.empty()) return fixed_;
    return mark.is_null() ? parent_place
                          : fmt::format("{}:{}:{}", name_, mark.line + 1, mark.column + 1);
  }

  std::string name_, fixed_;
  std::size_t count_ = 0;
};

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

YamlNode parse_yaml_document(const std::string& yaml, const std::string& name) {
  if (yaml.find('\0') != std::string::npos)
    throw ConfigError(name + ":1:1: expected YAML text, found binary data");
  try {
    const auto documents = YAML::LoadAll(yaml);
    if (documents.empty() || documents.front().IsNull())
      throw ConfigError(name + ":1:1: expected a map of keys, the file is empty");
    if (documents.size() > 1)
      throw ConfigError(name +
                        ":1:1: expected one YAML document, found several; split the file at `---`");
    auto root = TreeBuilder(name, "").build(documents.front(), name + ":1:1");
    if (root.kind != YamlNode::Kind::map)
      throw ConfigError(root.where + ": expected a map of keys; begin with `cadis: 1`");
    return root;
  } catch (const YAML::Exception& error) {
    throw ConfigError(fmt::format("{}:{}:{}: not valid YAML: {}", name,
                                  std::max(error.mark.line, 0) + 1,
                                  std::max(error.mark.column, 0) + 1, error.msg));
  }
}

void set_yaml(YamlNode& root, const std::string& key, const std::string& yaml_value) {
  const std::string place = "--set " + key;  // of which `-` is standard input, not a list
  try {
    set_yaml(
        root, key,
        TreeBuilder("", place).build(YAML::Load(yaml_value == "-" ? "'-'" : yaml_value), place));
  } catch (const YAML::Exception& error) {
    throw ConfigError(fmt::format("{}: not a valid YAML value: {}", place, error.msg));
  }
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

std::string format_yaml(const YamlNode& node) {
  YAML::Emitter out;
  emit(out, node);
  return std::string(out.c_str()) + "\n";
}

}  // namespace cadis

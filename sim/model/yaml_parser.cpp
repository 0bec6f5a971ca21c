#include "model/yaml_parser.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>
#include <utility>

#include "base/errors.hpp"
#include "model/yaml_message.hpp"

namespace cadis {
namespace {

/// Where things of a text stand.
struct Text {
  std::string name;
  bool is_file;

  [[nodiscard]] std::string at(int line, int column) const {
    return is_file ? fmt::format("{}:{}:{}", name, std::max(line, 0) + 1, std::max(column, 0) + 1)
                   : name;
  }
  [[nodiscard]] std::string at(const YAML::Mark& mark) const { return at(mark.line, mark.column); }
};

ConfigError too_deep(const std::string& where) {
  return ConfigError(
      fmt::format("{}: maps and lists are nested more than {} deep, or a bracket is not closed; "
                  "lay them out flatter, or close it",
                  where, yaml_limits::depth));
}

ConfigError too_many(const std::string& where) {
  return ConfigError(fmt::format(
      "{}: more than {} values, aliases expanded; write a range (`from`, `to`, `step`) in place of "
      "its values, or split the file",
      where, yaml_limits::values));
}

/// Brackets make yaml-cpp look ahead for the end of a key, however far it is, and keep all that
/// lies between.
void check_lookahead(const std::string& yaml, const Text& text) {
  constexpr std::size_t most_open = 10 * yaml_limits::depth;  // some may stand in quotes
  std::size_t open = 0, commas = 0;
  int line = 0, column = 0;
  for (const char c : yaml) {
    if (c == '[' || c == '{') ++open;
    if ((c == ']' || c == '}') && open > 0) --open;
    if (open > most_open) throw too_deep(text.at(line, column));
    if (c == ',' && open > 0 && ++commas > yaml_limits::values)
      throw too_many(text.at(line, column));
    ++column;
    if (c == '\n') ++line, column = 0;
  }
}

/// A document as yaml-cpp tells it, event by event: its own tree knows no limits.
class Events : public YAML::EventHandler {
 public:
  struct Node {
    YamlNode::Kind kind;
    YAML::Mark mark;
    std::string text;
    bool quoted = false;
    std::vector<std::uint32_t> items;  ///< of a map: a key and its value in turn
  };

  explicit Events(const Text& text) : text_(text) {}
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }  ///< the root first

  [[nodiscard]] ConfigError several() const {
    return ConfigError(text_.at(document_) +
                       ": expected one YAML document, found several; split the file at `---`");
  }

  void OnDocumentStart(const YAML::Mark& mark) override { document_ = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const bool is_empty_end = open_.empty() && !nodes_.empty();  // a `---` behind all
    if (!is_empty_end) add({YamlNode::Kind::null, mark, {}, false, {}}, anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::uint32_t node = anchors_.at(anchor);
    if (std::find(open_.begin(), open_.end(), node) != open_.end()) {
      throw ConfigError(text_.at(mark) +
                        ": an alias inside what it stands for has no end; write the value out");
    }
    put(node, mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    add({YamlNode::Kind::scalar, mark, value, tag == "!", {}}, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    begin(YamlNode::Kind::list, mark, anchor);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    begin(YamlNode::Kind::map, mark, anchor);
  }
  void OnMapEnd() override { open_.pop_back(); }

 private:
  void begin(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (open_.size() >= yaml_limits::depth) throw too_deep(text_.at(mark));
    open_.push_back(add({kind, mark, {}, false, {}}, anchor));
  }

  std::uint32_t add(Node node, YAML::anchor_t anchor) {
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    put(index, node.mark);
    nodes_.push_back(std::move(node));
    if (anchor != YAML::NullAnchor) anchors_[anchor] = index;
    return index;
  }

  void put(std::uint32_t node, const YAML::Mark& mark) {
    // Keys are nodes, too.
    if (++count_ > 2 * yaml_limits::values) throw too_many(text_.at(mark));
    if (!open_.empty())
      nodes_[open_.back()].items.push_back(node);
    else if (node > 0)
      throw several();
  }

  const Text& text_;
  YAML::Mark document_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> open_;  ///< maps and lists around what comes next
  std::map<YAML::anchor_t, std::uint32_t> anchors_;
  std::size_t count_ = 0;
};

/// Copies what the events told into a tree, in which aliases may become many values.
class TreeBuilder {
 public:
  TreeBuilder(const Events& events, const Text& text) : nodes_(events.nodes()), text_(text) {}

  YamlNode build(std::uint32_t index, std::size_t depth = 0) {
    const Events::Node& from = nodes_[index];
    YamlNode node;
    node.kind = from.kind;
    node.where = text_.at(from.mark);
    if (depth > yaml_limits::depth) throw too_deep(node.where);
    if (++count_ > yaml_limits::values) throw too_many(node.where);
    node.text = from.text;
    node.quoted = from.quoted;
    if (node.kind == YamlNode::Kind::list) {
      node.items.reserve(from.items.size());
      for (const std::uint32_t item : from.items) node.items.push_back(build(item, depth + 1));
    }
    if (node.kind == YamlNode::Kind::map) {
      node.keys.reserve(from.items.size() / 2);
      node.items.reserve(from.items.size() / 2);
      for (std::size_t i = 0; i + 1 < from.items.size(); i += 2) {
        node.keys.push_back(key(nodes_[from.items[i]]));
        node.items.push_back(build(from.items[i + 1], depth + 1));
      }
    }
    return node;
  }

 private:
  [[nodiscard]] YamlNode::Key key(const Events::Node& from) const {
    const auto at = text_.at(from.mark);
    if (from.kind != YamlNode::Kind::scalar)
      throw ConfigError(at + ": expected a name as key; write `key: value`");
    if (from.text == "<<" && !from.quoted) {
      throw ConfigError(at +
                        ": merge keys (`<<`) are not supported; write the keys out that it stands "
                        "for, or give the whole value by its alias (`key: *name`)");
    }
    return {from.text, at};
  }

  const std::vector<Events::Node>& nodes_;
  const Text& text_;
  std::size_t count_ = 0;
};

}  // namespace

YamlNode parse_yaml(const std::string& yaml, const std::string& name, bool is_file) {
  const Text text{name, is_file};
  if (yaml.find('\0') != std::string::npos)
    throw ConfigError(text.at(0, 0) + ": expected YAML text, found binary data");
  if (yaml.size() > yaml_limits::bytes) {
    throw ConfigError(fmt::format(
        "{}: expected at most {} MiB of YAML, got more; write a range (`from`, `to`, `step`) in "
        "place of its values, or split the file",
        text.at(0, 0), yaml_limits::bytes >> 20U));
  }
  check_lookahead(yaml, text);
  Events events(text);
  try {
    std::istringstream in(yaml);
    YAML::Parser parser(in);
    const bool has_values =
        parser.HandleNextDocument(events) && events.nodes().front().kind != YamlNode::Kind::null;
    if (has_values && parser.HandleNextDocument(events) && parser.HandleNextDocument(events))
      throw events.several();  // or what yaml-cpp cannot read past, such as a lone comma
  } catch (const YAML::Exception& error) {
    throw ConfigError(fmt::format("{}: not {}: {}", text.at(error.mark),
                                  is_file ? "valid YAML" : "a valid YAML value",
                                  explain_yaml(error.msg)));
  }
  YamlNode empty;
  empty.where = text.at(0, 0);
  return events.nodes().empty() ? empty : TreeBuilder(events, text).build(0);
}

}  // namespace cadis

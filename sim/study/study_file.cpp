#include "study/study_file.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/names.hpp"
#include "base/numbers.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

std::string position(const std::filesystem::path& file, const YAML::Mark& mark) {
  return file.string() + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
}

std::string title_of(const YAML::Node& value) {
  if (value.IsScalar()) return value.Scalar();
  if (value.IsMap()) {
    for (const char* key : {"label", "name"}) {
      if (value[key] && value[key].IsScalar()) return value[key].Scalar();
    }
    if (value.size() == 1 && value.begin()->second.IsScalar()) return value.begin()->second.Scalar();
  }
  return flow_text(value);
}

AxisValue read_axis_value(const std::string& key, const YAML::Node& value, const std::filesystem::path& file) {
  YAML::Node used = YAML::Clone(value);
  if (used.IsMap() && key != "policy") used.remove("label");
  return {title_of(value), flow_text(used), position(file, value.Mark())};
}

/// The document's text with everything but the base's lines blanked, so that its positions stay those of the study file.
std::string base_text(const std::string& text, const YAML::Node& root) {
  const YAML::Mark begin = root["base"].Mark();
  int end_line = static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto& entry : root) {
    if (entry.first.Mark().pos > begin.pos) end_line = std::min(end_line, entry.first.Mark().line);
  }
  std::istringstream lines(text);
  std::string result, line;
  for (int number = 0; number < end_line && std::getline(lines, line); ++number) {
    if (number == begin.line) line.replace(0, static_cast<std::size_t>(begin.column), static_cast<std::size_t>(begin.column), ' ');
    if (number >= begin.line) result += line;
    result += '\n';
  }
  return result;
}

class StudyReader {
 public:
  explicit StudyReader(const std::filesystem::path& file) : file_(file), text_(read_text(file)) {
    try {
      root_ = YAML::Load(text_);
    } catch (const YAML::Exception& error) {
      throw ConfigError(position(file, error.mark) + ": not YAML: " + error.msg);
    }
    if (!root_.IsMap()) throw ConfigError(file.string() + ":1:1: expected a study (a map of keys)");
  }

  StudyFile read() {
    check_keys();
    const std::string name = read_name();
    std::vector<Axis> axes = read_axes();
    std::vector<std::uint64_t> seeds = read_seeds(axes);
    const bool has_references = read_references();
    std::optional<ScenarioDocument> base = read_base();
    problems_.throw_if_any();
    return {name, file_, *base, std::move(axes), std::move(seeds), has_references, sha256(text_)};
  }

 private:
  void add(const YAML::Node& node, const std::string& key, const std::string& text) {
    problems_.add(position(file_, node.Mark()), key, text);
  }

  void check_keys() {
    const std::vector<std::string> known{"cadis", "study", "base", "axes", "seeds", "references"};
    std::set<std::string> seen;
    for (const auto& entry : root_) {
      const std::string& key = entry.first.Scalar();
      if (std::find(known.begin(), known.end(), key) == known.end()) add(entry.first, key, "unknown key; " + suggest(key, known));
      if (!seen.insert(key).second) add(entry.first, key, "given twice; remove one");
    }
    const YAML::Node version = root_["cadis"];
    if (!version) add(root_, "cadis", "missing; write `cadis: 1`, the format version");
    else if (!version.IsScalar() || version.Scalar() != "1") add(version, "cadis", "expected 1, the format version, got " + flow_text(version));
  }

  std::string read_name() {
    const YAML::Node name = root_["study"];
    if (!name) add(root_, "study", "missing; name the study");
    else if (!name.IsScalar() || name.Scalar().empty() || name.Scalar().starts_with('.') ||
             name.Scalar().find('/') != std::string::npos) {
      add(name, "study", "expected a name without '/' and without '.' in front, got " + flow_text(name));
    } else return name.Scalar();
    return {};
  }

  std::optional<ScenarioDocument> read_base() try {
    const YAML::Node base = root_["base"];
    if (!base) add(root_, "base", "missing; give a scenario's path or write one inline");
    else if (base.IsScalar()) return ScenarioDocument::load(file_.parent_path() / base.Scalar());
    else if (base.IsMap()) return ScenarioDocument::parse(base_text(text_, root_), file_);
    else add(base, "base", "expected a path or a scenario, got " + flow_text(base));
    return std::nullopt;
  } catch (const ConfigError& error) {
    problems_.add(error);
    return std::nullopt;
  }

  Axis read_axis(const YAML::Node& key, const YAML::Node& values) {
    Axis axis{key.Scalar(), {}};
    if (!values.IsSequence() || values.size() == 0) {
      add(values, "axes." + axis.key, "expected a list of at least one value, got " + flow_text(values));
      return axis;
    }
    std::set<std::string> titles;
    for (const auto& value : values) {
      axis.values.push_back(read_axis_value(axis.key, value, file_));
      const std::string& title = axis.values.back().title;
      if (!titles.insert(title).second) {
        add(value, "axes." + axis.key, "two values are called '" + title + "'; tell them apart with `label:` in a map");
      }
    }
    return axis;
  }

  std::vector<Axis> read_axes() {
    std::vector<Axis> axes;
    const YAML::Node node = root_["axes"];
    if (!node) return axes;
    if (!node.IsMap()) {
      add(node, "axes", "expected a map from scenario keys to lists, got " + flow_text(node));
      return axes;
    }
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (!seen.insert(entry.first.Scalar()).second) add(entry.first, "axes." + entry.first.Scalar(), "given twice; remove one");
      axes.push_back(read_axis(entry.first, entry.second));
    }
    return axes;
  }

  std::vector<std::uint64_t> read_seeds(const std::vector<Axis>& axes) {
    std::vector<std::uint64_t> seeds;
    const YAML::Node node = root_["seeds"];
    if (!node) return seeds;
    for (const Axis& axis : axes) {
      if (axis.key == "seed") add(node, "seeds", "the axis `seed` gives seeds, too; remove one");
    }
    if (!node.IsSequence() || node.size() == 0) {
      add(node, "seeds", "expected a list of at least one whole number, got " + flow_text(node));
      return seeds;
    }
    for (const auto& item : node) {
      const std::optional<std::uint64_t> seed = item.IsScalar() ? parse_unsigned(item.Scalar()) : std::nullopt;
      if (!seed) add(item, "seeds", "expected a whole number of at least 0, got " + flow_text(item));
      else if (std::find(seeds.begin(), seeds.end(), *seed) != seeds.end()) add(item, "seeds", "given twice; remove one");
      else seeds.push_back(*seed);
    }
    return seeds;
  }

  bool read_references() {
    const YAML::Node node = root_["references"];
    if (!node) return true;
    if (!node.IsScalar() || (node.Scalar() != "all" && node.Scalar() != "none")) {
      add(node, "references", "expected all or none, got " + flow_text(node));
    }
    return !node.IsScalar() || node.Scalar() != "none";
  }

  std::filesystem::path file_;
  std::string text_;
  YAML::Node root_;
  Problems problems_;
};

}  // namespace

StudyFile read_study(const std::filesystem::path& file) { return StudyReader(file).read(); }

}  // namespace cadis

#include "study/study_file.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/numbers.hpp"
#include "model/accounting.hpp"
#include "model/yaml_map.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

std::string read_name(YamlMap& root) {
  const auto name = root.text("study", Need::required);
  if (name && (name->starts_with('.') || name->find('/') != std::string::npos)) {
    root.problem("study",
                 "expected a name without '/' and without '.' in front, got '" + *name + "'");
  }
  return name.value_or("");
}

std::optional<ScenarioDocument> read_base(YamlMap& root, const std::filesystem::path& file,
                                          const std::string& sha256) try {
  const YamlNode* base = root.find("base", Need::required);
  if (base == nullptr) return std::nullopt;
  if (base->kind == YamlNode::Kind::map) return ScenarioDocument(*base, file, sha256);
  const auto path = root.text("base");
  if (!path) return std::nullopt;
  const auto found = *path == "-" ? std::filesystem::path("-") : folder_beside(file) / *path;
  if (is_input(found)) return ScenarioDocument::load(found);
  std::error_code ignored;
  if (std::filesystem::exists(found, ignored)) {
    root.problem("base", "expected a file, found a folder: " + found.string() + "; name a file");
    return std::nullopt;
  }
  root.problem("base", "no file '" + *path +
                           "' beside the study; give a scenario's path or write one inline");
  return std::nullopt;
} catch (const ConfigError& error) {
  root.problems().add(error);
  return std::nullopt;
}

std::vector<std::uint64_t> read_seeds(YamlMap& root, const std::vector<Axis>& axes) {
  std::vector<std::uint64_t> seeds;
  std::set<std::uint64_t> known;
  const bool has_axis = std::any_of(axes.begin(), axes.end(), [](const Axis& axis) {
    return std::find(axis.columns.begin(), axis.columns.end(), "seed") != axis.columns.end();
  });
  if (has_axis && root.has("seeds"))
    root.problem("seeds", "the axis `seed` gives seeds, too; remove one");
  for (const auto& item : root.list("seeds")) {
    const std::string* scalar = scalar_of(item.node);
    const auto seed = scalar != nullptr ? parse_unsigned(*scalar) : std::nullopt;
    const auto problem = [&](const std::string& text) {
      root.problems().add(item.node->where, item.key, text);
    };
    if (!seed)
      problem("expected a whole number of at least 0, got " + describe(*item.node));
    else if (!known.insert(*seed).second)
      problem("given twice; remove one");
    else
      seeds.push_back(*seed);
  }
  return seeds;
}

}  // namespace

StudyFile read_study(const Input& file) {
  const std::string text = read_yaml_text(file);
  const YamlNode document = parse_yaml_document(text, file.name());
  Problems problems;
  YamlMap root(document, "", problems);
  check_version(root);
  StudyFile study;
  study.file = file.name();
  study.sha256 = sha256(text);
  study.name = read_name(root);
  study.axes = read_axes(root);
  study.exclusions = read_exclusions(root, study.axes);
  study.seeds = read_seeds(root, study.axes);
  study.has_references = root.word("references", {"all", "none"}).value_or("all") == "all";
  study.allows_mixed_accounting = allows_mixed_accounting(root);
  auto base = read_base(root, study.file, study.sha256);
  root.finish();
  problems.throw_if_any();
  study.base = std::move(*base);
  return study;
}

}  // namespace cadis

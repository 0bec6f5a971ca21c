#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/input.hpp"
#include "model/policy.hpp"
#include "model/scenario.hpp"
#include "model/yaml_document.hpp"

namespace cadis {

/// Where shipped files are: `platforms/`, `platforms/families/`, `traces/` below $CADIS_DATA, or
/// else the folder that Cadis was configured with.
std::filesystem::path data_folder();
/// A file or folder below it, which must be there; ConfigError naming CADIS_DATA where it is not.
std::filesystem::path shipped(const std::filesystem::path& below);

/// A YAML document with --set changes applied, before it is checked. Copyable and cheap to change;
/// hides yaml-cpp.
class ScenarioDocument {
 public:
  /// ConfigError with file:line:column where the file is missing or is not YAML.
  static ScenarioDocument load(const Input& file);
  static ScenarioDocument parse(const std::string& yaml, const std::filesystem::path& named);
  /// A document that stands inside another file, such as a study; `sha256` is that file's.
  ScenarioDocument(YamlNode root, const std::filesystem::path& file, const std::string& sha256);
  ScenarioDocument();  ///< empty
  ~ScenarioDocument();
  ScenarioDocument(const ScenarioDocument& other);
  ScenarioDocument& operator=(const ScenarioDocument& other);

  /// `policy.name=oracle`: sets a dotted key to a YAML value (here also a flow map or list).
  /// ConfigError where the key cannot be set.
  void set(const std::string& key, const std::string& yaml_value);
  /// The same with a value that has a place of its own, which messages then name.
  void set(const std::string& key, const YamlNode& value);

  /// Checks everything, reports every problem at once, and resolves.
  [[nodiscard]] Scenario read(std::span<const PolicyInfo> policies) const;

  /// The file that it, or the document that it stands in, was read from.
  [[nodiscard]] const std::filesystem::path& file() const;
  /// The value at a key of the top level; null where it is absent.
  [[nodiscard]] const YamlNode* find(const std::string& key) const;

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

/// Checks a platform or a family file on its own (for `cadis validate`). ConfigError with every
/// problem.
std::map<std::string, Device> read_platform(const Input& file);
Family read_family(const Input& file);

}  // namespace cadis

#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cadis {

/// What a user got wrong: one or more problems, each a line of its own in what(). The command line
/// turns it into exit code 2.
class ConfigError : public std::runtime_error {
 public:
  explicit ConfigError(const std::string& problem)
      : ConfigError(std::vector<std::string>{problem}) {}
  explicit ConfigError(std::vector<std::string> problems);
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

 private:
  std::vector<std::string> problems_;
};

/// A policy that cannot do its work, or whose decision is not allowed. A run that ends so has
/// failed (exit code 1).
class PolicyError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A result that could not be written: a full disk, or one that fails (exit code 3).
class StorageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Another process is at work in the same folder (exit code 4).
class BusyError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Collects every problem of an input before anything is thrown: 200 at most, and what adds one
/// more throws a ConfigError of them all, so that a broken input ends soon, however large.
class Problems {
 public:
  /// `where` is file:line:column or file:row; `key` the dotted key or column; `text` what was
  /// expected, what was found and the remedy.
  void add(const std::string& where, const std::string& key, const std::string& text);
  /// Takes over the problems of another error.
  void add(const ConfigError& error);
  [[nodiscard]] bool empty() const { return list_.empty(); }
  [[nodiscard]] std::size_t count() const { return list_.size(); }
  void throw_if_any() const;

 private:
  void add(const std::string& line);

  std::vector<std::string> list_;
};

/// Collects what is wrong with the rows of a file: the first twenty, then only their number.
class RowProblems {
 public:
  explicit RowProblems(std::string file) : file_(std::move(file)) {}
  void add(std::size_t line, std::string_view column, const std::string& text);
  void throw_if_any();

 private:
  std::string file_;
  Problems problems_;
  std::size_t count_ = 0;
};

}  // namespace cadis

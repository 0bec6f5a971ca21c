#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cadis {

/// An error in our own words, for the user to read. Other exceptions are told by in_our_words().
class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a user got wrong: one or more problems, each a line of its own in what(). The command line
/// turns it into exit code 2.
class ConfigError : public Error {
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
class PolicyError : public Error {
  using Error::Error;
};

/// A run that ended without a result, or a program that could not be started (exit code 1).
class RunError : public Error {
  using Error::Error;
};

/// A result that could not be written, to a file or to stdout (exit code 3).
class StorageError : public Error {
  using Error::Error;
};

/// Another process is at work in the same folder (exit code 4).
class BusyError : public Error {
  using Error::Error;
};

/// What the system says of an error number: "No space left on device".
std::string reason_of(int system_error);

/// What is told of an exception: of an Error what it says; of any other, which may come from a
/// library, words of ours, with what it knows of a path or the system's reason.
std::string in_our_words(const std::exception& error);

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

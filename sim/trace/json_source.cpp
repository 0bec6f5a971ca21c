#include "trace/json_source.hpp"

#include <fmt/format.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/errors.hpp"

namespace cadis {

/// A file's characters as RapidJSON takes them: one after the other, a NUL behind the last.
class JsonStream {
 public:
  using Ch = char;

  explicit JsonStream(const TraceSource& source) : name_(source.name()), in_(source.open()) {
    if (source.head().starts_with("\xEF\xBB\xBF")) in_.ignore(3);
    refill();
  }

  [[nodiscard]] char Peek() const { return *at_; }
  char Take() {
    const char taken = *at_++;
    if (at_ == end_) refill();
    return taken;
  }
  [[nodiscard]] std::size_t Tell() const {
    return before_ + static_cast<std::size_t>(at_ - buffer_.data());
  }
  // Only a stream that is written to has these.
  char* PutBegin() { return nullptr; }
  void Put(char) {}
  std::size_t PutEnd(char*) { return 0; }

  [[nodiscard]] bool at_end() const { return is_last_ && at_ + 1 == end_; }
  /// The line that the next character stands on.
  [[nodiscard]] std::uint32_t line() {
    count_lines();
    return lines_;
  }
  void begin_token() { token_ = Tell(); }
  [[noreturn]] void fail(const std::string& text) {
    throw ConfigError(fmt::format("{}:{}: {}", name_, line(), text));
  }

 private:
  static constexpr std::size_t block_bytes = 1 << 16, longest_token = 1 << 20;

  void count_lines() {
    lines_ += static_cast<std::uint32_t>(std::count(counted_, at_, '\n'));
    counted_ = at_;
  }

  void refill() {
    if (is_last_) {  // behind the NUL that ends the file
      --at_;
      return;
    }
    count_lines();
    if (Tell() - token_ > longest_token)
      fail(fmt::format("more than {} bytes without an end", longest_token));
    before_ = Tell();
    in_.read(buffer_.data(), block_bytes);
    at_ = counted_ = buffer_.data();
    end_ = at_ + in_.gcount();
    if (at_ != end_) return;
    is_last_ = true;
    buffer_.front() = '\0';
    ++end_;
  }

  std::string name_;
  InputStream in_;
  std::array<char, block_bytes> buffer_{};
  const char *at_ = buffer_.data(), *end_ = nullptr, *counted_ = at_;
  std::size_t before_ = 0, token_ = 0;  ///< bytes in front of the buffer, and of the token
  std::uint32_t lines_ = 1;
  bool is_last_ = false;
};

namespace {

constexpr std::size_t deepest = 32, most_keys = 1000, longest_key = 1000, most_bytes = 1 << 22;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equals_lower(std::string_view lowered, std::string_view key) {
  return std::equal(lowered.begin(), lowered.end(), key.begin(), key.end(),
                    [](char a, char b) { return a == lower(b); });
}

}  // namespace

/// Called by the parser, value by value. Scalars of the object that is read, and of those around
/// it, are a stack: the parser's way down to where it is.
class JsonReader {
 public:
  JsonReader(JsonStream& stream, const VisitObject& visit, const VisitElement& visit_element)
      : stream_(stream), visit_(visit), visit_element_(visit_element) {}

  bool Null() { return add(std::nullopt); }
  bool Bool(bool value) { return add(value ? "true" : "false"); }
  bool RawNumber(const char* text, unsigned size, bool) { return add({{text, size}}); }
  bool String(const char* text, unsigned size, bool) { return add({{text, size}}); }
  bool Key(const char* text, unsigned size, bool) {
    stream_.begin_token();
    key_.assign(text, size);
    std::transform(key_.begin(), key_.end(), key_.begin(), lower);
    return true;
  }
  bool StartObject() { return open(false); }
  bool StartArray() { return open(true); }
  bool EndArray(unsigned) { return close(); }
  bool EndObject(unsigned) {
    JsonObject object(*this);
    object.path = path();
    object.line = stream_.line();
    visit_(object);
    return close();
  }
  // Not called, since numbers are taken as they are written.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  [[nodiscard]] std::optional<JsonScalar> find(std::string_view key, bool only_own) const {
    std::size_t end = scalars_.size();
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
      if (level->is_array) continue;
      for (std::size_t i = end; i-- > level->scalars;) {
        if (equals_lower(name(scalars_[i]).substr(level->path - level->root), key))
          return JsonScalar{value(scalars_[i]), scalars_[i].line};
      }
      if (only_own) break;
      end = level->scalars;
    }
    return std::nullopt;
  }

 private:
  /// Its name is the path from the root, and its key.
  struct Scalar {
    std::size_t begin, name_size, value_size;  ///< in text_
    bool is_null;
    std::uint32_t line;
  };
  /// An array, or an object; the root of an object is the one around that is no part of another.
  struct Level {
    bool is_array;
    std::size_t path, root;     ///< the sizes of its path, and of its root's
    std::size_t scalars, text;  ///< in front of its own
  };

  [[nodiscard]] std::string_view path() const {
    return std::string_view(path_).substr(path_.starts_with('.') ? 1 : 0);
  }
  [[nodiscard]] std::string_view name(const Scalar& scalar) const {
    return std::string_view(text_).substr(scalar.begin, scalar.name_size);
  }
  [[nodiscard]] std::optional<std::string_view> value(const Scalar& scalar) const {
    if (scalar.is_null) return std::nullopt;
    return std::string_view(text_).substr(scalar.begin + scalar.name_size, scalar.value_size);
  }

  bool add(std::optional<std::string_view> value) {
    stream_.begin_token();
    if (levels_.empty()) return true;
    if (levels_.back().is_array) {
      if (visit_element_) visit_element_(path(), {value, stream_.line()});
      return true;
    }
    if (scalars_.size() >= most_keys)
      stream_.fail(fmt::format("an object of more than {} keys", most_keys));
    const std::size_t begin = text_.size();
    if (const auto root = levels_.back().root; root < path_.size())
      text_.append(path_, root + 1).append(1, '.');
    text_.append(key_);
    const std::size_t name_size = text_.size() - begin;
    if (name_size > longest_key)
      stream_.fail(fmt::format("a key of more than {} bytes", longest_key));
    text_.append(value.value_or(""));
    if (text_.size() > most_bytes)
      stream_.fail(fmt::format("an object of more than {} bytes", most_bytes));
    scalars_.push_back(
        {begin, name_size, value ? value->size() : 0, !value.has_value(), stream_.line()});
    return true;
  }

  bool open(bool is_array) {
    stream_.begin_token();
    if (levels_.size() >= deepest) stream_.fail(fmt::format("nests deeper than {}", deepest));
    const bool is_part = !levels_.empty() && !levels_.back().is_array;
    if (is_part)
      path_.append(1, '.').append(key_);
    else if (!levels_.empty())
      path_ += "[]";
    if (path_.size() > longest_key)
      stream_.fail(fmt::format("a key of more than {} bytes", longest_key));
    const std::size_t root = is_part ? levels_.back().root : path_.size();
    levels_.push_back({is_array, path_.size(), root, scalars_.size(), text_.size()});
    return true;
  }

  bool close() {
    stream_.begin_token();
    const Level closed = levels_.back();
    levels_.pop_back();
    path_.resize(levels_.empty() ? 0 : levels_.back().path);
    const bool is_part = !closed.is_array && !levels_.empty() && !levels_.back().is_array;
    if (is_part) return true;  // its scalars are those of the object around, too
    scalars_.resize(closed.scalars);
    text_.resize(closed.text);
    return true;
  }

  JsonStream& stream_;
  const VisitObject& visit_;
  const VisitElement& visit_element_;
  std::string key_;   ///< the last one, in lower case
  std::string path_;  ///< keys from the top, each behind a dot; a pair of brackets for each array
  std::string text_;  ///< of scalars
  std::vector<Scalar> scalars_;
  std::vector<Level> levels_;
};

std::optional<JsonScalar> JsonObject::find(std::string_view key) const {
  return reader_.find(key, false);
}

bool JsonObject::has(std::string_view key) const { return reader_.find(key, true).has_value(); }

namespace {

/// A JSON file, read value by value.
class JsonFile {
 public:
  JsonFile(const TraceSource& source, const VisitObject& visit, const VisitElement& visit_element)
      : stream_(source), reader_(stream_, visit, visit_element) {}

  void read() {
    using namespace rapidjson;
    constexpr unsigned flags =
        kParseNumbersAsStringsFlag | kParseValidateEncodingFlag | kParseStopWhenDoneFlag;
    if (parser_.Parse<flags>(stream_, reader_).IsError()) fail();
    stream_.begin_token();
  }

  /// Goes to the next character that is no blank; false at the end.
  bool skip_blanks() {
    rapidjson::SkipWhitespace(stream_);
    return !stream_.at_end();
  }
  [[nodiscard]] bool at_object() const { return stream_.Peek() == '{'; }
  [[noreturn]] void fail() { stream_.fail("is broken JSON from here on, or ends too early"); }
  [[noreturn]] void expect_object() {
    stream_.fail("expected an object, such as {\"timestamp\": 0}");
  }

 private:
  JsonStream stream_;
  JsonReader reader_;
  rapidjson::Reader parser_;
};

}  // namespace

void read_json(const TraceSource& source, const VisitObject& visit,
               const VisitElement& visit_element) {
  JsonFile file(source, visit, visit_element);
  file.read();
  if (file.skip_blanks()) file.fail();
}

void read_json_lines(const TraceSource& source, const VisitObject& visit) {
  const VisitElement none;
  JsonFile file(source, visit, none);
  while (file.skip_blanks()) {
    if (!file.at_object()) file.expect_object();
    file.read();
  }
}

}  // namespace cadis

#include "trace/json_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/errors.hpp"

namespace cadis {

/// Where the reader is in the file.
struct JsonPosition {
  const std::string& file;
  std::uint32_t lines = 0;      ///< line ends passed
  std::size_t since_token = 0;  ///< bytes
  char last = '\0';

  /// A number is known to end by the character behind it, which may be a line's end.
  [[nodiscard]] std::uint32_t line() const { return lines + (last == '\n' ? 0 : 1); }
  [[noreturn]] void fail(const std::string& text) const {
    throw ConfigError(fmt::format("{}:{}: {}", file, line(), text));
  }
};

namespace {

using Json = nlohmann::json;

constexpr std::size_t deepest = 32, most_keys = 1000, longest_token = 1 << 20;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string lower(std::string text) {
  for (char& c : text) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Hands out the file's characters and counts lines.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  CountingIterator() = default;
  CountingIterator(std::istream& in, JsonPosition& position) : at_(in), position_(&position) {}
  char operator*() const { return *at_; }
  CountingIterator& operator++() {
    position_->last = *at_;
    if (*at_ == '\n') ++position_->lines;
    if (++position_->since_token > longest_token) {
      position_->fail(fmt::format("more than {} bytes without an end", longest_token));
    }
    ++at_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  std::istreambuf_iterator<char> at_;
  JsonPosition* position_ = nullptr;
};

}  // namespace

const JsonScalar* JsonObject::own(const std::string& key) const {
  auto found = scalars_.find(key);
  if (found == scalars_.end() && std::any_of(key.begin(), key.end(), is_upper))
    found = scalars_.find(lower(key));
  return found != scalars_.end() ? &found->second : nullptr;
}

const JsonScalar* JsonObject::find(const std::string& key) const {
  for (const JsonObject* object = this; object != nullptr; object = object->around_) {
    if (const JsonScalar* scalar = object->own(key)) return scalar;
  }
  return nullptr;
}

bool JsonObject::has(const std::string& key) const { return own(key) != nullptr; }

/// Called by the parser, event by event.
class JsonReader : public Json::json_sax_t {
 public:
  JsonReader(JsonPosition& position, const std::function<void(const JsonObject&)>& visit)
      : position_(position), visit_(visit) {}

  bool null() override { return scalar(std::nullopt); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& as_written) override {
    return scalar(as_written);
  }
  bool string(string_t& value) override { return scalar(value); }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& value) override {
    position_.since_token = 0;
    levels_.back().key = lower(value);
    return true;
  }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_array() override {
    levels_.pop_back();
    return true;
  }
  bool end_object() override {
    position_.since_token = 0;
    Level& level = levels_.back();
    level.object.line = position_.line();
    level.object.around_ = around();
    visit_(level.object);
    if (levels_.size() > 1 && !levels_[levels_.size() - 2].is_array) pass_on(level);
    levels_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    position_.fail("is broken JSON from here on, or ends too early");
  }

 private:
  struct Level {
    bool is_array;
    std::string key;
    JsonObject object;
  };

  bool open(bool is_array) {
    position_.since_token = 0;
    if (levels_.size() >= deepest) position_.fail(fmt::format("nests deeper than {}", deepest));
    std::string path;
    if (!levels_.empty()) {
      const Level& outer = levels_.back();
      path = outer.object.path;
      if (outer.is_array)
        path += "[]";
      else
        path += (path.empty() ? "" : ".") + outer.key;
    }
    levels_.push_back({is_array, "", {}});
    levels_.back().object.path = std::move(path);
    return true;
  }

  bool scalar(std::optional<std::string> text) {
    position_.since_token = 0;
    if (levels_.empty() || levels_.back().is_array) return true;
    add(levels_.back(), levels_.back().key, {std::move(text), position_.line()});
    return true;
  }

  void add(Level& level, const std::string& key, JsonScalar scalar) {
    auto& scalars = level.object.scalars_;
    if (scalars.size() >= most_keys)
      position_.fail(fmt::format("an object of more than {} keys", most_keys));
    scalars[key] = std::move(scalar);
  }

  /// An object within an object is a part of it.
  void pass_on(const Level& inner) {
    Level& outer = levels_[levels_.size() - 2];
    for (const auto& [key, scalar] : inner.object.scalars_)
      add(outer, outer.key + "." + key, scalar);
  }

  [[nodiscard]] const JsonObject* around() {
    for (std::size_t i = levels_.size() - 1; i-- > 0;) {
      if (levels_[i].is_array) continue;
      JsonObject& object = levels_[i].object;
      object.around_ = nullptr;
      for (std::size_t j = i; j-- > 0 && object.around_ == nullptr;) {
        if (!levels_[j].is_array) object.around_ = &levels_[j].object;
      }
      return &object;
    }
    return nullptr;
  }

  JsonPosition& position_;
  const std::function<void(const JsonObject&)>& visit_;
  std::deque<Level> levels_;  // objects refer to those around them
};

namespace {

/// A JSON file, read value by value.
class JsonFile {
 public:
  JsonFile(const TraceSource& source, const std::function<void(const JsonObject&)>& visit)
      : name_(source.name()), in_(source.open()), reader_(position_, visit) {
    if (source.head().starts_with("\xEF\xBB\xBF")) in_.ignore(3);
  }

  /// Reads the next value; where `is_last`, nothing may follow.
  void read(bool is_last) {
    Json::sax_parse(CountingIterator(in_, position_), CountingIterator(), &reader_,
                    Json::input_format_t::json, is_last);
    if (in_.bad()) throw ConfigError(name_ + ": cannot be read to its end");
  }

  /// Goes to the next object; false where there is none. What is no object is an error.
  bool find_object() {
    CountingIterator at(in_, position_);
    for (; at != CountingIterator(); ++at) {
      position_.since_token = 0;
      if (*at == '{') return true;
      if (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n') continue;
      ++at;  // on whose line it then is
      position_.fail("expected an object, such as {\"timestamp\": 0}");
    }
    return false;
  }

 private:
  std::string name_;
  std::ifstream in_;
  JsonPosition position_{name_};
  JsonReader reader_;
};

}  // namespace

void read_json(const TraceSource& source, const std::function<void(const JsonObject&)>& visit) {
  JsonFile(source, visit).read(true);
}

void read_json_lines(const TraceSource& source,
                     const std::function<void(const JsonObject&)>& visit) {
  JsonFile file(source, visit);
  while (file.find_object()) file.read(false);
}

}  // namespace cadis

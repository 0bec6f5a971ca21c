#include "study/stored_json.hpp"

namespace cadis {
namespace {

constexpr int deepest = 20;

/// Ends the parser where lists or maps are nested too deeply.
struct DepthCheck {
  int depth = 0;

  static bool null() { return true; }
  static bool boolean(bool /*value*/) { return true; }
  static bool number_integer(std::int64_t /*value*/) { return true; }
  static bool number_unsigned(std::uint64_t /*value*/) { return true; }
  static bool number_float(double /*value*/, const std::string& /*text*/) { return true; }
  static bool string(std::string& /*value*/) { return true; }
  static bool binary(nlohmann::json::binary_t& /*value*/) { return true; }
  static bool key(std::string& /*value*/) { return true; }
  bool start_object(std::size_t /*size*/) { return ++depth < deepest; }
  bool start_array(std::size_t /*size*/) { return ++depth < deepest; }
  bool end_object() { return --depth >= 0; }
  bool end_array() { return --depth >= 0; }
  static bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                          const nlohmann::json::exception& /*error*/) {
    return false;
  }
};

}  // namespace

nlohmann::json read_stored_cbor(std::span<const std::uint8_t> bytes) {
  DepthCheck check;
  if (!nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &check,
                                 nlohmann::json::input_format_t::cbor))
    throw DamagedError("is no CBOR that Cadis writes");
  return nlohmann::json::from_cbor(bytes.begin(), bytes.end());
}

nlohmann::ordered_json read_stored_json(const std::string& text) try {
  return nlohmann::ordered_json::parse(
      text, [](int depth, auto /*event*/, const nlohmann::ordered_json& /*parsed*/) {
        if (depth > deepest) throw DamagedError("is nested deeper than Cadis writes it");
        return true;
      });
} catch (const nlohmann::json::exception&) {
  throw DamagedError("is no JSON");
}

}  // namespace cadis

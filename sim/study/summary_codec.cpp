#include "study/summary_codec.hpp"

#include <bit>
#include <cstddef>
#include <cstring>
#include <nlohmann/json.hpp>

#include "study/stored_json.hpp"

namespace cadis {
namespace {

using Json = nlohmann::json;

// Days are stored as they lie in memory: five doubles, the lowest byte first.
static_assert(std::is_trivially_copyable_v<Totals> && sizeof(Totals) == 5 * sizeof(double));
static_assert(std::endian::native == std::endian::little);

/// Each quantity of a summary in turn, in one order for both directions. `number` takes a double&,
/// `quantity` a reference to a type with a unit.
template <class AnySummary, class Number, class Quantity>
void for_each_quantity(AnySummary& s, const Number& number, const Quantity& quantity) {
  number(s.arrivals);
  number(s.served);
  number(s.dropped);
  number(s.queued);
  number(s.accuracy_served_pct);
  number(s.accuracy_all_pct);
  quantity(s.energy);
  quantity(s.idle_energy);
  quantity(s.switch_energy);
  quantity(s.service_energy);
  quantity(s.carbon);
  quantity(s.embodied);
  quantity(s.latency_mean);
  quantity(s.latency_p50);
  quantity(s.latency_p95);
  quantity(s.latency_p99);
  quantity(s.latency_max);
  number(s.slo_violations);
  number(s.switches);
  quantity(s.optimality_gap);
}

Summary summary_from(const Json& fields) {
  Summary s;
  s.scenario = fields.at(0).get<std::string>();
  s.policy = fields.at(1).get<std::string>();
  s.fidelity = fields.at(2).get<std::string>();
  s.family = fields.at(3).get<std::string>();
  s.seed = fields.at(4).get<std::uint64_t>();
  s.peeks = fields.at(5).get<bool>();
  std::size_t at = 0;
  const auto next = [&] { return fields.at(6).at(at++).get<double>(); };
  for_each_quantity(
      s, [&](double& value) { value = next(); },
      [&](auto& value) { value = std::remove_reference_t<decltype(value)>{next()}; });
  for (const Json& part : fields.at(7)) {
    s.mix.emplace_back(part.at(0).get<std::string>(), part.at(1).get<double>());
  }
  return s;
}

}  // namespace

std::vector<std::uint8_t> encode_summary(const Summary& s) {
  Json::array_t numbers;
  for_each_quantity(
      s, [&](double value) { numbers.emplace_back(value); },
      [&](const auto& value) { numbers.emplace_back(value.value()); });
  Json::array_t mix;
  for (const auto& [name, share] : s.mix) mix.push_back({name, share});
  return Json::to_cbor(Json{s.scenario, s.policy, s.fidelity, s.family, s.seed, s.peeks,
                            std::move(numbers), std::move(mix)});
}

Summary decode_summary(std::span<const std::uint8_t> bytes) {
  return decode_stored([bytes] { return summary_from(read_stored_cbor(bytes)); });
}

std::vector<std::uint8_t> encode_days(const DayTotals& days) {
  std::vector<std::uint8_t> bytes(days.size() * sizeof(Totals));
  if (!days.empty()) std::memcpy(bytes.data(), days.data(), bytes.size());
  return bytes;
}

DayTotals decode_days(std::span<const std::uint8_t> bytes) {
  if (bytes.size() % sizeof(Totals) != 0) throw DamagedError("has a day that is cut off");
  DayTotals days(bytes.size() / sizeof(Totals));
  if (!days.empty()) std::memcpy(days.data(), bytes.data(), days.size() * sizeof(Totals));
  return days;
}

std::vector<std::uint8_t> encode_answer(const Answer& answer) {
  Json parts = Json::array({Json::binary(answer.summary)});
  if (answer.days) parts.push_back(Json::binary(*answer.days));
  return Json::to_cbor(parts);
}

Answer decode_answer(std::span<const std::uint8_t> bytes) {
  const Json parts = Json::from_cbor(bytes.begin(), bytes.end());
  Answer answer{parts.at(0).get_binary(), {}};
  if (parts.size() > 1) answer.days = parts.at(1).get_binary();
  return answer;
}

}  // namespace cadis

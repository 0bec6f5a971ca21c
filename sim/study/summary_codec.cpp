#include "study/summary_codec.hpp"

#include <bit>
#include <cstddef>
#include <cstring>
#include <nlohmann/json.hpp>

#include "study/stored_json.hpp"

namespace cadis {
namespace {

using Json = nlohmann::json;

// Days are stored as they lie in memory, the lowest byte of each double first.
static_assert(std::endian::native == std::endian::little);
constexpr std::size_t sums_of_day = 5;

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
  number(s.busy_share_pct);
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
  for (const Json& one : fields.at(8)) {
    s.counted.emplace_back(one.at(0).get<std::string>(), Grams{one.at(1).get<double>()});
  }
  return s;
}

}  // namespace

std::vector<std::uint8_t> encode_summary(const Summary& s) {
  Json::array_t numbers;
  for_each_quantity(
      s, [&](double value) { numbers.emplace_back(value); },
      [&](const auto& value) { numbers.emplace_back(value.value()); });
  Json::array_t mix, counted;
  for (const auto& [name, share] : s.mix) mix.push_back({name, share});
  for (const auto& [name, grams] : s.counted) counted.push_back({name, grams.value()});
  return Json::to_cbor(Json{s.scenario, s.policy, s.fidelity, s.family, s.seed, s.peeks,
                            std::move(numbers), std::move(mix), std::move(counted)});
}

Summary decode_summary(std::span<const std::uint8_t> bytes) {
  return decode_stored([bytes] { return summary_from(read_stored_cbor(bytes)); });
}

std::vector<std::uint8_t> encode_days(const DayTotals& days) {
  std::vector<double> sums;
  for (const Totals& day : days) {
    sums.insert(sums.end(), {day.arrivals, day.served, day.accuracy_served_pct, day.carbon.value(),
                             day.switch_energy.value()});
    for (const Grams grams : day.counted) sums.push_back(grams.value());
  }
  std::vector<std::uint8_t> bytes(sums.size() * sizeof(double));
  if (!sums.empty()) std::memcpy(bytes.data(), sums.data(), bytes.size());
  return bytes;
}

DayTotals decode_days(std::span<const std::uint8_t> bytes, std::size_t signals) {
  const std::size_t of_day = sums_of_day + signals;
  if (bytes.size() % (of_day * sizeof(double)) != 0)
    throw DamagedError("has a day that is cut off");
  std::vector<double> sums(bytes.size() / sizeof(double));
  if (!sums.empty()) std::memcpy(sums.data(), bytes.data(), bytes.size());
  DayTotals days;
  days.reserve(sums.size() / of_day);
  for (auto day = sums.begin(); day != sums.end(); day += static_cast<std::ptrdiff_t>(of_day)) {
    days.push_back({day[0], day[1], day[2], Grams{day[3]}, Joules{day[4]}});
    for (std::size_t i = sums_of_day; i < of_day; ++i)
      days.back().counted.emplace_back(day[static_cast<std::ptrdiff_t>(i)]);
  }
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

#include "study/result_codec.hpp"

#include <nlohmann/json.hpp>

namespace cadis {
namespace {

using Json = nlohmann::json;

void append(Json::array_t& numbers, const Eigen::ArrayXd& values) {
  numbers.emplace_back(values.size());
  for (const double value : values) numbers.emplace_back(value);
}

Json encode_epoch(const EpochRecord& e) {
  Json::array_t numbers;
  for (const double value :
       {e.begin.value(), e.length.value(), e.intensity.value(), e.arrivals, e.served, e.dropped,
        e.queued, e.energy.value(), e.idle_energy.value(), e.switch_energy.value(),
        e.service_energy.value(), e.carbon.value(), e.switches, e.slo_violations, e.latency_sum_s,
        e.load, e.idle_time.value()}) {
    numbers.emplace_back(value);
  }
  append(numbers, e.shares);
  append(numbers, e.served_by_variant);
  append(numbers, e.counted_g);
  return Json(std::move(numbers));
}

EpochRecord decode_epoch(const Json& numbers) {
  std::size_t at = 0;
  const auto next = [&] { return numbers.at(at++).get<double>(); };
  const auto next_array = [&] {
    Eigen::ArrayXd values(numbers.at(at++).get<Eigen::Index>());
    for (double& value : values) value = next();
    return values;
  };
  EpochRecord e;
  e.begin = Seconds{next()};
  e.length = Seconds{next()};
  e.intensity = GramsPerKwh{next()};
  for (double* value : {&e.arrivals, &e.served, &e.dropped, &e.queued}) *value = next();
  for (Joules* value : {&e.energy, &e.idle_energy, &e.switch_energy, &e.service_energy})
    *value = Joules{next()};
  e.carbon = Grams{next()};
  for (double* value : {&e.switches, &e.slo_violations, &e.latency_sum_s, &e.load}) *value = next();
  e.idle_time = Seconds{next()};
  e.shares = next_array();
  e.served_by_variant = next_array();
  e.counted_g = next_array();
  return e;
}

Json encode_epochs(const std::vector<EpochRecord>& epochs) {
  Json::array_t list;
  list.reserve(epochs.size());
  for (const EpochRecord& epoch : epochs) list.push_back(encode_epoch(epoch));
  return Json(std::move(list));
}

std::vector<EpochRecord> decode_epochs(const Json& list) {
  std::vector<EpochRecord> epochs;
  epochs.reserve(list.size());
  for (const Json& epoch : list) epochs.push_back(decode_epoch(epoch));
  return epochs;
}

}  // namespace

std::vector<std::uint8_t> encode_result(const RunResult& result) {
  Json::array_t regions;
  for (const auto& epochs : result.regions) regions.push_back(encode_epochs(epochs));
  const Json message = {{"epochs", encode_epochs(result.epochs)}, {"regions", std::move(regions)},
                        {"counts", result.latency.counts},        {"sum_s", result.latency.sum_s},
                        {"max_s", result.latency.max_s},          {"peeks", result.peeks},
                        {"gap_g", result.optimality_gap.value()}};
  return Json::to_cbor(message);
}

RunResult decode_result(std::span<const std::uint8_t> bytes) {
  const Json message = Json::from_cbor(bytes.begin(), bytes.end());
  RunResult result;
  result.epochs = decode_epochs(message.at("epochs"));
  for (const Json& epochs : message.at("regions")) result.regions.push_back(decode_epochs(epochs));
  result.latency.counts = message.at("counts").get<std::vector<std::size_t>>();
  result.latency.sum_s = message.at("sum_s").get<double>();
  result.latency.max_s = message.at("max_s").get<double>();
  result.peeks = message.at("peeks").get<bool>();
  result.optimality_gap = Grams{message.at("gap_g").get<double>()};
  return result;
}

}  // namespace cadis

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "report/summary.hpp"
#include "report/totals.hpp"

namespace cadis {

/// A run's totals as CBOR, for a study's store; every double survives exactly. Whoever changes what
/// is in it, or what a run's outputs mean, raises `result_format`: then nothing old is reused.
std::vector<std::uint8_t> encode_summary(const Summary& summary);
Summary decode_summary(std::span<const std::uint8_t> bytes);

inline constexpr int result_format = 2;

/// A run's days as plain doubles, five a day and one more for each signal of `count_by`, of which
/// the run's summary says how many: read often, by tables of single runs.
std::vector<std::uint8_t> encode_days(const DayTotals& days);
DayTotals decode_days(std::span<const std::uint8_t> bytes, std::size_t signals);

/// What a run's process answers: the encoded summary, and days where they are kept.
struct Answer {
  std::vector<std::uint8_t> summary;
  std::optional<std::vector<std::uint8_t>> days;
};
std::vector<std::uint8_t> encode_answer(const Answer& answer);
Answer decode_answer(std::span<const std::uint8_t> bytes);

}  // namespace cadis

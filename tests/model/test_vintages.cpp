#include <doctest/doctest.h>

#include "base/errors.hpp"
#include "model/forecast_methods.hpp"
#include "model/sample_documents.hpp"
#include "refusal.hpp"

using namespace cadis;

namespace {

const std::string header = "issued_utc,timestamp_utc,g_per_kwh\n";
const std::string good = header +
                         "2023-05-31T22:00:00Z,2023-05-31T23:00:00Z,10\n"
                         "2023-05-31T22:00:00Z,2023-06-01T00:00:00Z,20\n"
                         "2023-05-31T22:00:00Z,2023-06-01T01:00:00Z,30\n"
                         "2023-06-01T01:30:00Z,2023-06-01T02:00:00Z,40\n"
                         "2023-06-01T01:30:00Z,2023-06-01T03:00:00Z,50\n";

UtcTime at(const char* text) { return parse_utc(text).value(); }

std::string refusal_of_vintages(const std::string& text) {
  const sample::Folder folder;
  return test::refusal_of([&] { return Vintages::read(folder.write("vintages.csv", text)); });
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("of vintages the latest issued at or before now holds, as far as it goes") {
  const sample::Folder folder;
  const auto vintages =
      std::make_shared<const Vintages>(Vintages::read(folder.write("vintages.csv", good)));
  CHECK(vintages->at(at("2023-05-31T21:59:59Z")) == nullptr);
  CHECK(vintages->at(at("2023-06-01T01:29:59Z"))->issued == at("2023-05-31T22:00:00Z"));
  CHECK(vintages->at(at("2023-06-01T01:30:00Z"))->issued == at("2023-06-01T01:30:00Z"));

  const auto start = at("2023-06-01T00:00:00Z");
  const auto truth = CarbonSignal::from_series({start, Seconds{3600}, Eigen::ArrayXd::Ones(6)},
                                               start, Seconds{6 * 3600}, "grid");
  ForecastIssuer issuer(vintage_forecaster(vintages, start, 1), truth, Seconds{86400});
  const auto forecast = [&](double now_h) {
    const std::size_t seen = truth.step_at(Seconds{3600 * now_h}) + 1;
    return issuer.at(Seconds{3600 * now_h},
                     {{truth.begin_s().data(), seen}, {truth.g_per_kwh().data(), seen}});
  };
  const auto values = [&](double now_h) {
    const Forecast f = forecast(now_h);
    return std::vector<double>(f.g_per_kwh.begin(), f.g_per_kwh.end());
  };
  CHECK(values(0) == std::vector<double>{30});  // 01:00; at 02:00 the first vintage has ended
  CHECK(forecast(0).issued == Seconds{-2 * 3600});
  CHECK(values(1).empty());
  CHECK(values(1.5) == std::vector<double>{40, 50});
  CHECK(forecast(1.5).issued == Seconds{1.5 * 3600});
  CHECK(values(2) == std::vector<double>{50});
}

TEST_CASE("mistakes in a file of vintages are reported with file and line") {
  CHECK(refusal_of_vintages(good) == "nothing was thrown");
  CHECK(refusal_of_vintages(header).find("at least one forecast") != std::string::npos);
  CHECK(refusal_of_vintages(with(good, "g_per_kwh", "g"))
            .find("expected the header issued_utc,timestamp_utc,g_per_kwh, got") !=
        std::string::npos);
  struct Case {
    const char *from, *to, *said;
  };
  for (const Case& one : {
           Case{",10\n", ",-1\n", ":2: g_per_kwh: expected a finite number of at least 0"},
           {",30\n", ",nan\n", ":4: g_per_kwh: expected a finite number of at least 0"},
           {"2023-05-31T22:00:00Z,2023-05-31T23", "yesterday,2023-05-31T23", ":2: issued_utc:"},
           {"2023-06-01T01:00:00Z", "2023-06-01T01:00:00", ":4: timestamp_utc:"},
           {"2023-06-01T01:00:00Z", "2023-06-01T02:00:00Z",
            ":4: timestamp_utc: expected 2023-06-01T01:00:00Z, one step after"},
           {"2023-06-01T01:00:00Z", "2023-06-01T00:00:00Z", ":4: timestamp_utc:"},
           {"2023-05-31T23:00:00Z", "2023-05-31T23:30:00Z", ":3: timestamp_utc:"},
           {"2023-06-01T01:30:00Z,2023-06-01T02", "2023-05-31T21:00:00Z,2023-06-01T02",
            ":5: issued_utc: expected a time after 2023-05-31T22:00:00Z"},
           {"2023-06-01T01:30:00Z,2023-06-01T02", "2023-06-01T00:30:00Z,2023-06-01T02",
            ":5: timestamp_utc: expected a time up to 2023-06-01T01:30:00Z"},
       }) {
    const auto message = refusal_of_vintages(with(good, one.from, one.to));
    CAPTURE(message);
    CHECK(message.find(std::string("vintages.csv") + one.said) != std::string::npos);
  }
}

TEST_CASE("of many mistakes in a file of vintages twenty are told, and how many more there are") {
  std::string text = header;
  for (int i = 0; i < 50; ++i) text += "then,then,many\n";
  const auto message = refusal_of_vintages(text);
  CHECK(std::count(message.begin(), message.end(), '\n') == 20);
  CHECK(message.ends_with("and 130 more problems"));
}

TEST_CASE("vintages are scaled with the grid's calibration, as the grid is") {
  const sample::Folder folder;
  const auto vintages =
      std::make_shared<const Vintages>(Vintages::read(folder.write("vintages.csv", good)));
  const auto start = at("2023-06-01T00:00:00Z");
  const auto truth = CarbonSignal::from_series({start, Seconds{3600}, Eigen::ArrayXd::Ones(6)},
                                               start, Seconds{6 * 3600}, "grid");
  const ForecastSpec spec{VintageForecast{vintages}, 1.2};
  ForecastIssuer issuer(make_forecaster(spec, truth, start), truth, Seconds{86400});
  const Forecast forecast =
      issuer.at(Seconds{0}, {{truth.begin_s().data(), 1}, {truth.g_per_kwh().data(), 1}});
  REQUIRE(forecast.g_per_kwh.size() == 1);
  CHECK(forecast.g_per_kwh[0] == doctest::Approx(1.2 * 30).epsilon(1e-15));
}

#include <doctest/doctest.h>

#include "trace/samples.hpp"

// What publishers' files have been found to hold besides the usual, and what is easily misread.

using namespace cadis;
using namespace cadis::test;

namespace {

ImportedTrace import_text(const std::string& name, const std::string& text,
                          const Options& options) {
  const TextFile file(name, text);
  return import_trace(file.path(), {"auto", options, {}, Repair::fail}, formats::registry());
}

std::string problem_of(const std::string& name, const std::string& text, const Options& options,
                       const std::string& format = "auto", std::optional<Seconds> step = {}) {
  const TextFile file(name, text);
  return problem(file.path(), {format, options, step, Repair::fail});
}

const Options direct{{"column", "direct"}};
const Options lifecycle_factors{{"factors", "ipcc-ar5-lifecycle"}};

/// A response of WattTime version 3.
std::string response(const std::string& signal, const std::string& units) {
  return R"({"data":[{"point_time":"2022-07-15T00:00:00+00:00","value":1000.0},)"
         R"({"point_time":"2022-07-15T00:05:00+00:00","value":500.0}],"meta":{"region":"WEST",)"
         R"("signal_type":")" +
         signal + R"(","units":")" + units + R"("}})";
}

}  // namespace

TEST_CASE("a list of WattTime's responses says what its values are as a single one does") {
  const auto average =
      import_text("w.json", "[" + response("co2_aoer", "lbs_co2_per_mwh") + "]", {});
  CHECK(rows(average) == "2022-07-15T00:00:00Z +300s: 453.592 226.796");
  CHECK(average.provenance.accounting == "average");
  CHECK(average.provenance.zone == "WEST");
  CHECK(problem_of("w.json", "[" + response("health_damage", "usd_per_mwh") + "]", {})
            .find("holds the signal 'health_damage'") != std::string::npos);
  const auto mixed = "[" + response("co2_aoer", "lbs_co2_per_mwh") + "," +
                     response("co2_moer", "lbs_co2_per_mwh") + "]";
  CHECK(problem_of("w.json", mixed, {})
            .find("several values of signal_type, 'co2_aoer' and 'co2_moer'") != std::string::npos);
  const auto old = import_text(
      "w.json",
      R"([{"point_time":"2022-07-15T00:00:00Z","datatype":"AOER","ba":"IT","value":1000},)"
      R"({"point_time":"2022-07-15T00:05:00Z","datatype":"AOER","ba":"IT","value":500}])",
      {});
  CHECK(old.provenance.accounting == "average");
  CHECK(old.provenance.zone == "IT");
}

TEST_CASE("the CSV of WattTime's client says what its values are in its column meta") {
  const auto text = [](const std::string& signal) {
    const std::string meta =
        "\"{'data_point_period_seconds': 300, 'region': 'WEST', "
        "'signal_type': '" +
        signal + "', 'units': 'lbs_co2_per_mwh'}\"";
    return "point_time,value,meta\n2022-07-15T00:00:00+00:00,1000," + meta +
           "\n2022-07-15T00:05:00+00:00,500," + meta + "\n";
  };
  const auto average = import_text("w.csv", text("co2_aoer"), {});
  CHECK(average.provenance.accounting == "average");
  CHECK(average.provenance.zone == "WEST");
  CHECK(import_text("w.csv", text("co2_moer"), {}).provenance.accounting == "marginal");
  const std::string cell = "\"{\"\"signal_type\"\": \"\"co2_aoer\"\"}\"";
  const auto json = import_text("w.csv",
                                "point_time,value,meta\n2022-07-15T00:00:00Z,1000," + cell +
                                    "\n2022-07-15T00:05:00Z,2000," + cell + "\n",
                                {});
  CHECK(json.provenance.accounting == "average");
  CHECK(problem_of("w.csv", "point_time,value,meta\n2022-07-15T00:00:00Z,1,none\n", {})
            .find("F:2: meta: expected a dictionary with 'signal_type'") == 0);
  CHECK(problem_of("w.csv", text("health_damage"), {}).find("'health_damage'") !=
        std::string::npos);
}

TEST_CASE("values that WattTime has imputed are told as estimated") {
  const auto json = import_text(
      "w.json",
      R"({"data":[{"point_time":"2022-07-15T00:00:00Z","value":1000,"imputed_data_used":false},)"
      R"({"point_time":"2022-07-15T00:05:00Z","value":2000,"imputed_data_used":true}]})",
      {});
  REQUIRE(json.findings.size() == 1);
  CHECK(json.findings[0].find("estimated by the publisher") != std::string::npos);
  const auto csv =
      import_text("w.csv",
                  "point_time,value,imputed_data_used\n2022-07-15T00:00:00Z,1000,True\n"
                  "2022-07-15T00:05:00Z,2000,False\n",
                  {});
  REQUIRE(csv.findings.size() == 1);
  CHECK(csv.findings[0].find(":2: value: estimated by the publisher") != std::string::npos);
}

TEST_CASE(
    "hours of an American zone are EIA's under each of its names, unknown zones are asked for") {
  const std::string text =
      "UTC time,carbon_intensity\n2023-01-01 00:00:00+00:00,100\n2023-01-01 01:00:00+00:00,200\n";
  const auto start = [&](const Options& options) {
    Options all = options;
    all["column"] = "direct";
    return format_utc(import_text("c.csv", text, all).g_per_kwh.start);
  };
  for (const char* zone : {"ERCO", "erco", "US-TEX-ERCO", "US-CAL-CISO", "us-ne-isne"})
    CHECK(start({{"zone", zone}}) == "2022-12-31T23:00:00Z");
  for (const char* zone : {"PJM", "US-MIDA-PJM", "DE", "DK-DK2", "AUS_QLD"})
    CHECK(start({{"zone", zone}}) == "2023-01-01T00:00:00Z");
  CHECK(start({{"zone", "Texas"}, {"stamp", "end"}}) == "2022-12-31T23:00:00Z");
  CHECK(start({{"zone", "IN-WE"}, {"stamp", "start"}}) == "2023-01-01T00:00:00Z");
  for (const char* zone : {"Texas", "NY", "US-TEX-TEXAS", "US"}) {
    CAPTURE(zone);
    CHECK(problem_of("c.csv", text, {{"zone", zone}, {"column", "direct"}})
              .find("say with --stamp") != std::string::npos);
  }
  const std::string mix =
      "timestamp,COL,NG,NUC,avg_CI\n2023-01-01 00:00:00Z,1,1,1,100\n"
      "2023-01-01 01:00:00Z,1,1,1,200\n";
  CHECK(problem_of("m.csv", mix, {{"zone", "DE"}}).find("nothing is known of the hours of 'DE'") !=
        std::string::npos);
  CHECK(format_utc(import_text("m.csv", mix, {{"zone", "US-MIDA-PJM"}}).g_per_kwh.start) ==
        "2023-01-01T00:00:00Z");
}

TEST_CASE(
    "EIA's adjusted columns are read with EIA's spelling, and commas stand between thousands") {
  const auto text = [](const std::string& gas) {
    return "Balancing Authority,UTC Time at End of Hour,Net Generation (MW) from Natural Gas,"
           "Net Generation (MW) from Natural Gas (Adjusted),"
           "Net Generation (MW) from Solar witho Integrated Battery Storage (Adjusted),"
           "Net Generation (MW) from Pumped Storage  (Adjusted)\n"
           "AZPS,01/01/2025 8:00:00 AM,1,\"" +
           gas +
           "\",\"1,000\",5\n"
           "AZPS,01/01/2025 9:00:00 AM,1,\"1,234,000.5\",0,5\n";
  };
  Options options = lifecycle_factors;
  options["column"] = "adjusted";
  const auto trace = import_text("e.csv", text("1,000"), options);
  const double gas = trace.g_per_kwh.values[1];
  CHECK(gas == doctest::Approx(490));  // IPCC's median of gas, combined cycle
  CHECK(trace.g_per_kwh.values[0] == doctest::Approx((490 + 48.0) / 2).epsilon(0.02));
  for (const char* bad : {"1,5", "1,0000", "1,00", "1000,", "1.5,000", ",,000", "0,123", "1234,567",
                          ",234", "1,234.", "1,234.5,6", "1,234e2"}) {
    CAPTURE(bad);
    CHECK(problem_of("e.csv", text(bad), options)
              .find(":2: Net Generation (MW) from Natural Gas "
                    "(Adjusted): expected a number") != std::string::npos);
  }
}

TEST_CASE("ENTSO-E: (CET) behind the interval is Brussels' clock, behind a time it is winter's") {
  const auto text = [](const std::string& from, const std::string& to, const std::string& zone) {
    return "Area,MTU,Fossil Gas - Actual Aggregated [MW]\n"
           "BZN|FR,01.07.2018 00:00" +
           from + " - 01.07.2018 01:00" + to + zone +
           ",100\n"
           "BZN|FR,01.07.2018 01:00" +
           from + " - 01.07.2018 02:00" + to + zone + ",100\n";
  };
  const auto start = [&](const std::string& from, const std::string& to, const std::string& zone) {
    return format_utc(
        import_text("e.csv", text(from, to, zone), lifecycle_factors).g_per_kwh.start);
  };
  CHECK(start("", "", " (CET)") == "2018-06-30T22:00:00Z");
  CHECK(start("", "", " (CET/CEST)") == "2018-06-30T22:00:00Z");
  CHECK(start("", "", " (UTC)") == "2018-07-01T00:00:00Z");
  CHECK(start(" (CEST)", " (CEST)", "") == "2018-06-30T22:00:00Z");
  CHECK(start(" (CET)", " (CET)", "") == "2018-06-30T23:00:00Z");
}

TEST_CASE("ENTSO-E: a type whose every value is missing is told, one the area has not is 0") {
  const auto text = [](const std::string& gas) {
    return "Area,MTU,Fossil Gas - Actual Aggregated [MW],Nuclear - Actual Aggregated [MW]\n"
           "BZN|FR,01.07.2018 00:00 - 01.07.2018 01:00 (UTC)," +
           gas +
           ",3000\n"
           "BZN|FR,01.07.2018 01:00 - 01.07.2018 02:00 (UTC)," +
           gas + ",3000\n";
  };
  for (const char* missing : {"-", "N/A", ""}) {
    const auto trace = import_text("e.csv", text(missing), lifecycle_factors);
    REQUIRE(trace.findings.size() == 1);
    CHECK(trace.findings[0].find(":2: Fossil Gas - Actual Aggregated [MW]: every value is missing, "
                                 "so it is not in the mix: 2 rows") != std::string::npos);
  }
  CHECK(import_text("e.csv", text("n/e"), lifecycle_factors).findings.empty());
}

TEST_CASE("NESO's regions are told apart by name or number, and never taken for the nation") {
  const auto text = [](const std::string& title) {
    return "from,to," + title +
           ",intensity.forecast\n"
           "2024-01-15T00:00Z,2024-01-15T00:30Z,13,100\n2024-01-15T00:30Z,2024-01-15T01:00Z,13,"
           "101\n"
           "2024-01-15T00:00Z,2024-01-15T00:30Z,1,200\n2024-01-15T00:30Z,2024-01-15T01:00Z,1,201\n";
  };
  for (const char* title : {"regionid", "dnoregion", "shortname"}) {
    CAPTURE(title);
    CHECK(problem_of("n.csv", text(title), {{"column", "forecast"}})
              .find("choose one with --zone: 13, 1") != std::string::npos);
  }
  const Options thirteen{{"column", "forecast"}, {"zone", "13"}};
  const auto trace = import_text("n.csv", text("regionid"), thirteen);
  CHECK(rows(trace) == "2024-01-15T00:00:00Z +1800s: 100.000 101.000");
  CHECK(trace.provenance.zone == "13");
  const auto step = [](const std::string& from, const std::string& to) {
    return R"({"from":"2024-01-15T)" + from + R"(Z","to":"2024-01-15T)" + to +
           R"(Z","intensity":{"forecast":100}})";
  };
  const std::string both = "[" + step("00:00", "00:30") + "," + step("00:30", "01:00") + "]";
  const std::string named =
      R"({"data":[{"regionid":13,"shortname":"London","data":)" + both + "}]}";
  CHECK(import_text("n.json", named, thirteen).provenance.zone == "13");
  CHECK(import_text("n.json", named, {{"column", "forecast"}}).provenance.zone == "London");
  for (const std::string& sorted :
       std::vector<std::string>{R"({"data":[{"data":)" + both + R"(,"shortname":"London"}]})",
                                R"({"data":{"data":)" + both + R"(,"regionid":13}})",
                                R"({"data":)" + both + R"(,"regionid":13})"}) {
    CAPTURE(sorted);
    CHECK(problem_of("n.json", sorted, {{"column", "forecast"}})
              .find("stands behind the region's data") != std::string::npos);
  }
  CHECK(
      import_text("n.json", R"({"data":)" + both + "}", {{"column", "forecast"}}).provenance.zone ==
      "GB");
}

TEST_CASE("any CSV may have Unix times, and dates that need a zone") {
  const std::string text = "time,ci\n1672531200,100\n1672534800,200\n1672538400,300\n";
  const TextFile file("unix.csv", text);
  Options options{{"time-column", "time"},
                  {"value-column", "ci"},
                  {"unit", "g/kWh"},
                  {"column", "direct"},
                  {"accounting", "average"}};
  const auto said = [&](const Options& more) {
    Options all = options;
    all.insert(more.begin(), more.end());
    return problem(file.path(), {"csv", all, {}, Repair::fail});
  };
  CHECK(said({}).find("F:2: time: expected a time such as 2023-06-01T00:00:00Z (without an offset "
                      "it needs --zone)") == 0);
  CHECK(said({{"zone", "UTC"}, {"start", "1970-01-01T00:00:00Z"}}).find("--start: ") == 0);
  CHECK(said({{"time-unit", "s"}}).find("--start: expected UTC") == 0);
  CHECK(said({{"zone", "UTC"}}).find("F:2: time: expected a time such as") == 0);
  CHECK(said({{"time-unit", "h"}, {"start", "1970-01-01T00:00:00Z"}})
            .find("F:2: time: expected a number of h since 1970-01-01T00:00:00Z") == 0);
  options.insert({{"time-unit", "s"}, {"start", "1970-01-01T00:00:00Z"}});
  const auto trace =
      import_trace(file.path(), {"csv", options, {}, Repair::fail}, formats::registry());
  CHECK(rows(trace) == "2023-01-01T00:00:00Z +3600s: 100.000 200.000 300.000");
  options["stamp"] = "end";
  const auto ends =
      import_trace(file.path(), {"csv", options, Seconds{3600}, Repair::fail}, formats::registry());
  CHECK(rows(ends) == "2022-12-31T23:00:00Z +3600s: 100.000 200.000 300.000");
}

TEST_CASE("a CSV's row of an hour that spring skips is left out where it has no value") {
  const Options options{{"time-column", "time"},   {"value-column", "ci"},
                        {"unit", "g/kWh"},         {"column", "direct"},
                        {"accounting", "average"}, {"zone", "Europe/Berlin"}};
  const std::string before = "time,ci\n2023-03-26 01:00,100\n2023-03-26 02:00,",
                    behind = "\n2023-03-26 03:00,300\n2023-03-26 04:00+02:00,400\n";
  const TextFile empty("spring.csv", before + behind), full("full.csv", before + "200" + behind);
  const auto trace =
      import_trace(empty.path(), {"csv", options, {}, Repair::fail}, formats::registry());
  CHECK(rows(trace) == "2023-03-26T00:00:00Z +3600s: 100.000 300.000 400.000");
  CHECK(trace.provenance.stamps ==
        "start of step; Europe/Berlin where no offset is stated; rounded to the millisecond");
  CHECK(problem(full.path(), {"csv", options, {}, Repair::fail})
            .find("F:3: time: expected a time such as 2023-06-01 00:00:00 that Europe/Berlin has, "
                  "got '2023-03-26 02:00'") == 0);
}

TEST_CASE("a file that no format can know is told why") {
  CHECK(problem_of("s.csv", "a;b,c\n1;2\n", direct)
            .find("F:1: has semicolons and commas in its first line") == 0);
  CHECK(problem_of("r.csv", "a,b\r1,2\r", direct).find("F:1: ends its lines with CR alone") == 0);
  const std::string wide(
      "\xFF\xFE"
      "a\0,\0b\0\n\0",
      10);
  CHECK(problem_of("u.csv", wide, direct).find("F: is UTF-16 text; save it as UTF-8") == 0);
}

TEST_CASE("a trace of one step and an empty line between counts are refused") {
  const Options start{{"start", "2023-01-01T00:00:00Z"}};
  const Seconds minute{60};
  CHECK(problem_of("one.txt", "5\n", start, "counts", minute).find("F: gives one step") == 0);
  CHECK(problem_of("gap.txt", "1\n\n3\n", start, "counts", minute)
            .find("F:2: expected a count, got an empty line") == 0);
  for (const char* fine : {"1\n2\n3\n", "1\n2\n3\n\n\n", "\n\n1\n2\n3", "1 2\n3", "1,\n2,\n3"})
    CHECK(problem_of("fine.txt", fine, start, "counts", minute).empty());
}

#pragma once

#include <string>
#include <vector>

/// Every file of tests/data/traces: its format, and what the command line says besides, so that it
/// is imported.
namespace cadis::test {

struct SampleFile {
  std::string name, format, arguments;
  bool is_guessed = true;  ///< --format auto knows it
};

inline const std::vector<SampleFile>& sample_files() {
  static const std::string december = "--start 2024-12-01T00:00:00Z",
                           factors = "--factors ipcc-ar5-lifecycle",
                           unknown = "--column unknown --accounting unknown",
                           columns = "--time-column time --value-column value",
                           any = " --unit g/kWh --column direct --accounting average";
  static const std::vector<SampleFile> files{
      {"azure_functions.csv", "azure-functions", december},
      {"azure_functions_2021.csv", "azure-functions-2021", december + " --sort"},
      {"azure_llm.csv", "azure-llm", "--zone UTC --sort"},
      {"azure_llm_2024.csv", "azure-llm", ""},
      {"burstgpt.csv", "burstgpt", december + " --sort"},
      {"burstgpt_sessions.csv", "burstgpt", december},
      {"carbon_aware_sdk.json", "carbon-aware-sdk", unknown + " --zone north --unit g/kWh"},
      {"carbon_aware_sdk_array.json", "carbon-aware-sdk", unknown},
      {"carbon_aware_sdk_forecast.json", "carbon-aware-sdk-forecast", unknown},
      {"carboncast.csv", "carboncast", "--column direct --zone SE"},
      {"counts.txt", "counts", december + " --step '1 min'", false},
      {"counts_local.csv", "counts-csv", columns + " --time-unit date --zone UTC --repair linear",
       false},
      {"counts_minutes.csv", "counts-csv",
       columns + " --time-unit min --missing-column gap --repair linear " + december, false},
      {"counts_tabs.tsv", "counts-csv", columns + " --time-unit date --zone UTC", false},
      {"days.csv", "csv", columns + " --zone UTC" + any, false},
      {"eia930_2020.csv", "eia930", factors + " --zone AEC"},
      {"eia930_2024.csv", "eia930", factors},
      {"eia_api.json", "eia-api", factors},
      {"eia_fuelmix.csv", "eia-fuelmix", "--zone ERCO --repair hold"},
      {"electricitymaps_2023.csv", "electricitymaps", "--column direct"},
      {"electricitymaps_2025.csv", "electricitymaps", "--column lifecycle --zone YY"},
      {"electricitymaps_daily.csv", "electricitymaps", "--column direct"},
      {"electricitymaps_forecast.json", "electricitymaps-forecast", "--column lifecycle"},
      {"electricitymaps_history.json", "electricitymaps-api", ""},
      {"electricitymaps_monthly.csv", "electricitymaps", "--column direct --step '1 d'"},
      {"electricitymaps_range.json", "electricitymaps-api", ""},
      {"electricitymaps_semicolons.csv", "electricitymaps", "--column direct"},
      {"energy_charts.json", "energy-charts", "--column unknown"},
      {"energy_charts_power.json", "energy-charts-power", factors},
      {"entsoe_long.csv", "entsoe", factors},
      {"entsoe_long_semicolons.csv", "entsoe", factors},
      {"entsoe_wide_autumn.csv", "entsoe", factors + " --repair hold"},
      {"entsoe_wide_spring.csv", "entsoe", factors},
      {"letswaitawhile.csv", "letswaitawhile", "--step '30 min'"},
      {"local_times.csv", "csv",
       "--time-column when --value-column gram --zone Europe/Berlin" + any, false},
      {"mooncake.jsonl", "mooncake", december},
      {"neso_all_regions.json", "neso", "--column forecast --zone London"},
      {"neso_flat.csv", "neso", "--column actual --repair linear"},
      {"neso_national.json", "neso", "--column actual --repair hold"},
      {"neso_region.json", "neso", "--column forecast"},
      {"neso_regional.csv", "neso-regional", "--zone London --repair linear"},
      {"neso_tabs.tsv", "neso", "--column actual"},
      {"qwen_bailian.jsonl", "qwen-bailian", december},
      {"semicolons.csv", "csv", "--time-column Zeit --value-column Wert --zone UTC" + any, false},
      {"sgip.csv", "sgip", "--column 2.0"},
      {"sgip.json", "sgip", ""},
      {"sgip_forecast.json", "watttime-forecast", ""},
      {"timestamps.txt", "timestamps", "--time-unit date --sort", false},
      {"timestamps_unix.csv", "timestamps",
       "--time-column time --time-unit s --start 1970-01-01T00:00:00Z --sort", false},
      {"watttime.csv", "watttime", ""},
      {"watttime.json", "watttime", ""},
      {"watttime_forecast.json", "watttime-forecast", ""}};
  return files;
}

}  // namespace cadis::test

#pragma once

#include <regex>
#include <string>
#include <vector>

/// How each command that a page or a script's usage line names is known to work. A command is found
/// here by how it begins.
namespace cadis::test {

/// Run as it stands, or in its smallest form, in a folder in which the repository is `root`, and
/// the program and its build are where the page has them.
struct Executed {
  std::string command, smallest;
  std::string leaves;  ///< a file or folder that is there afterwards
};
inline const std::vector<Executed> executed{
    {"experiments/reproduce.sh", "root/experiments/reproduce.sh --smallest",
     "results/paper/README.md"},
    {"experiments/serving/run.sh", "root/experiments/serving/run.sh --smallest",
     "results/serving/README.md"},
    {"experiments/performance/run.sh [", "root/experiments/performance/run.sh --help", ""},
    {"experiments/performance/run.sh --studies",
     "root/experiments/performance/run.sh --smallest --studies", "results/performance/studies.csv"},
    {"experiments/performance/run.sh", "root/experiments/performance/run.sh --smallest",
     "results/performance/instructions.csv"},
    {"experiments/performance/studies.py", "root/experiments/performance/studies.py --help", ""},
    {"experiments/performance/imports.py",
     "root/experiments/performance/imports.py --steps 24 --mb 0.001 --repeats 1 --cadis "
     "build/release/cadis",
     ""},
    {"/usr/bin/python3 experiments/scaling/measure.py --seeds",
     "/usr/bin/python3 root/experiments/scaling/measure.py --seeds 1 --shards 2 --cadis "
     "build/release/cadis",
     ""},
    {"/usr/bin/python3 experiments/scaling/measure.py --start",
     "/usr/bin/python3 root/experiments/scaling/measure.py --start 1000 --shards 10 --cadis "
     "build/release/cadis",
     ""},
    {"cadis trace import GB_2023_hourly.csv",
     "build/release/cadis trace import GB_2023_hourly.csv --column direct --out gb.csv", "gb.csv"},
    {"cadis validate gb.csv", "build/release/cadis validate gb.csv", ""},
    {"cadis run night.yaml --set 'carbon={file: gb.csv}'",
     "build/release/cadis run night.yaml --set 'carbon={file: gb.csv}' --set "
     "start=2023-06-01T00:00:00Z --set 'duration=1 h' --out night",
     "night"},
    {"cadis trace import AzureLLMInferenceTrace_conv.csv",
     "build/release/cadis trace import AzureLLMInferenceTrace_conv.csv --zone UTC --out conv.csv",
     "conv.csv"},
    {"cadis trace import forecast.json",
     "build/release/cadis trace import forecast.json --column lifecycle --out vintages.csv",
     "vintages.csv"},
    {"cadis run night.yaml --set 'forecast={method: file",
     "build/release/cadis run night.yaml --set 'forecast={method: file, file: vintages.csv}' --set "
     "start=2025-01-01T17:00:00Z --set carbon.climatology=GB-2023 --set 'duration=1 h' --set "
     "'policy={name: heuristic, range: "
     "forecast, window: 1 h}' --out foreseen",
     "foreseen"},
    {"cadis trace import per_second.txt",
     "build/release/cadis trace import per_second.txt --format counts --start 2021-08-01T00:00:00Z "
     "--step '1 s' --out counts.csv",
     "counts.csv"},
    {"cadis run night.yaml --set 'arrivals={process: trace, file: counts.csv}'",
     "build/release/cadis run night.yaml --set 'arrivals={process: trace, file: counts.csv}' --set "
     "start=2021-08-01T00:00:00Z --set carbon.climatology=GB-2023 --set 'duration=1 min' --out "
     "counted",
     "counted"},
    {"python3 platforms/derive.py", "/usr/bin/python3 root/platforms/derive.py --help", ""},
    {"python3 traces/derive.py", "/usr/bin/python3 root/traces/derive.py --help", ""},
};

/// Run by another test: the file has these words.
struct Elsewhere {
  std::string command, test, words;
};
inline const std::vector<Elsewhere> elsewhere{
    {"build/release/cadis run night.yaml", "tests/docs/test_documentation.cpp",
     "README's scenario and its commands run as they stand"},
    {"cadis trace import GB_2023_monthly.csv", "tests/trace/test_calendar_rows.cpp",
     "a monthly file of Electricity Maps holds for the days of its months with --step"},
    {"cadis show grids", "tests/cli/test_results_table.cpp", "show . --where"},
    {"cmake --preset dev && cmake --build --preset dev && ctest --preset dev -R threshold",
     "tests/docs/test_threshold.cpp", "TEST_CASE"},
    {"cadis run clean.yaml", "tests/docs/test_documentation.cpp",
     "the scenario of docs/adding-a-policy.md runs"},
    {"build/release/cadis study grids.yaml", "tests/docs/test_reading_results.cpp", "commands("},
    {"build/release/cadis run places.yaml", "tests/docs/test_reading_results.cpp", "commands("},
    {"build/release/cadis study draws.yaml", "tests/docs/test_reading_results.cpp", "commands("},
    {"experiments/plot.py", "tests/docs/test_reading_results.cpp", "plot_command"},
    {"tests/experiments/mutated_tables.py", "tests/experiments/test_plot.cpp", "mutated_tables.py"},
    {"experiments/plot_trace.py", "tests/cli/test_describe.cpp", "--plot one.svg"},
    {"duckdb -c", "tests/docs/test_reading_results.cpp", "duckdb -c"},
    {"experiments/slurm/submit.sh", "tests/scale/test_slurm.sh", "block slurm)"},
    {"experiments/slurm/merge.sbatch", "experiments/slurm/submit.sh", "$here/merge.sbatch"},
    {"experiments/slurm/shard.sbatch", "experiments/slurm/submit.sh", "$here/shard.sbatch"},
    {"SHARDS=8 sbatch --array=3,7", "tests/scale/test_slurm.sh", "block slurm-again)"},
    {"parallel --jobs 2", "tests/scale/test_parallel.sh", "block parallel)"},
    {"build/release/cadis merge results/study", "tests/scale/test_parallel.sh", "block parallel)"},
    {"snakemake --snakefile", "tests/scale/test_snakemake.sh", "block snakemake)"},
    {"tests/scale/test_", "tests/scale/CMakeLists.txt", "test_${label}.sh"},
    {"cmake --preset fuzz && cmake --build --preset fuzz", "tests/run.sh", "--preset fuzz"},
};

/// Not run by any test, and why.
struct Exempt {
  std::string command, reason;
};
inline const std::vector<Exempt> exempt{
    {"tests/run.sh", "runs all tests, this one among them"},
    {"tests/fresh.sh", "makes a system of its own, as root"},
    {".ci/run", "what tests/run.sh does, for the host of the repository"},
    {"apt-get", "installs, as root, from the network"},
    {"cmake --preset release", "builds for minutes what is built here already by another preset"},
    {"cadis study threshold.yaml", "needs a policy that the page adds to the program"},
    {"sbatch --dependency=afterany:JOB", "JOB is a number; submit.sh says the same with one"},
    {"mkdir -p long", "a folder for the next command"},
    {"build/fuzz/tests/fuzz/fuzz_import", "an hour, of a build by clang; the preset runs seconds"},
    {"tests/docs/install_duckdb.sh", "installs from the network"},
};

}  // namespace cadis::test

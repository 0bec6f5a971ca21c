#!/usr/bin/env bash
# Measures what a request costs in CPU time, memory and instructions, beside SimPy and NumPy, and
# what a study adds to its runs.
# Usage: experiments/performance/run.sh [--quick|--smallest] [--studies]
#   --quick     fewer requests, cells and repetitions: minutes become seconds, figures become rough
#   --smallest  a handful of each, to see that all works; with CADIS_BUILD, SimPy and callgrind are
#               left out where they are not installed
#   --studies   the studies alone
# Leaves results/performance/README.md. Every call measures anew; keep the machine idle meanwhile.
set -euo pipefail

usage() { sed -n '2,9s/^# //p' "${BASH_SOURCE[0]}"; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
size=full
quick=()
peers=()
only_studies=false
while (($# > 0)); do
  case $1 in
    --quick) size=quick; quick=(--quick); peers=(--quick); shift ;;
    --smallest) size=smallest; quick=(--smallest); peers=(--requests 50000 --repeats 1); shift ;;
    --studies) only_studies=true; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "unknown argument '$1'" >&2; usage >&2; exit 2 ;;
  esac
done

source "$root/experiments/ensure_packages.sh"
source "$root/experiments/run_study.sh"
results=$(where performance)
set_up "$root/packages.txt" "$root/experiments/performance/packages.txt"
if [[ -z ${CADIS_BUILD-} ]]; then  # Debian 13 has no SimPy 3: its rows are left out there
  ensure_packages <(echo python3-simpy3) || echo "going on without SimPy" >&2
fi
bench=$build/tests/bench/bench
if [[ -z ${CADIS_BUILD-} ]]; then
  (cd "$root" && cmake --build --preset release --target bench bench_alone) >&2
fi
mkdir -p "$results"

# Instructions executed by a whole run of SERIES HOSTS BATCH REQUESTS. Without vectors, so that the
# count is the same on every x86-64 machine with the same compiler and libraries.
instructions() {
  local said
  if ! said=$(CADIS_VECTOR=plain valgrind --tool=callgrind --callgrind-out-file=/dev/null \
                "$bench" --one "$@" 2>&1 >/dev/null); then
    printf '%s\n' "$said" | tail -n 20 >&2
    echo "counting instructions failed: bench --one $*" >&2
    return 1
  fi
  if ! awk '/Collected :/ {sum += $4} END {printf "%.0f", sum; exit !sum}' <<< "$said"; then
    echo "callgrind gave no count of instructions: bench --one $*" >&2
    return 1
  fi
}

# count SERIES HOSTS BATCH N: a row of instructions.csv. What a run costs besides its requests
# cancels in the difference between 2N and N requests.
count() {
  local once twice
  once=$(instructions "$1" "$2" "$3" "$4")
  twice=$(instructions "$1" "$2" "$3" $((2 * $4)))
  awk -v row="$1,$2,$3" -v more=$((twice - once)) -v n="$4" \
    'BEGIN {printf "%s,%.3f\n", row, more / n}'
}

describe_machine() {
  local compiler
  compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")
  /usr/bin/python3 -c '
import importlib, platform, json, sys
names = "cpu", "compiler", "simgrid", "cadis", "run"
found = dict(zip(names, sys.argv[1:]), python=platform.python_version())
for name in "simpy", "numpy":
    try:
        found[name] = importlib.import_module(name).__version__
    except ModuleNotFoundError:
        found[name] = "not installed"
print(json.dumps(found, indent=2))' \
    "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" \
    "$("$compiler" --version | head -n 1)" \
    "$(pkg-config --modversion simgrid)" \
    "$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)" \
    "$size"
}

# keep NAME...: what was measured under other names becomes the result. Until then a run that is
# broken off leaves the last one whole.
keep() {
  local name
  for name in "$@"; do mv "$results/$name.new" "$results/$name"; done
}

measure_requests() {
  describe_machine > "$results/machine.json.new"
  "$bench" --out "$results/bench.csv.new" "${quick[@]}"
  if [[ $size != smallest ]] || /usr/bin/python3 -c 'import simpy' 2>/dev/null; then
    /usr/bin/python3 "$root/tests/bench/peers.py" "${peers[@]}" >> "$results/bench.csv.new"
  fi
  count_instructions > "$results/instructions.csv.new"
  keep machine.json bench.csv instructions.csv
}

count_instructions() {
  echo "series,hosts,max_batch,instructions_per_request"
  if [[ $size == smallest ]]; then
    if command -v valgrind >/dev/null; then count bare 1 1 1000; fi
    return
  fi
  count queue 1 1 200000
  count queue 64 1 200000
  count queue 1 8 200000
  count bare 1 1 200000
  count event 1 1 20000
}

measure_studies() {
  describe_machine > "$results/studies-machine.json.new"
  /usr/bin/python3 "$root/experiments/performance/studies.py" --out "$results/studies.csv.new" --cadis "$cadis" \
    --alone "$build/tests/bench/bench_alone" "${quick[@]}"
  keep studies-machine.json studies.csv
}

if ! $only_studies; then measure_requests; fi
measure_studies
/usr/bin/python3 "$root/experiments/performance/report.py" "$results"
echo "result page: ${results#"$root"/}/README.md" >&2

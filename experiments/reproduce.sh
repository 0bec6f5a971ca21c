#!/usr/bin/env bash
# Reproduces the seed paper's study from nothing: packages, build, studies, tables, plots, result page.
# Usage: experiments/reproduce.sh [--traces DIR] [--smallest]
#   --traces DIR   run it on Electricity Maps' yearly CSVs (ZONE_2023_hourly.csv) of yours in DIR as well
#   --smallest     three hours on three grids, to see that all works
# Leaves results/paper/README.md. A study whose inputs have not changed is not run again.
set -euo pipefail

usage() { sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}"; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
trace_folder=
size=full trial=()
while (($# > 0)); do
  case $1 in
    --traces)
      if (($# < 2)) || [[ ! -d $2 ]]; then echo "--traces: expected a folder, got '${2-}'" >&2; exit 2; fi
      trace_folder=$(cd "$2" && pwd)
      shift 2 ;;
    --smallest) size=smallest; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "unknown argument '$1'" >&2; usage >&2; exit 2 ;;
  esac
done

source "$root/experiments/ensure_packages.sh"
source "$root/experiments/run_study.sh"
paper=$root/experiments/paper
results=$(where paper)
set_up "$root/packages.txt"
mkdir -p "$results"
if [[ $size == smallest ]]; then
  shrink "$paper" "$results/smallest"
  trial=(--trial)
  paper=$results/smallest
fi

# Imports the traces that cover 2023 into $results/traces and fills `zones`; says which files it leaves out.
import_traces() {
  local file zone
  zones=()
  rm -rf "$results/traces"
  mkdir -p "$results/traces"
  for file in "$trace_folder"/*.csv; do
    if [[ ! -e $file ]]; then continue; fi
    if ! covers_2023 "$file"; then
      echo "skipped, not every hour of 2023: $(basename "$file")" >&2
      continue
    fi
    zone=$(basename "$file")
    zone=${zone%%_2023_hourly*}
    "$cadis" trace import "$file" --column direct --out "$results/traces/$zone.csv" --force
    zones+=("$zone")
  done
  if ((${#zones[@]} == 0)); then
    echo "no file in $trace_folder covers 2023; expected ZONE_2023_hourly.csv with 8760 rows" >&2
    exit 2
  fi
}

covers_2023() {
  [[ $(basename "$1") == *_2023_hourly*.csv ]] &&
    awk -F, 'NR == 2 {first = $1} NF {last = $1; rows = NR - 1}
             END {exit !(rows == 8760 && first ~ /^"?2023-01-01.00:00/ && last ~ /^"?2023-12-31.23:00/)}' "$1"
}

# The shipped study with the imported traces for its grids.
write_your_study() {
  local zone
  sed -e '/^  [^ ]*: {carbon:/d' -e '/^study:/s/$/-yours/' "$paper/$1.yaml"
  for zone in "${zones[@]}"; do echo "  $zone: {carbon: {file: ../traces/$zone.csv}, epoch: 1 h}"; done
}

run_study "$paper/june.yaml" "$results/june"
run_study "$paper/year.yaml" "$results/year"
run_study "$paper/generated.yaml" "$results/generated"
run_study "$paper/readings.yaml" "$results/readings" "$paper"/readings/*
yours=()
if [[ -n $trace_folder ]]; then
  import_traces
  rm -rf "$results/yours"
  mkdir -p "$results/yours"
  cp "$paper"/{june-scenario,year-scenario,devices}.yaml "$results/yours/"
  for span in june year; do
    write_your_study "$span" > "$results/yours/$span.yaml"
    run_study "$results/yours/$span.yaml" "$results/$span-yours" "$results"/traces/*.csv
  done
  yours=(--your-june "$results/june-yours" --your-year "$results/year-yours")
fi
"$cadis" run "$paper/june-scenario.yaml" --out "$results/papers-june" --force
/usr/bin/python3 "$root/experiments/paper/readings.py" --study "$results/readings" --out "$results"
/usr/bin/python3 "$root/experiments/paper/report.py" --june "$results/june" --year "$results/year" --generated "$results/generated" \
  --run "$results/papers-june" --readings "$results" --out "$results" "${yours[@]}" "${trial[@]}"
echo "result page: ${results#"$root"/}/README.md" >&2

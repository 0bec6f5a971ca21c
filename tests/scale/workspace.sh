# shellcheck shell=bash disable=SC2154,SC2164
# Sourced, not run: what the tests of docs/scaling-out.md share. A folder of its own, removed
# afterwards, in which the page's commands work as they stand: build/release/cadis is the program
# under test, study.yaml a study and results/study where the page puts its results.

page=$source_folder/docs/scaling-out.md
workspace=$(realpath "$(mktemp -d "${TMPDIR:-/tmp}/cadis-scale-XXXXXX")")
chmod 0711 "$workspace"

# use_workspace PROGRAM: goes there.
use_workspace() {
  mkdir -p "$workspace/build/release"
  ln -s "$1" "$workspace/build/release/cadis"
  ln -s "$source_folder/experiments" "$workspace/experiments"
  cd "$workspace"
}

# write_study FIDELITY DURATION RATE_RPS SEEDS: six grids, three policies with their controls.
write_study() {
  cat > study.yaml <<END
cadis: 1
study: study
base:
  cadis: 1
  name: base
  start: 2023-06-01T00:00:00Z
  duration: $2
  epoch: 30 min
  seed: 1
  fidelity: $1
  carbon: {climatology: GB-2023, seed: 7}
  platform: devices.yaml
  fleet: [{device: t4, count: 1}]
  family: resnet-imagenet
  arrivals: {process: poisson, rate_rps: $3}
  policy: {name: static-large}
axes:
  carbon.climatology: [GB-2023, NO-2023, ZA-2023, ES-2023, SG-2023, CA-ON-2023]
  policy: [{name: static-large}, {name: static-small}, {name: heuristic, range: running}]
seeds: [$4]
END
}

# The page's commands of this name (```sh NAME), as they stand there.
block() {
  awk -v start="\`\`\`sh $1" '$0 == start {inside = 1; next} inside && /^```/ {exit} inside' "$page" |
    grep . || fail "docs/scaling-out.md has no block '$1'"
}

check_same_bytes() {
  local table
  [[ $(wc -l < one/runs.csv) -gt 10 ]] || fail "the study on one machine has no results"
  for table in runs.csv references.csv comparisons.csv; do
    cmp "one/$table" "results/study/$table" || fail "$table differs from that of one machine"
  done
}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

skip() {
  echo "skipped: $*"
  exit 0
}

# eventually SECONDS COMMAND...: waits until it succeeds.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    if ((SECONDS >= end)); then fail "waited in vain: $*"; fi
    sleep 0.2
  done
}

#!/usr/bin/env bash
# A study on a Slurm of two nodes gives the bytes of one machine, though a task is killed and a
# node's daemon dies while its task works on. Usage: test_slurm.sh SOURCE_FOLDER CADIS
set -euo pipefail
source_folder=$1
source "$source_folder/tests/scale/workspace.sh"
trap 'rm -rf "$workspace"' EXIT
if ((EUID != 0)); then skip "not root, who alone can start a Slurm"; fi
for name in slurmctld slurmd sbatch munged; do
  if ! command -v "$name" > /dev/null; then skip "no $name; install slurm-wlm and munge"; fi
done
source "$source_folder/tests/scale/slurm_cluster.sh"

end() {
  local code=$?
  trap - EXIT
  if ((code != 0)); then
    tail -n 20 cadis-*.log slurm/log/* >&2 || true
    squeue --array >&2 || true
  fi
  stop_cluster
  rm -rf "$workspace"
  exit "$code"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

shard_on() { squeue --noheader --states=R --nodelist="$1" --format %K; }
# The processes `cadis study` of a shard: flock's children, not their own.
programs_of() {
  local lock
  for lock in $(pgrep -f "^flock $workspace/results/study/shards/.shard-$1-of-"); do pgrep -P "$lock" || true; done
}
starts_of() { pgrep -cf "^flock $workspace/results/study/shards/.shard-$1-of-" || true; }
# In its first quarter: it will not end before it is killed.
is_midway() {
  tail -n 1 "cadis-${array}_$1.log" 2>/dev/null | awk '/left$/ {found = $1 > 0 && 4 * $1 <= $3} END {exit !found}'
}
both_midway() {
  killed=$(shard_on n1)
  cut_off=$(shard_on n2)
  [[ $killed =~ ^[0-9]+$ && $cut_off =~ ^[0-9]+$ ]] && is_midway "$killed" && is_midway "$cut_off"
}
is_started_twice() { (($(starts_of "$1") == 2)); }
is_over() {
  local states
  states=$(squeue --noheader --jobs="$1" --states=all --format %T) || return 1
  [[ -n $states && ! $states =~ (PENDING|CONFIGURING|RUNNING|COMPLETING|REQUEUED|SUSPENDED) ]]
}
check_completed() {
  local other
  other=$(squeue --noheader --jobs="$1" --states=all --array --format '%i %T' | grep -v COMPLETED) || return 0
  fail "not completed: $other"
}

use_workspace "$2"
write_study event '9 h' 5 '1, 2, 3, 4'
./build/release/cadis study study.yaml --out one --jobs 2
echo "one machine: $SECONDS s"
start_cluster
echo "cluster up: $SECONDS s"
said=$(bash -euo pipefail -c "$(block slurm)")
echo "$said"
array=$(sed -n 's/^shards: \([0-9]*\), merge: .*/\1/p' <<< "$said")
merge=$(sed -n 's/^shards: .*, merge: \([0-9]*\)$/\1/p' <<< "$said")

eventually 60 both_midway
sleep 2.2  # what is finished is committed every two seconds
frozen=$(programs_of "$cut_off")
kill -STOP "$frozen"
kill_daemon_of n2
kill -9 "$(programs_of "$killed")"
echo "killed shard $killed on n1, cut off shard $cut_off on n2: $SECONDS s"
eventually 240 is_started_twice "$cut_off"
echo "shard $cut_off started a second time, beside the first: $SECONDS s"
kill -CONT "$frozen"
start_node n2
eventually 240 is_over "$array"
check_completed "$array"
eventually 60 is_over "$merge"
check_completed "$merge"
echo "merged: $SECONDS s"

grep -q "^shard $killed of .* queued again" "cadis-${array}_$killed.log" || fail "shard $killed was not queued again"
for shard in "$killed" "$cut_off"; do
  grep -qE '[1-9][0-9]* from before' "cadis-${array}_$shard.log" || fail "shard $shard began from nothing"
done
check_same_bytes

# Only some shards once more: they find all that there is.
again=$(bash -euo pipefail -c "$(block slurm-again)" | sed -n 's/^Submitted batch job //p')
eventually 60 is_over "$again"
check_completed "$again"
[[ $(cat "cadis-${again}"_*.log | grep -cE '([0-9]+) runs, \1 from before, 0 failed') == 2 ]] || fail "shards ran again that were done"
echo "two shards again: $SECONDS s"

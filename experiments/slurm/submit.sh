#!/usr/bin/env bash
# Submits a study to Slurm: an array of K shards, and a job that merges them when all have ended.
# Usage: experiments/slurm/submit.sh STUDY.yaml OUT K [SBATCH OPTION...]
#   STUDY.yaml, OUT   on a file system that all nodes see
#   K                 number of shards, at most the cluster's MaxArraySize - 1
#   SBATCH OPTION     for both jobs, such as --partition=long --time=4:00:00 --mem=2G
# Prints the two jobs' numbers. CADIS names the program (build/release/cadis of this folder).
set -euo pipefail

usage() { sed -n '3,7s/^# //p' "${BASH_SOURCE[0]}"; }

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if (($# < 3)) || [[ ! $3 =~ ^[1-9][0-9]*$ ]]; then usage >&2; exit 2; fi
study=$(realpath -e "$1")
out=$(realpath -m "$2")
shards=$3
shift 3
root=$(cd "$here/../.." && pwd)
export CADIS=${CADIS:-$root/build/release/cadis}
if [[ ! -x $CADIS ]]; then echo "$CADIS: no such program; build it, or name it with CADIS" >&2; exit 2; fi

"$CADIS" validate "$study"  # before a thousand tasks say the same
mkdir -p "$out/shards"
array=$(SHARDS=$shards sbatch --parsable --array="1-$shards" "$@" "$here/shard.sbatch" "$study" "$out")
merge=$(sbatch --parsable --dependency="afterany:${array%%;*}" "$@" "$here/merge.sbatch" "$out")
echo "shards: ${array%%;*}, merge: ${merge%%;*}"

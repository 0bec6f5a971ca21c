#!/usr/bin/env bash
# Runs the serving study, request by request, and leaves results/serving/README.md: packages, build, studies, result page.
# Usage: experiments/serving/run.sh [--smallest]
#   --smallest   three hours, to see that all works
# A study whose inputs have not changed is not run again.
set -euo pipefail

usage() { sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}"; }

size=full
case ${1-} in
  '') ;;
  --smallest) size=smallest ;;
  --help | -h) usage; exit 0 ;;
  *) echo "unknown argument '$1'" >&2; usage >&2; exit 2 ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/experiments/ensure_packages.sh"
source "$root/experiments/run_study.sh"
set_up "$root/packages.txt"
studies=$root/experiments/serving
results=$(where serving)
if [[ $size == smallest ]]; then
  shrink "$studies" "$results/smallest"
  studies=$results/smallest
fi
for fleet in gpu cpu; do run_study "$studies/$fleet.yaml" "$results/$fleet"; done
/usr/bin/python3 "$root/experiments/serving/report.py" --gpu "$results/gpu" --cpu "$results/cpu" --out "$results"
echo "result page: ${results#"$root"/}/README.md" >&2

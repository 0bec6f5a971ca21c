#!/usr/bin/env bash
# Runs the serving study, request by request, and leaves results/serving/README.md: packages, build, studies, result page.
# Usage: experiments/serving/run.sh
# A study whose inputs have not changed is not run again.
set -euo pipefail

usage() { sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"; }

case ${1-} in
  '') ;;
  --help | -h) usage; exit 0 ;;
  *) echo "unknown argument '$1'" >&2; usage >&2; exit 2 ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/experiments/ensure_packages.sh"
source "$root/experiments/run_study.sh"
ensure_packages "$root/packages.txt"
build_release
for fleet in gpu cpu; do run_study "$root/experiments/serving/$fleet.yaml" "$root/results/serving/$fleet"; done
/usr/bin/python3 "$root/experiments/serving/report.py" --gpu "$root/results/serving/gpu" \
  --cpu "$root/results/serving/cpu" --out "$root/results/serving"
echo "result page: results/serving/README.md" >&2

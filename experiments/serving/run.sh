#!/usr/bin/env bash
# Runs the serving study, request by request, and leaves results/serving/README.md. No arguments.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/experiments/ensure_packages.sh"
source "$root/experiments/run_study.sh"
ensure_packages "$root/packages.txt"
build_release
for fleet in gpu cpu; do run_study "$root/experiments/serving/$fleet.yaml" "$root/results/serving/$fleet"; done
/usr/bin/python3 "$root/experiments/serving/report.py" --gpu "$root/results/serving/gpu" \
  --cpu "$root/results/serving/cpu" --out "$root/results/serving"
echo "result page: results/serving/README.md" >&2

#!/usr/bin/env bash
# Sets up, builds and runs every test. Usage: tests/run.sh [--preset dev|sanitize|clang]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=dev
while (($# > 0)); do
  case $1 in
    --preset)
      preset=${2-}
      if [[ $preset != dev && $preset != sanitize && $preset != clang ]]; then echo "--preset: expected dev, sanitize or clang, got '$preset'" >&2; exit 2; fi
      shift 2 ;;
    *) echo "unknown argument '$1'; usage: tests/run.sh [--preset dev|sanitize|clang]" >&2; exit 2 ;;
  esac
done

source "$root/experiments/ensure_packages.sh"
ensure_packages "$root/packages.txt"
if [[ $preset == clang ]]; then ensure_packages <(echo clang-14); fi
cd "$root"
cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --preset "$preset" --output-on-failure

#!/usr/bin/env bash
# Sets up, builds and runs every test. Usage: tests/run.sh [--preset dev|ci|sanitize|clang]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=dev
while (($# > 0)); do
  case $1 in
    --preset)
      preset=${2-}
      if [[ ! $preset =~ ^(dev|ci|sanitize|clang)$ ]]; then echo "--preset: expected dev, ci, sanitize or clang, got '$preset'" >&2; exit 2; fi
      shift 2 ;;
    *) echo "unknown argument '$1'; usage: tests/run.sh [--preset dev|ci|sanitize|clang]" >&2; exit 2 ;;
  esac
done

source "$root/experiments/ensure_packages.sh"
ensure_packages "$root/packages.txt"
if [[ $preset == clang ]]; then ensure_packages <(echo clang); fi
cd "$root"
cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --preset "$preset" --output-on-failure

# Some seconds of fuzzing, beside what every build replays.
if [[ ! $preset =~ ^(dev|ci)$ ]]; then exit 0; fi
if clang++ -fsanitize=fuzzer -x c++ - -o /dev/null 2>/dev/null <<<'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }'; then
  cmake --preset fuzz
  cmake --build --preset fuzz
  ctest --preset fuzz
else
  echo "skipped: fuzzing, which needs the packages clang and libclang-rt-dev" >&2
fi

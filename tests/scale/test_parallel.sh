#!/usr/bin/env bash
# GNU parallel over shards, as docs/scaling-out.md has it, gives the bytes of one process.
# Usage: test_parallel.sh SOURCE_FOLDER CADIS
set -euo pipefail
source_folder=$1
source "$source_folder/tests/scale/workspace.sh"
trap 'rm -rf "$workspace"' EXIT
if ! parallel --version 2>/dev/null | grep -q '^GNU parallel'; then skip "no GNU parallel; install parallel"; fi

use_workspace "$2"
write_study fluid '1 d' 20 '1, 2'
./build/release/cadis study study.yaml --out one --jobs 2
bash -euo pipefail -c "$(block parallel)"
check_same_bytes

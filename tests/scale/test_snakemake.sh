#!/usr/bin/env bash
# Snakemake over shards, as docs/scaling-out.md has it, gives the bytes of one process, and does
# nothing where all is there. Usage: test_snakemake.sh SOURCE_FOLDER CADIS
set -euo pipefail
source_folder=$1
source "$source_folder/tests/scale/workspace.sh"
trap 'rm -rf "$workspace"' EXIT
if ! command -v snakemake > /dev/null; then skip "no snakemake; install snakemake"; fi

use_workspace "$2"
export HOME=$workspace
write_study fluid '1 d' 20 '1, 2'
./build/release/cadis study study.yaml --out one --jobs 2
bash -euo pipefail -c "$(block snakemake)"
check_same_bytes
again=$(bash -euo pipefail -c "$(block snakemake)" 2>&1)
[[ $again == *"Nothing to be done"* ]] || fail "a second call does it again: $again"

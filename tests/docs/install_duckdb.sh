#!/usr/bin/env bash
# Installs DuckDB for Node.js below build/, for the test of docs/reading-results.md's Parquet line. Debian
# 12 and 13 have no program that writes Parquet.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "$root/build/duckdb"
npm install --no-save --no-package-lock --no-audit --no-fund --silent --prefix "$root/build/duckdb" @duckdb/node-api@1.5.6-r.1

# Sourced, not run: what reproduce.sh, serving/run.sh and performance/run.sh share. The caller sets
# `root` and has sourced ensure_packages.sh.
#
# CADIS_BUILD names the folder of a build to use as it stands: then nothing is installed or built.
# CADIS_RESULTS names the folder that results go below (results).

# set_up LIST...: packages and build; sets `build` and `cadis`.
set_up() {
  local list
  build=${CADIS_BUILD:-$root/build/release}
  cadis=$build/cadis
  if [[ -n ${CADIS_BUILD-} ]]; then return 0; fi
  for list; do ensure_packages "$list"; done
  (cd "$root" && cmake --preset release && cmake --build --preset release) >&2
}

# where NAME: the folder of these results.
where() { echo "${CADIS_RESULTS:-$root/results}/$1"; }

# shrink FROM TO: a folder's studies of three hours, one seed and three grids: to see that all works.
shrink() {
  rm -rf "$2"
  mkdir -p "$2"
  cp "$1"/*.yaml "$2"/
  if [[ -d $1/readings ]]; then cp -r "$1/readings" "$2"/; fi
  sed -i -E -e 's/^duration: .*/duration: 3 h/' -e 's/^seeds: .*/seeds: [1]/' \
    -e '/^ *- .*climatology: /{/label: (GB|SG|BR\.life-cycle),/!d}' \
    -e '/^  [^ ]+: \{carbon: /{/^  (GB|GB-SWE|GB-SWE.hourly|SG): /!d}' "$2"/*.yaml
}

# All that a shipped study rests on besides its own folder: program and data.
shipped_checksum() {
  (cd "$root" && { sha256sum "$cadis"; find platforms traces -type f | LC_ALL=C sort | xargs -d '\n' sha256sum; }) |
    sha256sum | cut -d ' ' -f 1
}

# run_study STUDY OUT [INPUT...]: runs a study unless its inputs are those of the results that lie there; goes on with one that was stopped.
# STUDY's folder counts as input. The stamp lies beside OUT, because --force replaces OUT.
run_study() {
  local study=$1 out=$2 stamp=$2.stamp now
  shift 2
  now=$({ shipped_checksum
          find "$(dirname "$study")" -maxdepth 1 -name '*.yaml' -exec sha256sum {} + | LC_ALL=C sort -k 2
          if (($# > 0)); then sha256sum "$@"; fi
          basename "$study"; } | sha256sum | cut -d ' ' -f 1)
  if [[ -f $out/runs.csv && -f $out/comparisons.csv && -f $stamp && $(<"$stamp") == "$now" ]]; then
    echo "unchanged: ${out#"$root"/}" >&2
    return 0
  fi
  local start=--force
  if [[ -f $stamp.begun && $(<"$stamp.begun") == "$now" ]]; then start=--resume; fi
  rm -f "$stamp"
  mkdir -p "$(dirname "$out")"
  echo "$now" > "$stamp.begun"
  "$cadis" study "$study" --out "$out" "$start"
  mv "$stamp.begun" "$stamp"
}

#!/usr/bin/env bash
# Does README's two commands on a new Debian: debootstrap makes it in a folder, a clone of this
# repository's last commit goes in. A user without sudo is told the missing packages; then root does
# both commands, then the user, in a clone of their own. Needs root, debootstrap, git and the network.
# Usage: tests/fresh.sh bookworm|trixie [--folder DIR] [--keep] [--mirror URL] [--only STEP]
#   --folder DIR   where, and kept; a Debian that this script made there is used again (a new folder
#                  below /tmp). It takes no other folder that holds anything, and no other's Debian.
#   --keep         leave the folder there; a failure leaves it, too
#   --mirror URL   Debian's archive (the one that this machine's apt uses)
#   --only STEP    told: who lacks packages is told; build: the program alone, by README's lines;
#                  study: experiments/reproduce.sh; tests: tests/run.sh
# Continuous integration does not run it: it downloads half a gigabyte, and builds everything twice.
set -euo pipefail

usage() { sed -n '5,11s/^# //p' "${BASH_SOURCE[0]}"; }
refuse() { echo "fresh.sh: $*" >&2; usage >&2; exit 2; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
suite='' folder='' mirror='' keep=false steps=(told build study tests)
while (($# > 0)); do
  case $1 in
    bookworm | trixie)
      if [[ -n $suite ]]; then refuse "one Debian at a time, got '$suite' and '$1'"; fi
      suite=$1; shift ;;
    --keep) keep=true; shift ;;
    --folder | --mirror | --only)
      if (($# < 2)); then refuse "$1: expected a value"; fi
      case $1 in
        --folder) folder=$2 ;;
        --mirror) mirror=$2 ;;
        --only)
          if [[ ! $2 =~ ^(told|build|study|tests)$ ]]; then refuse "--only: expected told, build, study or tests, got '$2'"; fi
          steps=("$2") ;;
      esac
      shift 2 ;;
    --help | -h) usage; exit 0 ;;
    *) refuse "unknown argument '$1'" ;;
  esac
done
if [[ -z $suite ]]; then refuse "which Debian? expected bookworm or trixie"; fi
# Only what this script made whole bears the mark: it must never work in, or remove, a system of
# somebody's, such as / itself.
mark=etc/cadis-fresh
is_ours() { [[ -f $1/$mark ]]; }
if [[ -n $folder && -e $folder && -n $(ls -A "$folder") ]] && ! is_ours "$folder"; then
  refuse "--folder: $folder is neither empty nor a Debian that this script made; name another"
fi
if [[ -n $folder ]]; then keep=true; fi
if ((EUID != 0)); then echo "fresh.sh: only root can make a system; use sudo" >&2; exit 1; fi
for name in debootstrap git unshare; do
  if ! command -v "$name" >/dev/null; then echo "fresh.sh: $name is missing; install the package" >&2; exit 1; fi
done

# URL of an archive by its label, as this machine's apt has it.
archive() {
  # shellcheck disable=SC2016  # apt's own variables
  apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' | sed -n "s/^$1|//p" | head -n 1
}
if [[ -z $mirror ]]; then mirror=$(archive Debian); fi
if [[ -z $mirror ]]; then refuse "this machine's apt knows no archive of Debian: give --mirror URL"; fi
security=$(archive Debian-Security)
if [[ -z $folder ]]; then folder=$(mktemp -d "/tmp/cadis-$suite-XXXXXX"); fi
mkdir -p "$folder"
chmod 0755 "$folder"  # it is the root of all that the user may read
folder=$(cd "$folder" && pwd)
stem=cadis-fresh  # clones: root's and the visitor's

# All that runs inside has its own mounts and process numbers: killing the first process ends every
# other and takes the mounts along, so that nothing is left of either, whatever ends this script.
running=
end() {
  local code=$?
  trap - EXIT
  if [[ -n $running ]]; then kill -KILL "$running" 2>/dev/null || true; fi
  wait
  if $keep || ((code != 0)); then
    echo "left in place: $folder" >&2
  else
    rm -rf --one-file-system "$folder"
  fi
  exit "$code"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

in_background() {
  local code=0
  "$@" &
  running=$!
  wait "$running" || code=$?
  running=
  return "$code"
}

# inside USER COMMAND: in USER's clone, or at home where there is none yet.
inside() {
  # shellcheck disable=SC2016  # for the inner shell
  in_background unshare --mount --pid --fork --kill-child --propagation private -- bash -euc '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
      su -s /bin/bash "$2" -c "cd ~ && if [[ -d $4 ]]; then cd $4; fi && $3"' \
    inside "$folder" "$1" "$2" "$stem"
}

make_system() {
  if is_ours "$folder"; then return 0; fi
  in_background unshare --mount --pid --fork --kill-child --propagation private --mount-proc -- \
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$folder" "$mirror" >&2
  cp --dereference /etc/resolv.conf "$folder/etc/resolv.conf"
  apt-config dump | grep -iE '^Acquire::[a-z]+::proxy' > "$folder/etc/apt/apt.conf.d/host-proxy" || true
  {
    echo "deb $mirror $suite main"
    echo "deb $mirror $suite-updates main"
    if [[ -n $security ]]; then echo "deb $security $suite-security main"; fi
  } > "$folder/etc/apt/sources.list"
  inside root "useradd --create-home --shell /bin/bash visitor && apt-get update -q && apt-get dist-upgrade -yq" >&2
  touch "$folder/$mark"
}

clone() {
  local home
  for home in "$folder/root" "$folder/home/visitor"; do
    rm -rf "${home:?}/$stem"
    git clone --quiet --no-hardlinks "$root" "$home/$stem"
  done
  chown -R --reference="$folder/home/visitor" "$folder/home/visitor/$stem"
}

packages() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$root/packages.txt"; }

# Without packages both commands end at once, and name every one that is missing.
told() {
  local command name said
  if inside root "dpkg-query -W libsimgrid-dev" >/dev/null 2>&1; then
    echo "told: left out, since the packages are there already; use a new folder" >&2
    return 0
  fi
  for command in experiments/reproduce.sh tests/run.sh; do
    if inside visitor "$command" > "$folder/tmp/said" 2>&1; then fail "$command went on without its packages"; fi
    said=$(< "$folder/tmp/said")
    for name in $(packages); do
      if inside root "dpkg-query -W $name" >/dev/null 2>&1; then continue; fi
      if [[ " ${said//$'\n'/ } " != *" $name "* ]]; then fail "$command does not name $name: $said"; fi
    done
  done
}

build() {
  inside root "apt-get install -yq --no-install-recommends \$(sed 's/#.*//' packages.txt)"
  inside root "cmake --preset release && cmake --build --preset release"
}

study() {
  local user
  for user in root visitor; do
    inside "$user" experiments/reproduce.sh
    inside "$user" "grep -q . results/paper/README.md"
  done
  same_tables
}

# Who asked, and where the clone lies, is in no table.
same_tables() {
  local table
  (cd "$folder/root/$stem/results/paper" && find . -name '*.csv') | while read -r table; do
    cmp "$folder/root/$stem/results/paper/$table" "$folder/home/visitor/$stem/results/paper/$table"
  done
}

tests() {
  local user
  for user in root visitor; do inside "$user" tests/run.sh; done
}

fail() {
  echo "fresh.sh: FAILED on $suite: $*" >&2
  exit 1
}

make_system
clone
for step in "${steps[@]}"; do
  echo "== $suite: $step" >&2
  "$step"
done
echo "$suite: ${steps[*]}: as README says" >&2

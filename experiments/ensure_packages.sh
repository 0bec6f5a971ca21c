# shellcheck shell=bash
# Sourced, not run: `ensure_packages LIST` installs the Debian packages of LIST that are missing, as root
# or with sudo; otherwise it names them and fails. Nothing is asked of the network when all are there.
# A line `a | b` is met by either: some packages have another name in another Debian.
# A system that is no Debian has its packages by other names: this says so and goes on, and the build
# names the library that it misses.

is_installed() { [[ $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) == "install ok installed" ]]; }

# The lines of LIST of which nothing is there.
missing_packages() {
  local line name
  while read -r line; do
    for name in ${line//|/ }; do
      if is_installed "$name"; then continue 2; fi
    done
    echo "$line"
  done < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$1")
}

# The first name of a line `a | b` that this Debian has; the first of all where it has none.
name_here() {
  local name
  for name in ${1//|/ }; do
    if [[ -n $(apt-cache madison "$name" 2>/dev/null) ]]; then echo "$name"; return 0; fi
  done
  echo "${1%%[ |]*}"
}

names_here() {
  local line
  for line in "$@"; do name_here "$line"; done
}

ensure_packages() {
  local -a missing names as_root=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "no Debian (no dpkg-query or no apt-get): nothing is installed, what is needed is taken to be here" >&2
    return 0
  fi
  mapfile -t missing < <(missing_packages "$1")
  if ((${#missing[@]} == 0)); then return 0; fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      mapfile -t names < <(names_here "${missing[@]}")
      echo "missing Debian packages, and neither root nor sudo to install them: ${names[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update >&2 || true  # what is known from before may do
  mapfile -t names < <(names_here "${missing[@]}")
  echo "installing: ${names[*]}" >&2
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${names[@]}" >&2
  then
    echo "could not install these Debian packages: ${names[*]}" >&2
    return 1
  fi
}

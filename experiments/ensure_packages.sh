# Sourced, not run: `ensure_packages LIST` installs the Debian packages of LIST that are missing, as root
# or with sudo; otherwise it names them and fails. Nothing is asked of the network when all are there.

missing_packages() {
  local name
  while read -r name; do
    [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == "install ok installed" ]] || echo "$name"
  done < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$1")
}

ensure_packages() {
  local -a missing as_root=()
  if ! command -v dpkg-query >/dev/null; then
    echo "this set-up needs a Debian system; install the counterparts of $1 yourself" >&2
    return 1
  fi
  mapfile -t missing < <(missing_packages "$1")
  if ((${#missing[@]} == 0)); then return 0; fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "missing Debian packages, and neither root nor sudo to install them: ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "installing: ${missing[*]}" >&2
  if ! { "${as_root[@]}" apt-get update &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >&2
  then
    echo "could not install these Debian packages: ${missing[*]}" >&2
    return 1
  fi
}

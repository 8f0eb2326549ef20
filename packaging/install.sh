#!/bin/sh
# Installs the Debian packages named in the given lists (one a line), those that are missing and no others.
#
#   packaging/install.sh build test      reads packaging/apt-build.txt and packaging/apt-test.txt
#
# As root, or with sudo. Without either it prints the exact line to type and ends with 1. INSTALL=no skips it all.
set -u
here=$(cd "$(dirname "$0")" && pwd)
[ "${INSTALL:-yes}" = no ] && exit 0

wanted=
for list in "$@"; do
  file="$here/apt-$list.txt"
  [ -r "$file" ] || { echo "install: there is no list $file" >&2; exit 1; }
  wanted="$wanted $(grep -v '^#' "$file" | tr '\n' ' ')"
done

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
  echo "install: this is not a Debian system. Install what these packages hold and run make again with INSTALL=no:" >&2
  echo "  $wanted" >&2
  exit 1
fi

missing=
for package in $wanted; do
  state=$(dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | head -n 1)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
  root="env"
elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  root="sudo env"
else
  echo "install: some packages are missing, and this is neither root nor may it use sudo. Type this as root, then run make again:" >&2
  echo "  apt-get update && apt-get install -y --no-install-recommends$missing" >&2
  exit 1
fi

echo "install: installing$missing"
apt() { $root DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" </dev/null; }
known() { for package in $missing; do apt-cache show "$package" >/dev/null 2>&1 || return 1; done; }

known || apt update || exit 1
# A list that is too old names files that are gone: then fetch it anew and try once more.
apt install -y --no-install-recommends $missing || { apt update && apt install -y --no-install-recommends $missing; } || {
  echo "install: apt-get could not install$missing" >&2
  exit 1
}

#!/bin/sh
# The main package is a download of 4 MB at most, each module of tables one of a quarter of that. What they
# take on a disk, without the shared libraries that they need, is printed.
#   tests/debian/sizes.sh
set -eu
cd "$(dirname "$0")/../.."

at_most() {
    octets=$(stat -c %s "$2")
    echo "$2: $octets octets, $(dpkg-deb --field "$2" Installed-Size) KB installed"
    [ "$octets" -le "$1" ] || { echo "sizes: more than $1 octets" >&2; exit 1; }
}
at_most 4000000 "$(ls build/deb/msa-milter_*.deb)"
for module in build/deb/msa-milter-*.deb; do
    case $module in
        *-dbgsym_*) ;;
        *) at_most 250000 "$module" ;;
    esac
done

#!/bin/sh
# The main package is a download of 4 MB at most, each module of tables one of a quarter of that. What they
# take on a disk, without the shared libraries that they need, is printed; of a program that was built to be
# installed (with -O0 it is twice as large) the main package takes 6.5 MB at most.
#   tests/debian/sizes.sh
set -eu
cd "$(dirname "$0")/../.."

at_most() {
    octets=$(stat -c %s "$2")
    echo "$2: $octets octets, $(dpkg-deb --field "$2" Installed-Size) KB installed"
    [ "$octets" -le "$1" ] || { echo "sizes: more than $1 octets" >&2; exit 1; }
}
main=$(ls build/deb/msa-milter_*.deb)
at_most 4000000 "$main"
if head -n 1 build/release/flags | grep -q -e ' -O0 '; then
    echo "skip: built with -O0, so that what it takes on a disk is not judged"
elif [ "$(dpkg-deb --field "$main" Installed-Size)" -gt 6500 ]; then
    echo "sizes: $main takes more than 6500 KB on a disk" >&2
    exit 1
fi
for module in build/deb/msa-milter-*.deb; do
    case $module in
        *-dbgsym_*) ;;
        *) at_most 250000 "$module" ;;
    esac
done

#!/bin/sh
# Installs the debug symbols of PROGRAM... below FOLDER, by build id, as gdb(1) looks for them: tell
# it "set debug-file-directory FOLDER" where that is not /usr/lib/debug.
#   contrib/install-debug.sh FOLDER PROGRAM...
set -eu
folder=$1
shift
for program in "$@"; do
    id=$(readelf -n "$program" | sed -n 's/^ *Build ID: //p')
    [ -n "$id" ] || { echo "install-debug: $program: has no build id" >&2; exit 1; }
    target=$folder/.build-id/$(printf %.2s "$id")
    mkdir -p "$target"
    objcopy --only-keep-debug "$program" "$target/${id#??}.debug"
    chmod 644 "$target/${id#??}.debug"
    echo "install-debug: $program: $target/${id#??}.debug"
done

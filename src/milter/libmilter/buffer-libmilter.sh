#!/bin/sh
# Makes a copy of libmilter.a that reads its sessions through session_input.cpp.
#   src/milter/libmilter/buffer-libmilter.sh LIBMILTER COPY
set -eu
library=$(realpath "$1")
copy=$2
folder=$copy.objects

rm -rf "$folder"
mkdir -p "$folder"
cp "$library" "$folder/copy.a"
(cd "$folder" && ar x copy.a comm.o engine.o)

# OBJECT CALL...: the object's calls of these names become calls of msa_session_NAME.
redirect() {
    object=$folder/$1
    shift
    for call in "$@"; do
        nm -u "$object" | grep -qw "$call" || {
            echo "buffer-libmilter: $object of $library does not call $call()" >&2
            exit 1
        }
        objcopy --redefine-sym "$call=msa_session_$call" "$object"
    done
}
redirect comm.o poll read
redirect engine.o poll close inet_aton mi_inet_pton

ar r "$folder/copy.a" "$folder/comm.o" "$folder/engine.o"
mv "$folder/copy.a" "$copy"
rm -r "$folder"

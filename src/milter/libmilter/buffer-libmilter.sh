#!/bin/sh
# Makes a copy of libmilter.a that reads its sessions through session_input.cpp, and gets connections
# and threads through scarce_resources.cpp.
#   src/milter/libmilter/buffer-libmilter.sh LIBMILTER COPY
set -eu
library=$(realpath "$1")
copy=$2
folder=$copy.objects

rm -rf "$folder"
mkdir -p "$folder"
cp "$library" "$folder/copy.a"
(cd "$folder" && ar x copy.a comm.o engine.o listener.o worker.o)

# OBJECT CALL...: the object's calls of these names become calls of msa_session_NAME, without the
# name's __ and _chk.
redirect() {
    object=$folder/$1
    shift
    for call in "$@"; do
        nm -u "$object" | grep -qw "$call" || {
            echo "buffer-libmilter: $object of $library does not call $call()" >&2
            exit 1
        }
        plain=${call#__}
        objcopy --redefine-sym "$call=msa_session_${plain%_chk}" "$object"
    done
}
redirect comm.o poll read
redirect engine.o poll close inet_aton mi_inet_pton
redirect listener.o accept
redirect worker.o pthread_create pthread_detach __syslog_chk

(cd "$folder" && ar r copy.a comm.o engine.o listener.o worker.o)
mv "$folder/copy.a" "$copy"
rm -r "$folder"

#!/bin/sh
# apparmor_parser and logrotate take the files that are shipped for them.
#   tests/lint/shipped_configuration.sh
set -eu
cd "$(dirname "$0")/../.."
unpacked=$PWD/build/unpacked
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
    echo "shipped_configuration: $*" >&2
    exit 1
}

# Installed, or unpacked for the tests; none: says so.
program() {
    PATH=$PATH:/usr/sbin:/sbin command -v "$1" && return
    [ -x "$unpacked/$2" ] && echo "$unpacked/$2" && return
    echo "skip: $1 is not there (package $3)" >&2
    return 1
}

if parser=$(program apparmor_parser sbin/apparmor_parser apparmor); then
    base=/etc/apparmor.d
    [ -d "$base/abstractions" ] || base=$unpacked/etc/apparmor.d
    read_profile() { "$parser" --base="$base" --skip-kernel-load --skip-cache "$1" 2>&1; }
    said=$(read_profile contrib/apparmor/msa-milter) || fail "$said"
    sed 's/ mr,$/ mrq,/' contrib/apparmor/msa-milter >"$folder/broken"
    ! read_profile "$folder/broken" >/dev/null || fail "apparmor_parser takes anything"
fi

if logrotate=$(program logrotate usr/sbin/logrotate logrotate); then
    mkdir "$folder/log"
    echo '{}' >"$folder/log/audit.jsonl"
    sed "s|/var/log/msa-milter|$folder/log|; s|^    su .*|    su $(id -un) $(id -gn)|; s|systemctl kill|: &|" \
        contrib/logrotate/msa-milter >"$folder/rotate"
    chmod 755 "$folder" "$folder/log"
    chmod 644 "$folder/rotate"
    said=$("$logrotate" --force --state "$folder/state" "$folder/rotate" 2>&1) || fail "$said"
    [ -z "$said" ] || fail "$said"
    [ -f "$folder/log/audit.jsonl-$(date +%Y%m%d)" ] || fail "nothing was rotated: $(ls "$folder/log")"
    [ ! -e "$folder/log/audit.jsonl" ] || fail "logrotate made a new trail itself"
fi
echo "shipped_configuration: as it should be"

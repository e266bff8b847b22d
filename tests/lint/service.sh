#!/bin/sh
# systemd reads the units without a complaint and scores their exposure 1.2 at most; user and folders are
# made as the unit and the examples want them.
#   tests/lint/service.sh PROGRAM
set -eu
cd "$(dirname "$0")/../.."
for tool in systemd-analyze systemd-sysusers systemd-tmpfiles; do
    command -v "$tool" >/dev/null || { echo "skip: $tool is not installed (package systemd)"; exit 0; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
    echo "service: $*" >&2
    exit 1
}

program=$(realpath "$1")
for unit in msa-milter.service msa-milter-dns.service msa-milter-dns.timer; do
    sed "s|=/usr/sbin/msa-milter |=$program |; /^Documentation=/d" "contrib/systemd/$unit" >"$folder/$unit"
done
if [ -d /run/systemd ] || [ "$(id -u)" -eq 0 ]; then
    for unit in msa-milter.service msa-milter-dns.timer; do
        said=$(systemd-analyze verify --man=no "$folder/$unit" 2>&1) || fail "$said"
        case $said in *msa-milter*.service:* | *.timer:*) fail "$said" ;; esac
    done
    for unit in msa-milter msa-milter-dns; do
        said=$(systemd-analyze security --offline=yes --threshold=12 "$folder/$unit.service" 2>&1) || fail "$said"
    done
else
    echo "skip: /run/systemd is not there, and only root can make it: systemd did not read the units"
fi

mkdir -p "$folder/etc" "$folder/var/lib" "$folder/var/log" "$folder/var/spool/postfix"
printf 'root:x:0:0::/:/bin/sh\n' >"$folder/etc/passwd"
printf 'root:x:0:\nadm:x:4:\npostfix:x:120:\n' >"$folder/etc/group"
systemd-sysusers --root="$folder" "$PWD/contrib/systemd/sysusers.conf" 2>/dev/null || fail "no user"
grep -q '^msa-milter:' "$folder/etc/passwd" || fail "no user msa-milter"
# Owners need root; what the lines say is read all the same.
said=$(systemd-tmpfiles --root="$folder" --create "$PWD/contrib/systemd/tmpfiles.conf" 2>&1) ||
    [ "$(id -u)" -ne 0 ] || fail "$said"
for made in 2750:var/log/msa-milter 2750:var/spool/postfix/msa-milter 700:var/lib/msa-milter/keys; do
    mode=$(stat -c %a "$folder/${made#*:}") || fail "${made#*:} is not made"
    [ "$(id -u)" -ne 0 ] || [ "$mode" = "${made%%:*}" ] || fail "${made#*:} has mode $mode"
done
echo "service: as it should be"

#!/bin/sh
# Who may include whom, and which foreign header lives where. A new arrow here is a design decision.
#   tests/lint/layers.sh [FOLDER]     FOLDER holds the layers; src if it is not named
set -eu
cd "$(dirname "$0")/../.."
src=${1:-src}

# folder: what it may include besides itself
arrows='base:
crypto: base
mail: base
submission: base mail
ownership: base mail submission
policy: base mail submission ownership
checks: base mail submission ownership policy
config: base mail submission ownership policy checks
review: base mail submission ownership policy checks config
tables: base mail submission ownership
dkim: base mail submission crypto
audit: base mail submission policy crypto
trail: base crypto audit
inquiry: base crypto mail submission ownership policy audit trail
siem: base mail trail
dns: base submission
spf: base submission
system: base mail submission
verify: base
queue: base system
referee: base mail submission crypto dkim system
rotation: base submission crypto dkim system
names: base mail submission checks crypto dkim dns spf rotation
control: base
command_line: base
metrics: base submission policy
limits: base submission crypto
milter: base mail submission policy
doctor: base
import: base mail ownership config dkim doctor
workbench: base mail submission ownership policy checks config trail
commands: base mail submission ownership policy checks config review tables crypto dkim audit trail inquiry siem dns spf system referee rotation names limits milter doctor import workbench control metrics queue command_line'

# header pattern: the folders that may include it
foreign='libmilter/: milter
dkim.h>|opendkim: verify tests
seccomp.h>: verify
openssl/: crypto dkim
toml\+\+/: config
nlohmann/: audit limits queue commands workbench control siem referee rotation names verify
CLI/: command_line
microhttpd.h>: metrics
simdjson.h>: trail
zlib.h>|zstd.h>: trail
idn2.h>: mail
unbound.h>: dns
spf2/: spf
lmdb.h>: tests
sqlite3.h>: tables limits
hiredis/: limits
ldap.h>: tables
libpq-fe.h>: tables
mysql.h>: tables
libpsl.h>: mail
uniconv.h>|uninorm.h>: mail
syslog.h>: base milter'

# One line a complaint. What is printed decides: a status would get lost in the loops.
complaints() {
    echo "$arrows" | while IFS=: read -r folder allowed; do
        grep -rhoE '^#include "[a-z_]+/' "$src/$folder" 2>/dev/null | sed 's/.*"//; s,/,,' |
            sort -u | while read -r included; do
            case " $folder$allowed " in
                *" $included "*) ;;
                *) echo "$src/$folder includes $included/" ;;
            esac
        done
    done
    for folder in "$src"/*/; do
        name=$(basename "$folder")
        [ "$name" = man ] || echo "$arrows" | grep -q "^$name:" || echo "$src/$name is in no layer"
    done
    echo "$foreign" | while IFS= read -r line; do
        pattern=${line%%: *}
        allowed=${line#*: }
        grep -rlE "^#include <($pattern)" "$src" | while read -r file; do
            place=${file#"$src"/}
            case " $allowed " in
                *" ${place%%/*} "*) ;;
                *) echo "$file includes <$pattern>, which belongs to $allowed" ;;
            esac
        done
    done
}

found=$(complaints)
if [ -n "$found" ]; then
    echo "$found" | sed 's/^/layers: /' >&2
    exit 1
fi
echo "layers: as they should be"

#!/bin/sh
# Who may include whom, and which foreign header lives where. A new arrow here is a design decision.
set -eu
cd "$(dirname "$0")/../.."

failed=0
complain() {
    echo "layers: $1" >&2
    failed=1
}

# folder: what it may include besides itself
arrows='
base:
mail: base
policy: base mail
checks: base mail policy
config: base mail policy checks
tables: base mail policy
dkim: base mail policy
audit: base mail policy
system: base mail policy
milter: base mail policy
commands: base mail policy checks config tables dkim audit system milter
'

# header pattern: the folders that may include it
foreign='
libmilter/: milter
dkim.h>|opendkim: dkim
openssl/: dkim
toml\+\+/: config
nlohmann/: audit commands
CLI/: commands main.cpp
idn2.h>: mail
uninorm.h>: mail
syslog.h>: base
'

echo "$arrows" | while IFS=: read -r folder allowed; do
    [ -n "$folder" ] || continue
    for included in $(grep -rhoE '^#include "[a-z_]+/' "src/$folder" 2>/dev/null | sed 's/.*"//; s,/,,' | sort -u); do
        case " $folder$allowed " in
            *" $included "*) ;;
            *) complain "src/$folder includes $included/" ;;
        esac
    done
    [ "$failed" -eq 0 ]
done || failed=1

for folder in src/*/; do
    name=$(basename "$folder")
    [ "$name" = man ] && continue
    echo "$arrows" | grep -q "^$name:" || complain "src/$name is in no layer"
done

echo "$foreign" | while IFS= read -r line; do
    [ -n "$line" ] || continue
    pattern=${line%%: *}
    allowed=${line#*: }
    for file in $(grep -rlE "^#include <($pattern)" src || true); do
        place=$(echo "$file" | cut -d/ -f2)
        case " $allowed " in
            *" $place "*) ;;
            *) complain "$file includes <$pattern>, which belongs to $allowed" ;;
        esac
    done
    [ "$failed" -eq 0 ]
done || failed=1

[ "$failed" -eq 0 ] && echo "layers: as they should be"
exit "$failed"

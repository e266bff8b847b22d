#!/bin/sh
# Every check that the program knows has its section, perhaps commented out, in submission.toml; and none
# is there that it does not know. (msa-milter-rules(5) is printed by the program.)
#   msa-milter reference | tests/lint/documented.sh [RULE_FILE]
set -eu
cd "$(dirname "$0")/../.."
rules=${1:-rules/submission.toml}

sections() { sed -n 's/^#*\[check\.\([a-z0-9_]*\)\].*/\1/p' "$@" | sort -u; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sections >"$folder/known"
[ -s "$folder/known" ] || { echo "documented: the reference names no check" >&2; exit 1; }
sections "$rules" >"$folder/there"
if ! diff "$folder/known" "$folder/there" >&2; then
    echo "documented: the list of checks in $rules differs (<: what the program knows)" >&2
    exit 1
fi
echo "checks: documented"

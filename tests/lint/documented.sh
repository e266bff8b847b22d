#!/bin/sh
# Every check that the program knows has its row in README's table, in the order of evaluation, and
# its section, perhaps commented out, in submission.toml; and none is there that it does not know.
#   msa-milter reference | tests/lint/documented.sh [README [RULE_FILE]]
set -eu
cd "$(dirname "$0")/../.."
readme=${1:-README.md}
rules=${2:-rules/submission.toml}

known=$(sed -n 's/^#*\[check\.\([a-z0-9_]*\)\].*/\1/p')
[ -n "$known" ] || { echo "documented: the reference names no check" >&2; exit 1; }
rows=$(sed -n 's/^| `\([a-z0-9_]*\)` |.*/\1/p' "$readme")
sections=$(sed -n 's/^#*\[check\.\([a-z0-9_]*\)\].*/\1/p' "$rules" | sort -u)

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
differ() {
    echo "$1" >"$folder/known"
    echo "$2" >"$folder/there"
    ! diff "$folder/known" "$folder/there" >&2 || return 1
    echo "documented: $3 differs (<: what the program knows)" >&2
}
failed=0
! differ "$known" "$rows" "the table of checks in $readme" || failed=1
! differ "$(echo "$known" | sort)" "$sections" "the list of checks in $rules" || failed=1
[ "$failed" -eq 0 ] && echo "checks: documented"
exit "$failed"

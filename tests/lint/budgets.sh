#!/bin/sh
# Files stay small: 400 lines a source file, 150 a header, 250 the file in which the message flows.
#   tests/lint/budgets.sh [FOLDER...]     src and tests if none is named
set -eu
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- src tests

failed=0
check() {
    limit=$1
    shift
    for file in "$@"; do
        lines=$(wc -l <"$file")
        if [ "$lines" -gt "$limit" ]; then
            echo "budgets: $file has $lines lines, $limit are allowed" >&2
            failed=1
        fi
    done
}

# shellcheck disable=SC2046
check 400 $(find "$@" -name '*.cpp' -o -name '*.py' -o -name '*.sh')
# shellcheck disable=SC2046
check 150 $(find "$@" -name '*.h')
check 250 "$1/policy/transaction.cpp"

[ "$failed" -eq 0 ] && echo "budgets: kept"
exit "$failed"

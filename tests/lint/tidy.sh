#!/bin/sh
# clang-tidy on source files.
#   tests/lint/tidy.sh changed|all 'COMMAND'   COMMAND holds `--quiet  --`, between which the file goes
# `changed`: files that differ from the main branch (or from the last commit on it), no analyzer.
set -u
cd "$(dirname "$0")/../.." || exit 1

which=$1
command=$2

files() {
    if [ "$which" = all ]; then
        find src tests -name '*.cpp' | sort
    else
        base=$(git merge-base HEAD main)
        [ "$base" = "$(git rev-parse HEAD)" ] && base=HEAD~1
        { git diff --name-only --diff-filter=d "$base" -- '*.cpp'
          git ls-files --others --exclude-standard -- '*.cpp'; } | sort -u
    fi
}

checks=
[ "$which" = changed ] && checks='--checks=-clang-analyzer-*'
files | xargs -r -P 2 -n 1 sh -c '
    out=$(clang-tidy --quiet $1 "$3" ${2#*--quiet } 2>/dev/null) || { echo "$out"; exit 1; }
' tidy "$checks" "$command" && echo "tidy: nothing to complain about"

#!/bin/sh
# clang-tidy on source files; ends with status 1 where it complains.
#   tests/lint/tidy.sh changed|all COMPILER_FLAG...
# changed: files that differ from the main branch (on it: from the commit before), without analyzer.
set -u
cd "$(dirname "$0")/../.." || exit 1

which=$1
shift

files() {
    if [ "$which" = all ]; then
        find src tests -name '*.cpp' | sort
        return
    fi
    base=$(git merge-base HEAD main)
    [ "$base" = "$(git rev-parse HEAD)" ] && base=HEAD~1
    { git diff --name-only --diff-filter=d "$base" -- '*.cpp'
      git ls-files --others --exclude-standard -- '*.cpp'; } | sort -u
}

checks=--checks=
[ "$which" = changed ] && checks=--checks=-clang-analyzer-*

complaints=$(mktemp)
trap 'rm -f "$complaints"' EXIT
for file in $(files); do
    echo "  tidy $file"
    clang-tidy --quiet "$checks" "$file" -- "$@" 2>/dev/null >>"$complaints"
done
cat "$complaints"
[ ! -s "$complaints" ] && echo "tidy: nothing to complain about"

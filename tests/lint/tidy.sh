#!/bin/sh
# clang-tidy on source files; ends with status 1 where it complains.
#   tests/lint/tidy.sh changed|all BUILD_FOLDER
# changed: files that differ from the main branch (on it: from the commit before), without analyzer.
# A file that passed is looked at again once it, or a header that it includes, is newer.
set -u
cd "$(dirname "$0")/../.." || exit 1

which=$1
build=$2
passed=build/tidy-$which

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

# Headers of libraries do not count: who updates them compiles anew.
is_unchanged() {
    [ -e "$passed/$1" ] || return 1
    headers=$(sed 's/[\\:]/ /g' "$build/${1%.cpp}.d" 2>/dev/null | tr ' ' '\n' | grep -E '^(src|tests)/.*[.]h$' | sort -u)
    # shellcheck disable=SC2086 # a list of words
    [ -z "$(find .clang-tidy "$1" $headers -newer "$passed/$1" 2>/dev/null)" ]
}

checks=--checks=
[ "$which" = changed ] && checks=--checks=-clang-analyzer-*

complaints=$(mktemp -d)
trap 'rm -rf "$complaints"' EXIT
for file in $(files); do
    is_unchanged "$file" || echo "$file"
done | xargs -r -P "$(nproc)" -I '{}' sh -c '
    echo "  tidy $1"
    report=$3/$(echo "$1" | tr / +)
    clang-tidy --quiet -p build "$2" "$1" >"$report" 2>/dev/null
    status=$?
    if [ "$status" -eq 0 ] && [ ! -s "$report" ]; then
        mkdir -p "$4/$(dirname "$1")"
        touch "$4/$1"
        rm "$report"
    elif [ ! -s "$report" ]; then
        echo "$1: clang-tidy ended with status $status" >"$report"
    fi' tidy '{}' "$checks" "$complaints" "$passed"
cat "$complaints"/* 2>/dev/null && exit 1
echo "tidy: nothing to complain about"

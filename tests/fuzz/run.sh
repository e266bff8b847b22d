#!/bin/sh
# Runs fuzz harnesses, each for SECONDS, and ends with `N passed, N failed`.
#   tests/fuzz/run.sh SECONDS HARNESS...
# A harness begins with NAME_seeds/ beside it, or else with tests/messages/. A finding stays in
# build/fuzz/NAME.crash-...; what was learnt stays in build/fuzz/NAME.corpus.
set -u
cd "$(dirname "$0")/../.." || exit 1

seconds=$1
shift
passed=0
failed=0
for harness in "$@"; do
    name=$(basename "$harness")
    corpus=build/fuzz/$name.corpus
    mkdir -p "$corpus"
    set -- -max_total_time="$seconds" -artifact_prefix="build/fuzz/$name." -print_final_stats=1
    dictionary=tests/fuzz/${name%_fuzz}.dict
    [ -f "$dictionary" ] && set -- "$@" -dict="$dictionary"
    seeds=tests/fuzz/${name%_fuzz}_seeds
    [ -d "$seeds" ] || seeds=tests/messages
    if "$harness" "$@" "$corpus" "$seeds" >"build/fuzz/$name.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log")
        echo "ok: $name, $runs runs in $seconds s"
        passed=$((passed + 1))
    else
        echo "FAILED: $name; see build/fuzz/$name.log" >&2
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

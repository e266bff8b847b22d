#!/bin/sh
# The lints themselves: each must complain of what it is there for.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fails() {
    if "$@" >/dev/null 2>&1; then
        echo "self_test: '$*' finds nothing wrong" >&2
        exit 1
    fi
}

# A layer that reaches up, a foreign header in the wrong place, a folder without a place.
for file in 'mail/up.h #include "policy/facts.h"' 'mail/foreign.h #include <openssl/evp.h>' \
            'stray/any.h #include "base/text.h"'; do
    rm -rf "$folder/src"
    mkdir -p "$folder/src/$(dirname "${file%% *}")"
    echo "${file#* }" >"$folder/src/${file%% *}"
    fails tests/lint/layers.sh "$folder/src"
done

# A source file, a header and the transaction, each one line too long.
for file in 'src/mail/a.cpp 401' 'src/mail/a.h 151' 'src/policy/transaction.cpp 301'; do
    rm -rf "$folder/src"
    mkdir -p "$folder/$(dirname "${file%% *}")" "$folder/src/policy"
    : >"$folder/src/policy/transaction.cpp"
    yes '' | head -n "${file#* }" >"$folder/${file%% *}"
    fails tests/lint/budgets.sh "$folder/src"
done
echo "lints: complain where they should"

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
for file in 'mail/up.h #include "submission/facts.h"' 'mail/foreign.h #include <openssl/evp.h>' \
            'stray/any.h #include "base/text.h"'; do
    rm -rf "$folder/src"
    mkdir -p "$folder/src/$(dirname "${file%% *}")"
    echo "${file#* }" >"$folder/src/${file%% *}"
    fails tests/lint/layers.sh "$folder/src"
done

# A source file, a header and the transaction, each one line too long.
for file in 'src/mail/a.cpp 401' 'src/mail/a.h 151' 'src/policy/transaction.cpp 251'; do
    rm -rf "$folder/src"
    mkdir -p "$folder/$(dirname "${file%% *}")" "$folder/src/policy"
    : >"$folder/src/policy/transaction.cpp"
    yes '' | head -n "${file#* }" >"$folder/${file%% *}"
    fails tests/lint/budgets.sh "$folder/src"
done

# Two types of one name, in two files; not those that are apart, declared only, or nested.
type() { printf 'namespace msa {\n%s\n}  // namespace msa\n' "$1"; }
rm -rf "$folder/src"
mkdir -p "$folder/src"
type 'struct Twin {' >"$folder/src/a.h"
for other in 'class Twin final : public A {' 'enum class Twin { one };' 'struct Twin final'; do
    type "$other" >"$folder/src/b.cpp"
    fails tests/lint/one_name.sh "$folder/src"
done
for other in 'struct Twin;' 'struct Twin::Inner {' "$(printf 'namespace {\nstruct Twin {\n}  // namespace')" \
    "$(printf 'namespace wire {\nstruct Twin {\n}  // namespace wire')" 'struct Twins {'; do
    type "$other" >"$folder/src/b.cpp"
    tests/lint/one_name.sh "$folder/src" >/dev/null
done

# A check without a section, and one that is not known.
printf '[check.one]\n#[check.two]\n' >"$folder/reference"
documented() { tests/lint/documented.sh "$folder/rules" <"$folder/reference"; }
for there in 'one' 'one two three' ''; do
    # shellcheck disable=SC2086 # a list of words
    printf '#[check.%s]\n' $there >"$folder/rules"
    fails documented
done
printf '#[check.%s]\n' two one >"$folder/rules"
documented >/dev/null

# A check beside no section, one that is not known, a test that is not there, a missing section.
standards() { tests/lint/standards.sh "$folder/page" <"$folder/reference"; }
printf '[check.add_date]\n' >"$folder/reference"
for change in 's/\\fBadd_date/\\fBadd/' 's/\\fBadd_date/\\fBadd_nothing\\fR, &/' 's,tests/cases/,tests/none/,' \
    '/^\.B 8\.7/d'; do
    {
        echo '.SH SECTIONS'
        for section in 3.1 3.2 3.3 4.1 4.2 4.3 5.1 5.2 5.3 6.1 6.2 6.3 6.4 6.5 7 8.1 8.2 8.3 8.4 8.5 \
            8.6 8.7 8.8; do
            printf '.TP\n.B %s\nx\n.br\nAnswered by: \\fBadd_date\\fR.\n.br\nTests: \\fBtests/cases/\\fR.\n' "$section"
        done
        echo '.SH HISTORIC RELATIVES'
    } >"$folder/page"
    standards >/dev/null || { echo "self_test: standards.sh complains of nothing" >&2; exit 1; }
    sed -i "$change" "$folder/page"
    fails standards
done
echo "lints: complain where they should"

#!/bin/sh
# README's table "RFC 6409, section by section": every section is there, every check that the program
# knows stands in it and none that it does not know, and every test it names exists.
#   msa-milter reference | tests/lint/standards.sh [README]
set -eu
cd "$(dirname "$0")/../.."
readme=${1:-README.md}

known=$(sed -n 's/^#*\[check\.\([a-z0-9_]*\)\].*/\1/p')
[ -n "$known" ] || { echo "standards: the reference names no check" >&2; exit 1; }
rows=$(sed -n '/^## RFC 6409, section by section/,/^## [^R]/s/^| \([1-9].*\)/\1/p' "$readme")

# One line a complaint. What is printed decides: a status would get lost in the loops.
complaints() {
    for section in 3.1 3.2 3.3 4.1 4.2 4.3 5.1 5.2 5.3 6.1 6.2 6.3 6.4 6.5 7 8.1 8.2 8.3 8.4 8.5 8.6 \
        8.7 8.8; do
        echo "$rows" | grep -q "^$section |" || echo "section $section is missing"
    done
    named=$(echo "$rows" | cut -d '|' -f 3 | grep -o '`[a-z0-9_]*`' | tr -d '`' | sort -u)
    for check in $named; do
        echo "$known" | grep -qx "$check" || echo "'$check' is no check"
    done
    for check in $known; do
        echo "$named" | grep -qx "$check" || echo "$check stands beside no section"
    done
    for test in $(echo "$rows" | cut -d '|' -f 4 | grep -o '`[^`]*`' | tr -d '`'); do
        [ -e "$test" ] || echo "$test is not there"
    done
}

found=$(complaints)
if [ -n "$found" ]; then
    echo "$found" | sed 's/^/standards: /' >&2
    exit 1
fi
echo "standards: as the table says"

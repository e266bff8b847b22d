#!/bin/sh
# msa-milter-rfc(7): every section of RFC 6409 is there, every check that the program knows stands beside
# one and none that it does not know, and every test it names exists.
#   msa-milter reference | tests/lint/standards.sh [PAGE]
set -eu
cd "$(dirname "$0")/../.."
page=${1:-src/man/msa-milter-rfc.7}

known=$(sed -n 's/^#*\[check\.\([a-z0-9_]*\)\].*/\1/p')
[ -n "$known" ] || { echo "standards: the reference names no check" >&2; exit 1; }
sections=$(sed -n '/^\.SH SECTIONS$/,/^\.SH HISTORIC/p' "$page")

# The names in bold on lines that begin so.
bold() { printf "%s\n" "$sections" | grep "^$1" | grep -o '\\fB[^\\]*\\fR' | sed 's/^\\fB//; s/\\fR$//' | sort -u; }

# One line a complaint. What is printed decides: a status would get lost in the loops.
complaints() {
    for section in 3.1 3.2 3.3 4.1 4.2 4.3 5.1 5.2 5.3 6.1 6.2 6.3 6.4 6.5 7 8.1 8.2 8.3 8.4 8.5 8.6 \
        8.7 8.8; do
        printf "%s\n" "$sections" | grep -qx "\.B $section" || echo "section $section is missing"
    done
    named=$(bold 'Answered by:' | grep -x '[a-z0-9_]*')
    for check in $named; do
        echo "$known" | grep -qx "$check" || echo "'$check' is no check"
    done
    for check in $known; do
        echo "$named" | grep -qx "$check" || echo "$check stands beside no section"
    done
    for test in $(bold 'Tests:'); do
        [ -e "$test" ] || echo "$test is not there"
    done
}

found=$(complaints)
if [ -n "$found" ]; then
    echo "$found" | sed 's/^/standards: /' >&2
    exit 1
fi
echo "standards: as the page says"

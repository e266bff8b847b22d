#!/bin/sh
# A name in a namespace stands for one type: where two files define types of one name, a program that
# links both does anything (C++20, 6.3), and no compiler says so. Those in anonymous namespaces are apart.
#   tests/lint/one_name.sh [FOLDER...]     src and tests if none is named
set -eu
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- src tests

# A type is named at the beginning of a line, since what stands in namespaces is not indented.
find "$@" -name '*.cpp' -o -name '*.h' | sort | xargs awk '
    function name_of(line) {
        sub(/^(struct|class|union|enum class|enum struct|enum) /, "", line)
        sub(/^\[\[[^]]*\]\] /, "", line)
        match(line, /^[A-Za-z_0-9]+/)
        return substr(line, 1, RLENGTH)
    }
    function inside(  place, path) {
        for (place = 1; place <= depth; ++place) {
            path = path open[place] "::"
        }
        return path
    }
    FNR == 1 { depth = 0 }
    /^namespace .*[{]$/ { open[++depth] = $2 == "{" ? "" : $2 }
    /^[}]  \/\/ namespace/ { --depth }
    /^(struct|class|union|enum) [^<(;]*([{]|[^;{}>)]|[{].*[}];)$/ {
        path = inside()
        if (path ~ /(^|::)::/ || depth == 0) {
            next
        }
        if ($0 ~ /^[a-z ]+[A-Za-z_0-9]+::/) {
            next
        }
        type = path name_of($0)
        if ((type in where) && where[type] != FILENAME) {
            print "one_name: " type " is defined in " where[type] " and in " FILENAME >"/dev/stderr"
            failed = 1
        }
        where[type] = FILENAME
    }
    END {
        if (!failed) { print "names: each stands for one type" }
        exit failed
    }'

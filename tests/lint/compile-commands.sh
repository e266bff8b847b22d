#!/bin/sh
# Prints the compilation database (compile_commands.json) of src and tests for clang tools.
#   tests/lint/compile-commands.sh COMPILER_FLAG...
set -eu
cd "$(dirname "$0")/../.."
flags=
for flag in "$@"; do
    flags="$flags, \"$(printf %s "$flag" | sed 's/[\\"]/\\&/g')\""
done
export flags
find src tests -name '*.cpp' | sort | awk -v folder="$PWD" '
    BEGIN { print "[" }
    {
        printf "%s{\"directory\": \"%s\", \"file\": \"%s\",\n \"arguments\": [\"c++\"%s, \"-c\", \"%s\"]}",
               separator, folder, $0, ENVIRON["flags"], $0
        separator = ",\n"
    }
    END { print "\n]" }'

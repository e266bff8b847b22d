#!/bin/bash
# Bash completes commands, options and choices as the program has them; zsh and fish, where they are
# installed, read what is printed for them without a complaint.
#   tests/lint/completion.sh PROGRAM
set -eu
program=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
    echo "completion: $*" >&2
    exit 1
}

for shell in bash zsh fish; do
    "$program" completion "$shell" >"$folder/$shell"
done
# shellcheck source=/dev/null
. "$folder/bash"

# What is offered behind these words, of which the last is begun.
offered() {
    COMP_WORDS=(msa-milter "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _msa_milter
    echo "${COMPREPLY[*]}"
}
expect() {
    local wanted=$1 said
    shift
    said=$(offered "$@")
    [ "$said" = "$wanted" ] || fail "behind '$*' it offers '$said', not '$wanted'"
}
expect 'run rules' ru
expect '--config --control' status --con
expect 'syslog stderr' run --log ''
expect 'stderr' run --rules x --log st
expect '' run --config ''
expect 'check query --help' table ''
expect '--format' table query x --fo
expect '--postfix' doctor --po
expect 'print check --help' dns ''
expect '--resolver' dns check --res
expect 'bash zsh fish --help' completion ''
expect 'opendkim rspamd main.cf sender-acl --help --keys --user --strict' import ''
expect 'mailcow iredmail modoboa --help --type --server' import sender-acl ''

for shell in zsh fish; do
    if command -v "$shell" >/dev/null; then
        said=$("$shell" -n "$folder/$shell" 2>&1) || fail "$shell: $said"
        [ -z "$said" ] || fail "$shell: $said"
    else
        echo "completion: $shell is not installed, its part was not read"
    fi
done
echo "completion: as it should be"

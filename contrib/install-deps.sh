#!/bin/sh
# Installs what is missing of the Debian packages that contrib/debian/control names in
# Build-Depends: all of them, or with --build only those without <!nocheck>.
set -eu

control=$(dirname "$0")/debian/control

fail() {
    echo "install-deps: $*" >&2
    exit 1
}

# Names of the Build-Depends, one a line; $1 is a pattern of lines to leave out.
wanted() {
    sed -n '/^Build-Depends:/,/^[^ ]*$/s/^ //p' "$control" |
        grep -v -e "$1" | sed 's/[ ,(<].*//'
}

is_installed() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -q '^installed$'
}

case ${1-} in
    '') packages=$(wanted '^$') purpose='to build and test' ;;
    --build) packages=$(wanted '<!nocheck>') purpose='to build' ;;
    *) fail "usage: $0 [--build]" ;;
esac
[ -n "$packages" ] || fail "$control: names no packages in Build-Depends"
if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    fail "this needs Debian's apt-get; install the equivalents of: $(echo "$packages" | tr '\n' ' ')"
fi

missing=
for package in $packages; do
    is_installed "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "install-deps: everything needed $purpose is installed"
    exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "run this as root, or install sudo; missing:$missing"
    as_root=sudo
fi
echo "install-deps: installing what msa-milter needs $purpose${as_root:+ (with sudo)}:"
echo " $missing"

# Without a configuration Postfix is only a program for the tests: no mail server starts here.
case " $missing " in
    *' postfix '*)
        echo 'postfix postfix/main_mailer_type select No configuration' |
            $as_root debconf-set-selections || fail 'debconf-set-selections failed'
        ;;
esac
$as_root apt-get update -qq || fail 'apt-get update failed; see the lines above'
# --no-remove: a mail server that is in use here (Postfix conflicts with it) is not thrown out.
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends --no-remove $missing >/dev/null ||
    fail "apt-get could not install:$missing"
echo 'install-deps: done'

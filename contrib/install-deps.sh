#!/bin/sh
# Installs what is missing of the Debian packages that contrib/debian/control names in
# Build-Depends: all of them, or with --build only those without <!nocheck>. Services that come with
# them are neither started nor enabled. Then, but not with --build, unpacks those of
# XC-Unpack-For-Tests into build/unpacked/: they would change the host if they were installed.
# With --bench it installs only those of XC-Bench, with --readers those of XC-Readers.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
control=$top/contrib/debian/control
unpacked=$top/build/unpacked
policy=/usr/sbin/policy-rc.d

fail() {
    echo "install-deps: $*" >&2
    exit 1
}

# Names in the control field $1, one a line; $2 is a pattern of lines to leave out.
wanted() {
    sed -n "/^$1:/,/^[^ ]/s/^ //p" "$control" |
        grep -v -e "$2" | sed 's/[ ,(<].*//; s/^debhelper-compat$/debhelper/'
}

is_installed() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -q '^installed$'
}

case ${1-} in
    '') packages=$(wanted Build-Depends '^$') purpose='to build and test' ;;
    --build) packages=$(wanted Build-Depends '<!nocheck>') purpose='to build' ;;
    --bench) packages=$(wanted XC-Bench '^$') purpose='to compare with others' ;;
    --readers) packages=$(wanted XC-Readers '^$') purpose='to ask the readers of others' ;;
    *) fail "usage: $0 [--build|--bench|--readers]" ;;
esac
[ -n "$packages" ] || fail "$control: names no packages $purpose"
if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    fail "this needs Debian's apt-get; install the equivalents of: $(echo "$packages" | tr '\n' ' ')"
fi

as_root=
fresh=
is_policy_ours=
tidy_up() {
    [ -z "$fresh" ] || rm -rf "$fresh"
    [ -z "$is_policy_ours" ] || $as_root rm -f "$policy"
}
trap tidy_up EXIT
trap 'exit 1' HUP INT TERM

become_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    command -v sudo >/dev/null || fail "run this as root, or install sudo; missing: $*"
    as_root=sudo
}

update_lists() {
    $as_root apt-get update -qq || fail 'apt-get update failed; is there a network? then try again'
}

install_packages() {
    become_root "$*"
    echo "install-deps: installing what msa-milter needs $purpose${as_root:+ (with sudo)}:"
    echo "  $*"
    # Without a configuration Postfix is only a program for the tests: no mail server starts here.
    case " $* " in
        *' postfix '*)
            echo 'postfix postfix/main_mailer_type select No configuration' |
                $as_root debconf-set-selections || fail 'debconf-set-selections failed'
            ;;
    esac
    update_lists
    had=" $(services) "
    keep_services_from_starting
    # --no-remove: a mail server that is in use here (Postfix conflicts with it) is not thrown out.
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends --no-remove "$@" >/dev/null ||
        fail "apt-get could not install: $*"
    for service in $(services); do
        case $had in
            *" $service "*) ;;
            *) $as_root update-rc.d "$service" disable || fail "$service will start with this host" ;;
        esac
    done
}

services() {
    (cd /etc/init.d && echo *)
}

# invoke-rc.d(8) asks this file; 101: nothing may be started. A host that has one has said its own.
keep_services_from_starting() {
    [ ! -e "$policy" ] || return 0
    is_policy_ours=yes
    printf '#!/bin/sh\nexit 101\n' | $as_root install -m 755 /dev/stdin "$policy" ||
        fail "cannot write $policy"
}

# Needs no root, but for package lists that are too old. Only a complete folder gets the final name.
unpack_packages() {
    echo "install-deps: fetching for the tests, without installing it: $*"
    fresh=$unpacked.$$
    rm -rf "$fresh"
    mkdir -p "$fresh"
    # The lists may name a version that the archive no longer has.
    if ! fetch "$@" 2>/dev/null; then
        become_root "$*"
        update_lists
        fetch "$@" || fail "apt-get could not download: $*; is there a network? then try again"
    fi
    for file in "$fresh"/*.deb; do
        dpkg -x "$file" "$fresh" || fail "$file: cannot be unpacked"
        rm "$file"
    done
    # The dynamic linker preloads nothing into programs that change their group.
    chmod -R ug-s "$fresh"
    echo "$*" >"$fresh/packages"
    rm -rf "$unpacked"
    mv "$fresh" "$unpacked"
    fresh=
}

# Root need not be able to become _apt here, nor _apt to write here.
fetch() {
    (cd "$fresh" && apt-get download -qq -o APT::Sandbox::User=root "$@")
}

missing=
for package in $packages; do
    is_installed "$package" || missing="$missing $package"
done
# shellcheck disable=SC2086 # a list of words
[ -z "$missing" ] || install_packages $missing

if [ -z "${1-}" ]; then
    # shellcheck disable=SC2046
    set -- $(wanted XC-Unpack-For-Tests '^$')
    [ "$(cat "$unpacked/packages" 2>/dev/null)" = "$*" ] || unpack_packages "$@"
fi
echo "install-deps: everything needed $purpose is installed"

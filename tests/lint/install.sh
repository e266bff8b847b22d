#!/bin/sh
# Installs below a folder of its own: the program there loads its modules from there, says where it
# looked for one that is missing, and nothing of all that is left behind.
#   tests/lint/install.sh BUILD_FOLDER
set -eu
cd "$(dirname "$0")/../.."
build=$1
folder=$(mktemp -d)
chmod 755 "$folder"  # root looks at rules as another user
trap 'rm -rf "$folder"' EXIT
program=$folder/opt/msa/sbin/msa-milter
modules=$folder/opt/msa/lib/msa-milter

# What this make may have been told is not for the inner one, but for where the program is.
make_it() { MAKEFLAGS='' make -s "$1" B="$build" DESTDIR="$folder" PREFIX=/opt/msa -o "$build/msa-milter" >/dev/null; }

fail() {
    echo "install: $*" >&2
    exit 1
}

make_it install
for type in ldap pgsql mysql; do
    cat >"$folder/$type.toml" <<'END'
version = "x"
[identity]
sources = ["sasl"]
[owners]
tables = ["x"]
[tables.x]
END
done
cat >>"$folder/ldap.toml" <<'END'
type = "ldap"
server = "ldap://127.0.0.1"
base = "dc=example,dc=com"
filter = "(mail={key})"
attributes = ["uid"]
END
cat >>"$folder/pgsql.toml" <<'END'
type = "pgsql"
server = "host=127.0.0.1"
query = "SELECT login FROM senders WHERE address = $1"
END
cat >>"$folder/mysql.toml" <<'END'
type = "mysql"
server = "host=127.0.0.1 port=1"
query = "SELECT login FROM senders WHERE address = ?"
END
for type in ldap pgsql mysql; do
    said=$("$program" check --user nobody "$folder/$type.toml" 2>&1) || fail "$said"
    mv "$modules/$type.so" "$folder"
    said=$("$program" check --user nobody "$folder/$type.toml" 2>&1) && fail "$type.so is not missed"
    case $said in
        *"not installed: $modules/$type.so"*) ;;
        *) fail "does not say where $type.so belongs: $said" ;;
    esac
    mv "$folder/$type.so" "$modules"
done

completion=$folder/opt/msa/share/bash-completion/completions/msa-milter
sed -i "s,/opt/msa/,$folder&," "$completion"
bash -c '. "$1" && complete -p msa-milter' bash "$completion" >/dev/null || fail "bash completes nothing"

make_it uninstall
left=$(find "$folder/opt" -type f)
[ -z "$left" ] || fail "left behind: $left"
echo "install: as it should be"

# Passwords of the lab's users, in a Cyrus sasldb.
from __future__ import annotations

import shutil
from pathlib import Path

from .process import run

REALM = "example.com"
USERS = ("alice", "bob", "carol")


def login(user: str) -> str:
    return f"{user}@{REALM}"


def password(user: str) -> str:
    return f"secret of {user}"


def make_sasldb(database: Path, queue: Path) -> None:
    """Once outside and once at the same path below `queue`: smtpd opens it inside its chroot."""
    database.parent.mkdir(parents=True)
    for user in USERS:
        run(["saslpasswd2", "-f", str(database), "-c", "-p", "-u", REALM, user],
            stdin=password(user).encode())
    inside = queue / database.relative_to("/")
    inside.parent.mkdir(parents=True)
    for file in (database, Path(shutil.copy(database, inside))):
        shutil.chown(file, group="postfix")
        file.chmod(0o640)


def smtpd_conf(database: Path) -> str:
    return (
        "pwcheck_method: auxprop\n"
        "auxprop_plugin: sasldb\n"
        f"sasldb_path: {database}\n"
        "mech_list: PLAIN LOGIN\n"
    )

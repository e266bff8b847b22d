# Passwords of the lab's users, in a Cyrus sasldb.
from __future__ import annotations

import shutil
from pathlib import Path

from .process import run

REALM = "example.com"
USERS = ("alice", "bob", "carol", "dan", "helpdesk")


def login(user: str) -> str:
    return f"{user}@{REALM}"


def password(user: str) -> str:
    return f"secret of {user}"


def make_sasldb(database: Path, group: str) -> None:
    database.parent.mkdir(parents=True)
    for user in USERS:
        run(["saslpasswd2", "-f", str(database), "-c", "-p", "-u", REALM, user],
            stdin=password(user).encode())
    shutil.chown(database, group=group)
    database.chmod(0o640)


def sasl_conf(database: Path) -> str:
    """smtpd.conf of Postfix, Sendmail.conf of Sendmail."""
    return (
        "pwcheck_method: auxprop\n"
        "auxprop_plugin: sasldb\n"
        f"sasldb_path: {database}\n"
        "mech_list: PLAIN LOGIN\n"
    )

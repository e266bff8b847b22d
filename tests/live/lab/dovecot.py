# A private Dovecot: its authentication service, which Postfix asks, and POP3 on a loopback port. Behind
# each POP3 login runs a script of the case's.
from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

from .background import program, running
from .process import free_ports, listens
from .sasl import REALM, USERS, password

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_default_realm = {realm}
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 0
passdb {{
  driver = passwd-file
  args = {folder}/passwords
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%u
}}
# Else who failed waits for many seconds.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener {sasl} {{
    mode = 0666
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
service pop3 {{
  executable = pop3 behind-login
}}
service behind-login {{
  executable = script-login {script}
  user = root
  unix_listener behind-login {{
  }}
}}
"""


class Dovecot:
    """Serves while `running()` lasts."""

    def __init__(self, folder: Path, sasl: Path, behind_login: str = "", more: str = "") -> None:
        """`sasl`: the socket that Postfix asks; `behind_login`: lines of a shell script, which find the
        client in $IP and the login in $USER; `more`: settings behind the usual ones."""
        self._program = program("/usr/sbin/dovecot", "dovecot-core")
        program("/usr/lib/dovecot/pop3-login", "dovecot-pop3d")
        self._folder = folder
        folder.mkdir()
        mail = folder / "mail"
        mail.mkdir()
        mail.chmod(0o1777)
        script = folder / "behind-login"
        script.write_text(f'#!/bin/sh\n{behind_login}\nexec "$@"\n')
        script.chmod(0o755)
        (folder / "passwords").write_text("".join(
            f"{user}@{REALM}:{{PLAIN}}{password(user)}::::::\n" for user in USERS))
        (self.port,) = free_ports(1)
        self._configuration = folder / "dovecot.conf"
        self._configuration.write_text(CONFIGURATION.format(
            folder=folder, realm=REALM, sasl=sasl, pop3=self.port, script=script) + more)
        self._sasl = sasl

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        with running([self._program, "-F", "-c", str(self._configuration)],
                     self._folder / "output",
                     lambda: self._sasl.exists() and listens(self.port)):
            yield

    def log_in(self, user: str, secret: str | None = None, source: str = "127.0.0.1") -> bool:
        """By POP3, from that address; whether it succeeded. What runs behind the login has run."""
        with socket.create_connection(("127.0.0.1", self.port), 20, (source, 0)) as connection, \
                connection.makefile("rw", newline="\r\n") as lines:
            lines.readline()
            for command in (f"USER {user}@{REALM}", f"PASS {secret or password(user)}", "QUIT"):
                print(command, file=lines, flush=True)
                if not lines.readline().startswith("+OK"):
                    return False
        return True

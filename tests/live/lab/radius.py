# A private FreeRADIUS, and the saslauthd that asks it through PAM. /etc/pam.d is the lab's for saslauthd
# alone: it has a mount namespace of its own.
from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .background import program, running
from .mta import REPOSITORY
from .process import Skip, free_ports
from .sasl import USERS

MODULES = REPOSITORY / "build" / "unpacked" / "lib"
SECRET = "testing123"

CONFIGURATION = """\
name = radius
raddbdir = {folder}
logdir = {folder}
run_dir = {folder}
libdir = /usr/lib/freeradius
pidfile = {folder}/pid
log {{
  destination = stdout
  auth = yes
}}
modules {{
  pap {{
  }}
  files {{
    usersfile = {folder}/users
  }}
}}
client lab {{
  ipaddr = 127.0.0.1
  secret = {secret}
}}
server lab {{
  listen {{
    type = auth
    ipaddr = 127.0.0.1
    port = {port}
  }}
  authorize {{
    files
    pap
  }}
  authenticate {{
    Auth-Type PAP {{
      pap
    }}
  }}
}}
"""
PAM = """\
auth required {module} conf={folder}/pam_radius.conf
account required pam_permit.so
"""


def password(user: str) -> str:
    """What only RADIUS knows."""
    return f"radius of {user}"


def _module() -> Path:
    found = sorted(MODULES.glob("*/security/pam_radius_auth.so"))
    if not found:
        raise Skip("pam_radius_auth.so is not unpacked; package libpam-radius-auth")
    return found[0]


def _private_mounts() -> list[str]:
    """How a program is run in a mount namespace of its own."""
    command = ["unshare", "--mount", "--propagation", "private"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
        raise Skip("unshare --mount is not permitted here, and /etc/pam.d is not ours to write in")
    return command


@contextlib.contextmanager
def serving(folder: Path, saslauthd: Path) -> Iterator[Path]:
    """Both run, saslauthd with its socket in that folder. Gives the log of the RADIUS server."""
    server = program("/usr/sbin/freeradius", "freeradius")
    asks = program("/usr/sbin/saslauthd", "sasl2-bin")
    module, mounts = _module(), _private_mounts()
    (port,) = free_ports(1)
    pam = folder / "pam.d"
    for directory in (folder, pam, saslauthd):
        directory.mkdir()
    (folder / "radiusd.conf").write_text(
        CONFIGURATION.format(folder=folder, port=port, secret=SECRET))
    (folder / "users").write_text("".join(
        f'{user} Cleartext-Password := "{password(user)}"\n' for user in USERS))
    (folder / "pam_radius.conf").write_text(f"127.0.0.1:{port} {SECRET} 3\n")
    (folder / "pam_radius.conf").chmod(0o600)
    (pam / "smtp").write_text(PAM.format(module=module, folder=folder))
    log = folder / "radius.log"
    script = f"mount --bind {pam} /etc/pam.d && exec {asks} -a pam -d -n 1 -m {saslauthd}"
    with running([server, "-f", "-d", str(folder), "-l", "stdout"], log,
                 lambda: _is_ready(log)), \
            running([*mounts, "sh", "-c", script], folder / "saslauthd.log",
                    (saslauthd / "mux").exists):
        yield log


def _is_ready(log: Path) -> bool:
    return "Ready to process requests" in log.read_text(errors="replace")

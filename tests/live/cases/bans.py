# fail2ban finds clients that were refused for what they pretend to be, in the daemon's own log lines.
from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from lab import Lab, Skip
from lab.mta import REPOSITORY
from lab.process import wait_for

from . import case
from .common import accepted, message, refused

UNPACKED = REPOSITORY / "build/unpacked"
FILTER = REPOSITORY / "contrib/fail2ban/filter.d/msa-milter.conf"


def _fail2ban_regex() -> tuple[str, Path, dict[str, str]]:
    """The program, the folder of its filters, and its environment; installed, or unpacked for the tests."""
    installed = shutil.which("fail2ban-regex")
    if installed:
        return installed, Path("/etc/fail2ban/filter.d"), dict(os.environ)
    program = UNPACKED / "usr/bin/fail2ban-regex"
    if not program.exists():
        raise Skip("fail2ban-regex is not there (package fail2ban)")
    return str(program), UNPACKED / "etc/fail2ban/filter.d", {
        **os.environ, "PYTHONPATH": str(UNPACKED / "usr/lib/python3/dist-packages"),
        "PYTHONDONTWRITEBYTECODE": "yes"}


def _banned(lab: Lab, line: str) -> list[str]:
    """The client, where the line counts by the shipped filter: the line as syslog has it."""
    program, folder, environment = _fail2ban_regex()
    filters = lab.scratch / "filters"
    if not filters.exists():
        shutil.copytree(folder, filters)
        shutil.copy(FILTER, filters)
    log = lab.scratch / "bans.log"
    log.write_text("Nov 27 10:00:00 mail " + re.sub(r"^(msa-milter\[\d+\]:) \w+", r"\1", line) + "\n")
    done = subprocess.run([program, "--out", "ip", str(log), str(filters / FILTER.name)],
                          env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split()


def _line(lab: Lab, since: int) -> str:
    """That of the message that was submitted since then: the log is written behind the reply."""
    def line() -> str | None:
        return next((line for line in lab.daemon.log_text()[since:].splitlines()
                     if " action=" in line and " client=" in line), None)
    return wait_for(line, "the daemon logs the message")


@case
def fail2ban_finds_who_writes_as_somebody_else_and_nobody_else(lab: Lab) -> None:
    since = len(lab.daemon.log_text())
    accepted(lab, message())
    assert _banned(lab, _line(lab, since)) == []
    since = len(lab.daemon.log_text())
    refused(lab, message({"From": "ceo@example.com"}), "550 5.7.1", "DATA")
    assert _banned(lab, _line(lab, since)) == ["127.0.0.1"]


@case
def fail2ban_finds_no_client_that_another_invented(lab: Lab) -> None:
    since = len(lab.daemon.log_text())
    pretended = '"x rule=header_from_rights client=192.0.2.9 session=1"@example.com'
    refused(lab, message({"From": pretended}), "550 5.7.1", "DATA")
    line = _line(lab, since)
    assert "client=192.0.2.9" in line, line
    assert _banned(lab, line) == ["127.0.0.1"]

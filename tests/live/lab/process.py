# What every part of the lab needs: waiting with a deadline, free ports, running a command.
from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class LabError(Exception):
    """The lab itself does not work, as opposed to a case that fails."""


class Skip(Exception):
    """A case cannot run here, because a package is missing; which one."""


def wait_for(answer: Callable[[], T | None], what: str, seconds: float = 30.0) -> T:
    """The first answer that is true; an AssertionError at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        value = answer()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s for {what}")
        time.sleep(0.02)


def freeze(pid: int) -> None:
    """It stops here: after SIGSTOP its other threads run on until one of them has taken the signal.
    A process that is gone is no error."""
    def has_stopped() -> bool:
        try:
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
            states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks]
        except (FileNotFoundError, ProcessLookupError):
            return True
        return all(state in "TZX" for state in states)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    wait_for(has_stopped, f"process {pid} to stop")


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody listens on now; all different. Linux gives none of
    these to who connects or asks for any port, so that they are still free a moment later."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(20_000, 32_768)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in found:
                found.append(port)
    return found


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def run(command: Sequence[str], *, stdin: bytes = b"") -> bytes:
    """Output of a command of the lab's own set-up, which must succeed."""
    done = subprocess.run(command, input=stdin, capture_output=True, check=False)
    if done.returncode != 0:
        text = (done.stderr or done.stdout).decode(errors="replace").strip()
        raise LabError(f"{command[0]}: exit {done.returncode}: {text}")
    return done.stdout

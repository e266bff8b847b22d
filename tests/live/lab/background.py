# A server of somebody else's that a case needs: runs in the foreground as a child, in a process group of
# its own, until the block ends.
from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .process import LabError, Skip, wait_for


def program(path: str, package: str) -> str:
    """Where it is; a case that needs it is skipped where it is not."""
    if not os.access(path, os.X_OK):
        raise Skip(f"{path} is not installed; package {package}")
    return path


@contextlib.contextmanager
def running(command: Sequence[str], log: Path, is_up: Callable[[], bool]) -> Iterator[None]:
    with log.open("ab") as output:
        process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL,
                                   stdout=output, stderr=output)
    try:
        try:
            wait_for(lambda: is_up() or process.poll() is not None, f"{command[0]} to be up")
        except AssertionError as late:
            raise LabError(f"{late}: {log.read_text(errors='replace')[-1000:]}") from late
        if process.poll() is not None:
            raise LabError(f"{command[0]} ended: {log.read_text(errors='replace')[-1000:]}")
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # nothing of it is to be kept
        process.wait()

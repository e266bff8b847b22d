# What the figures were measured on, and when it is quiet enough to measure.
from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path


def require(*programs: str) -> None:
    """Ends the program where one is missing, or dkimpy, or root's rights."""
    missing = [name for name in programs if shutil.which(name) is None]
    missing += ["dkimpy"] if importlib.util.find_spec("dkim") is None else []
    if missing:
        sys.exit(f"bench: {', '.join(missing)} missing; run contrib/install-deps.sh --bench")
    if os.geteuid() != 0:
        sys.exit("bench: needs root, for a private Postfix and for milters of other users")


def facts() -> dict[str, str | int]:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {"cpu": cpu[1] if cpu else platform.machine(), "cores": os.cpu_count() or 1,
            "kernel": platform.release(), "openssl": _line(["openssl", "version"]).partition(" (")[0],
            "python": platform.python_version()}


def _line(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def package_version(package: str) -> str | None:
    """None: it is not installed."""
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True,
                          text=True, check=False)
    return done.stdout.strip() or None if done.returncode == 0 else None


def _busy_share(seconds: float) -> float:
    """Of all cores, in that time."""
    def times() -> tuple[int, int]:
        words = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
        return words[3] + words[4], sum(words)
    idle, total = times()
    time.sleep(seconds)
    idle_now, total_now = times()
    return 1 - (idle_now - idle) / max(1, total_now - total)


def wait_until_idle(patience: float) -> float:
    """The busy share at the end: what else runs while the next round is measured."""
    deadline = time.monotonic() + patience
    while True:
        share = _busy_share(0.2)
        if share < 0.1 or time.monotonic() > deadline:
            return share


def openssl_signs(algorithm: str, processes: int, seconds: int) -> float:
    """Signatures a second of `openssl speed`. One process: a second of CPU, which noise moves least."""
    how = ["-elapsed", "-multi", str(processes)] if processes > 1 else []
    done = subprocess.run(["openssl", "speed", "-seconds", str(seconds), *how, algorithm],
                          capture_output=True, text=True, check=True)
    row = re.search(r"^(?:rsa 2048 bits|\s*253 bits EdDSA \(Ed25519\))\s+\S+\s+\S+\s+([\d.]+)",
                    done.stdout, re.MULTILINE)
    if row is None:
        raise RuntimeError(f"openssl speed says: {done.stdout}")
    return float(row[1])

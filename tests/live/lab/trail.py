# What kills must not do to the trail: it verifies under its key, each end that was none is told by the
# next start, and what was delivered has its record.
from __future__ import annotations

import json
import subprocess

from . import audit
from .daemon import Daemon
from .sink import Delivery


def why_not_whole(daemon: Daemon) -> str:
    """Empty: it verifies."""
    done = subprocess.run(
        [str(daemon.binary), "audit", "verify", "--key", daemon.verifier_key, "--config",
         str(daemon.settings)],
        capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"exit {done.returncode}: {done.stdout}{done.stderr}"


def untold_ends(daemon: Daemon) -> list[str]:
    """Starts that do not say how the one before them ended."""
    wrong: list[str] = []
    last = "stop"
    for line in daemon.audit.read_text().splitlines():
        record = json.loads(line)
        if record["record"] == "start" and record["clean"] != (last == "stop"):
            wrong.append(f"{line} behind {last}")
        if record["record"] not in ("tree", "rotation", "audit_key", "clock", "gap"):
            last = record["record"]
    return wrong


def unclean_starts(daemon: Daemon) -> int:
    return sum('"record":"start"' in line and '"clean":false' in line
               for line in daemon.audit.read_text().splitlines())


def without_record(daemon: Daemon, deliveries: list[Delivery]) -> list[str]:
    """Queue ids of what was delivered and is not recorded as accepted, once."""
    accepted = [audit.value(each, "queue id") for each in audit.AuditTrail(daemon.audit).records()
                if audit.value(each, "disposition") == "accepted"]
    return [each.queue_id for each in deliveries if accepted.count(each.queue_id) != 1]

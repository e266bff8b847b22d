# `msa-milter trace` for messages that were delivered.
from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from .daemon import Daemon
from .sasl import REALM


def trace(daemon: Daemon, message: bytes, proof: Path | None = None) -> tuple[int, dict[str, Any]]:
    """Its exit status and what it found out; keys are given, not asked from DNS."""
    keys = [word for key in daemon.keys
            for word in ("--key", f"{key.selector}._domainkey.{REALM}={key.record}")]
    done = subprocess.run(
        [str(daemon.binary), "trace", "-", "--json", "--config", str(daemon.settings), *keys,
         *(["--proof", str(proof)] if proof else [])],
        input=message, capture_output=True, check=False)
    assert not done.stderr, f"trace says: {done.stderr.decode()}"
    return done.returncode, json.loads(done.stdout)


def proof_holds(daemon: Daemon, proof: Path) -> str:
    """Empty: the record and its proof convince who kept the trail's key."""
    done = subprocess.run(
        [str(daemon.binary), "audit", "verify", "--proof", f"{proof}.tlog-proof", "--key",
         daemon.verifier_key],
        capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"exit {done.returncode}: {done.stdout}{done.stderr}"

# What the native engine promises of many sessions, and of a disk that takes milliseconds.
from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import Bench, say
from targets import OursNativeOnDisk, Target, rss_kb

IDLE = 10_000
BUSY = 5_000
ALWAYS = ("--connections", "64", "--seconds", "3")


def memory(bench: Bench, target: Target) -> dict[str, float]:
    """Kilobytes: of a session that only opened, and of everything while many are busy."""
    _begin_anew(target)
    bench.put(target, "--connections", "1", "--messages", "50", "--warm-up", "0")
    before = rss_kb(target.pids())
    idle = bench.put(target, "--connections", "1", "--idle", str(IDLE), "--messages", "50",
                     "--warm-up", "0")["rss_kb"]
    _begin_anew(target)
    busy = bench.put(target, "--connections", str(BUSY), "--seconds", "5")["rss_kb"]
    result = {"idle_session_kb": (idle - before) / IDLE, "busy_kb": busy}
    say(f"sessions: {result}")
    return result


def _begin_anew(target: Target) -> None:
    target.stop()
    target.start()


def on_disk(bench: Bench, target: Target) -> dict[str, Any]:
    """64 connections with the trail in memory and on a disk, by turns."""
    with tempfile.TemporaryDirectory(prefix="msa-bench-", dir="/var/tmp") as name:
        disk = Path(name)
        disk.chmod(0o755)
        syncs = statistics.median(_sync_us(disk) for _ in range(50))
        disked = OursNativeOnDisk(target.folder, disk, {key.selector: key for key in target.keys})
        in_memory, on_it = [], []
        disked.start()
        try:
            for _ in range(bench.rounds):
                for each, rates in ((target, in_memory), (disked, on_it)):
                    bench.wait_until_idle()
                    rates.append(bench.put(each, *ALWAYS)["per_second"])
        finally:
            disked.stop()
    result = {"fdatasync_us": syncs, "per_second": statistics.median(on_it),
              "share": statistics.median(on_it) / statistics.median(in_memory)}
    say(f"trail on a disk: {result}")
    return result


def _sync_us(folder: Path) -> float:
    with (folder / "probe").open("ab") as file:
        file.write(b"x" * 4096)
        file.flush()
        began = time.perf_counter()
        os.fdatasync(file.fileno())
        return (time.perf_counter() - began) * 1e6

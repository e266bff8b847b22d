# What one load does not show: how soon a milter answers, how much memory it takes and keeps, and what
# new rules cost those who are being served.
from __future__ import annotations

import contextlib
import os
import signal
import statistics
import threading
from collections.abc import Iterator
from typing import Any

from lab.process import wait_for

from bench import Bench, say
from targets import Ours, Target, rss_kb

HUP_EVERY = 1.0  # seconds


def starts(bench: Bench) -> dict[str, dict[str, float]]:
    """Each again and again: from exec to its answer to the first offer, and what it takes then."""
    found: dict[str, dict[str, float]] = {}
    for name, target in list(bench.targets.items()):
        answers, sizes = [], []
        for _ in range(bench.rounds):
            with bench.blaming(name):
                target.stop()
                bench.wait_until_idle()
                target.start()
                answers.append(target.start_seconds * 1000)
                sizes.append(rss_kb(target.pids()))
        if answers:
            found[name] = {"first_answer_ms": statistics.median(answers),
                           "rss_kb": statistics.median(sizes)}
            say(f"start: {name} {found[name]['first_answer_ms']:.1f} ms, "
                f"{found[name]['rss_kb'] / 1024:.1f} MB")
    return found


def growth(bench: Bench, target: Target, messages: int, steps: int = 10) -> dict[str, Any]:
    """What it takes at the end of each step; the records are thrown away between."""
    assert isinstance(target, Ours)
    sizes = []
    for step in range(steps):
        figures = bench.put(target, "--connections", "64", "--warm-up", "0", "--seconds", "500",
                            "--messages", str(messages // steps))
        sizes.append(figures["rss_kb"])
        os.truncate(target.records, 0)
        say(f"memory: {target.name} {figures['rss_kb'] / 1024:.1f} MB after "
            f"{(step + 1) * messages // steps} messages")
    return {"messages": messages, "rss_kb": sizes, "growth_kb": sizes[-1] - sizes[0]}


def reloads(bench: Bench, target: Target) -> dict[str, Any]:
    """The same load without reloads and with one a second, by turns."""
    load = ("--connections", "8", "--seconds", "2.5" if bench.is_quick else "8")
    calm, disturbed = [], []
    done = failed = 0
    for _ in range(bench.rounds):
        bench.wait_until_idle()
        calm.append(bench.put(target, *load)["p99_us"])
        before = _reloads_of(target)
        with _reloading(target):
            figures = bench.put_anyhow(target, *load)
        disturbed.append(figures["p99_us"])
        failed += figures["refused"] + figures["unsigned"]
        wait_for(lambda: _reloads_of(target) > before, "a reload")
        done += _reloads_of(target) - before
    result = {"reloads": done, "failed": failed, "p99_us": statistics.median(calm),
              "p99_us_reloading": statistics.median(disturbed)}
    say(f"reloads: {result}")
    return result


def _reloads_of(target: Target) -> int:
    return (target.folder / "log").read_text(errors="replace").count("event=reload result=ok")


@contextlib.contextmanager
def _reloading(target: Target) -> Iterator[None]:
    is_over = threading.Event()
    pid = target.pids()[0]

    def hup() -> None:
        while not is_over.wait(HUP_EVERY):
            os.kill(pid, signal.SIGHUP)
    thread = threading.Thread(target=hup)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()

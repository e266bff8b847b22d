# The run itself: starts everybody, verifies what each signs, puts loads on them by turns.
from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lab import LabError, keys

import machine
import report
from loads import LOADS, RSA, Load
from postfix import Postfix
from targets import EVERYBODY, Ours, Target

Figures = dict[str, Any]  # what bench-load prints
WITHOUT = "none"  # Postfix without a milter


def say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


class Bench:
    def __init__(self, folder: Path, program: str, is_quick: bool) -> None:
        self.program, self.is_quick = program, is_quick
        self.rounds = 1 if is_quick else 5
        self.seconds = 0.7 if is_quick else 3.0
        self.keys = {key.selector: key for key in keys.make_keys(folder / "keys")}
        for key in self.keys.values():
            key.file.chmod(0o644)  # every milter has a user of its own; these are worth nothing
        present = [kind for kind in EVERYBODY if kind.version() is not None]
        self.missing = sorted({kind.package for kind in EVERYBODY
                               if kind.package and kind not in present})
        self.targets: dict[str, Target] = {kind.name: kind(folder, self.keys) for kind in present}
        self.broken: dict[str, str] = {}

    def __enter__(self) -> Bench:
        for name, target in list(self.targets.items()):
            with self.blaming(name):
                target.start()
                self._verify(target)
        return self

    def __exit__(self, *_: object) -> None:
        for target in self.targets.values():
            target.ask_to_end()  # together: libmilter takes seconds
        for target in self.targets.values():
            target.stop()

    @property
    def is_sound(self) -> bool:
        """Whether our own, and Postfix without a milter, went through."""
        ours = [kind.name for kind in EVERYBODY if issubclass(kind, Ours)]
        return not any(name in self.broken for name in (*ours, WITHOUT))

    @contextlib.contextmanager
    def blaming(self, name: str) -> Iterator[None]:
        """Who fails is left out from here on, and named in the report; the others go on."""
        try:
            yield
        except (AssertionError, OSError, RuntimeError, LabError, subprocess.SubprocessError) as error:
            self.broken[name] = " ".join(str(error).split())
            say(f"left out: {name}: {self.broken[name]}")
            if target := self.targets.pop(name, None):
                target.stop()

    def _verify(self, target: Target) -> None:
        """What it signs; its figures would count for nothing."""
        dump = target.folder / "message"
        self.put(target, "--connections", "1", "--messages", "1", "--warm-up", "0", "--dump",
                 str(dump))
        keys.verify(dump.read_bytes(), target.keys)

    def put(self, target: Target, *options: str) -> Figures:
        """A load on it; every message must come back signed."""
        figures = self.put_anyhow(target, *options)
        if figures["refused"] or figures["unsigned"]:
            raise RuntimeError(f"{figures['refused']} messages refused, {figures['unsigned']} "
                               "unsigned")
        return figures

    def put_anyhow(self, target: Target, *options: str) -> Figures:
        pids = [word for pid in target.pids() for word in ("--pid", str(pid))]
        done = subprocess.run([self.program, "--socket", target.socket, *options, *pids],
                              capture_output=True, text=True, check=False, timeout=600)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        figures: Figures = json.loads(done.stdout)
        return figures

    def wait_until_idle(self) -> float:
        return machine.wait_until_idle(0.3 if self.is_quick else 20)

    def measure(self) -> tuple[list[report.Row], report.Limits]:
        """The rows of the table, and what the machine can do at most."""
        loads = [load for load in LOADS if load.is_quick or not self.is_quick]
        samples: dict[tuple[str, str], list[Figures]] = {}
        limits: dict[str, dict[str, list[float]]] = {}
        for _ in range(self.rounds):
            for algorithm in ("rsa2048", "ed25519"):
                for cores, processes in (("one", 1), ("all", max(2, os.cpu_count() or 1))):
                    self.wait_until_idle()
                    limits.setdefault(algorithm, {}).setdefault(cores, []).append(
                        machine.openssl_signs(algorithm, processes, 1))
            for load in loads:
                for name in load.targets:
                    if name not in self.targets:
                        continue
                    with self.blaming(name):
                        figures = self._sample(load, self.targets[name])
                        samples.setdefault((load.name, name), []).append(figures)
                        say(f"{load.name}: {name} {figures['per_second']:.0f}/s")
        rows = [report.row(load.name, name, samples[load.name, name])
                for load in loads for name in load.targets if (load.name, name) in samples]
        return rows, {algorithm: {cores: statistics.median(found) for cores, found in each.items()}
                      for algorithm, each in limits.items()}

    def _sample(self, load: Load, target: Target) -> Figures:
        busy = self.wait_until_idle()
        figures = self.put(target, *load.options, "--seconds", str(self.seconds))
        return {**figures, "busy_before": round(busy, 2)}

    def deliver(self, folder: Path) -> dict[str, float]:
        """Messages a second through Postfix: without a milter, and with each."""
        messages = 200 if self.is_quick else 1500
        found: dict[str, list[float]] = {}
        for number in range(self.rounds):
            for name, socket in ((WITHOUT, None), *((name, self.targets[name].socket)
                                                   for name in RSA if name in self.targets)):
                self.wait_until_idle()
                with self.blaming(name), Postfix(folder / f"{name}-{number}", socket) as postfix:
                    found.setdefault(name, []).append(postfix.delivered_per_second(messages))
                    say(f"through Postfix: {name} {found[name][-1]:.0f}/s")
        return {name: statistics.median(each) for name, each in found.items() if each}

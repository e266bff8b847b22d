# What the project wants to reach, and how each figure is computed from the results of a run. A figure
# whose parts were not measured, because a peer is not installed or the run was short, is left out.
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import loads
from report import found, limit

Results = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    figure: str
    goal: float
    is_at_least: bool  # or at most
    form: str  # of a value, as a format string
    reached: Callable[[Results], float]  # KeyError: not measured
    # What a milter that did nothing but the signature operation would reach on this machine.
    bound: Callable[[Results], float] | None = None


NATIVE = "msa-milter-native"


def _versus(load: loads.Load, ours: str = NATIVE, peer: str = "opendkim"
            ) -> Callable[[Results], float]:
    return lambda results: (found(results, load.name, ours, "per_second")
                            / found(results, load.name, peer, "per_second"))


def _bare(load: loads.Load, peer: str = "opendkim", algorithm: str = "rsa2048",
          cores: str = "all") -> Callable[[Results], float]:
    return lambda results: (limit(results, algorithm, cores)
                            / found(results, load.name, peer, "per_second"))


def _of_signatures(load: loads.Load) -> Callable[[Results], float]:
    return lambda results: (found(results, load.name, NATIVE, "per_second")
                            / limit(results, "rsa2048", "all"))


def _cpu_beyond_us(load: loads.Load, target: str = NATIVE, algorithm: str = "rsa2048"
                   ) -> Callable[[Results], float]:
    return lambda results: (found(results, load.name, target, "cpu_us")
                            - 1e6 / limit(results, algorithm, "one"))


def _delivered(peer: str) -> Callable[[Results], float]:
    return lambda results: float(results["delivered"][NATIVE] / results["delivered"][peer])


def _start(results: Results, name: str, figure: str) -> float:
    return float(results["starts"][name][figure])


GOALS = (
    Goal("rsa against opendkim, 8 connections", 6.0, True, "{:.2f}x", _versus(loads.EIGHT),
         _bare(loads.EIGHT)),
    Goal("rsa against opendkim, 64 connections", 5.5, True, "{:.2f}x", _versus(loads.SIXTY_FOUR),
         _bare(loads.SIXTY_FOUR)),
    Goal("rsa against opendkim, 512 connections", 6.0, True, "{:.2f}x", _versus(loads.MANY),
         _bare(loads.MANY)),
    Goal("rsa against openssl speed on all cores, 8 connections", 0.70, True, "{:.2f}",
         _of_signatures(loads.EIGHT)),
    Goal("rsa against openssl speed on all cores, 64 connections", 0.70, True, "{:.2f}",
         _of_signatures(loads.SIXTY_FOUR)),
    Goal("ed25519 against opendkim, 8 connections", 10, True, "{:.1f}x",
         _versus(loads.ED25519, "msa-milter-native-ed25519", "opendkim-ed25519"),
         _bare(loads.ED25519, "opendkim-ed25519", "ed25519")),
    Goal("ed25519 against opendkim, 64 connections", 12, True, "{:.1f}x",
         _versus(loads.ED25519_SIXTY_FOUR, "msa-milter-native-ed25519", "opendkim-ed25519"),
         _bare(loads.ED25519_SIXTY_FOUR, "opendkim-ed25519", "ed25519")),
    Goal("CPU a message beyond the rsa signature, 8 connections", 90, False, "{:.0f} us",
         _cpu_beyond_us(loads.EIGHT)),
    Goal("CPU a message beyond the ed25519 signature, 8 connections", 90, False, "{:.0f} us",
         _cpu_beyond_us(loads.ED25519, "msa-milter-native-ed25519", "ed25519")),
    Goal("CPU a message beyond the signature, 64 clients that pause", 130, False, "{:.0f} us",
         _cpu_beyond_us(loads.PAUSING)),
    Goal("starved of 512 sessions", 0, False, "{:.0f}",
         lambda results: found(results, loads.MANY.name, NATIVE, "starved")),
    Goal("the slowest of 512 sessions against their mean", 0.5, True, "{:.2f}",
         lambda results: found(results, loads.MANY.name, NATIVE, "slowest_share")),
    Goal("RSS of an idle session", 0.25, False, "{:.2f} KB",
         lambda results: float(results["sessions"]["idle_session_kb"])),
    Goal("RSS with 5,000 busy sessions", 40, False, "{:.1f} MB",
         lambda results: float(results["sessions"]["busy_kb"] / 1024)),
    Goal("trail on a disk against in memory, 64 connections", 0.8, True, "{:.2f}",
         lambda results: float(results["disk"]["share"])),
    Goal("messages/s beside 10,000 idle sessions against without", 0.95, True, "{:.2f}",
         lambda results: (found(results, loads.BESIDE_IDLE.name, NATIVE, "per_second")
                          / found(results, loads.PAUSING.name, NATIVE, "per_second"))),
    Goal("CPU of rsa and ed25519 against rsa alone, 8 connections, libmilter", 1.10, False, "{:.2f}x",
         lambda results: (found(results, loads.BOTH.name, "msa-milter-both", "cpu_us")
                          / found(results, loads.EIGHT.name, "msa-milter", "cpu_us"))),
    Goal("messages of 100 KB against opendkim", 3.0, True, "{:.2f}x", _versus(loads.HUNDRED_KB)),
    Goal("messages of 5 MB against opendkim", 1.3, True, "{:.2f}x", _versus(loads.FIVE_MB)),
    Goal("delivered/s through Postfix against opendkim", 1.5, True, "{:.2f}x",
         _delivered("opendkim")),
    Goal("delivered/s through Postfix against no milter", 0.75, True, "{:.2f}", _delivered("none")),
    Goal("libmilter: rsa against opendkim, 8 connections", 3.5, True, "{:.2f}x",
         _versus(loads.EIGHT, "msa-milter"), _bare(loads.EIGHT)),
    Goal("start to first answer", 20, False, "{:.0f} ms",
         lambda results: _start(results, "msa-milter-inline", "first_answer_ms")),
    Goal("start to first answer with 100,000 owners", 60, False, "{:.0f} ms",
         lambda results: _start(results, "msa-milter", "first_answer_ms")),
    Goal("RSS at start", 15, False, "{:.1f} MB",
         lambda results: _start(results, "msa-milter-inline", "rss_kb") / 1024),
    Goal("growth of RSS over 1,000,000 messages, after the first 100,000", 0.5, False, "{:.1f} MB",
         lambda results: float(results["growth"]["growth_kb"]) / 1024),
    Goal("sessions that fail while 100,000 owners are reloaded every second", 0, False, "{:.0f}",
         lambda results: float(results["reload"]["failed"])),
    Goal("p99 with those reloads against that without", 1.5, False, "{:.2f}x",
         lambda results: float(results["reload"]["p99_us_reloading"]
                               / results["reload"]["p99_us"])),
)


def reached(results: Results) -> list[dict[str, Any]]:
    """Of each figure that was measured: what it is, as a number and for people."""
    table = []
    for goal in GOALS:
        try:
            value = goal.reached(results)
        except KeyError:
            continue
        is_met = value >= goal.goal if goal.is_at_least else value <= goal.goal
        table.append({"figure": goal.figure, "value": value, "reached": goal.form.format(value),
                      "goal": ("at least " if goal.is_at_least else "at most ")
                      + goal.form.format(goal.goal), "is_met": is_met,
                      "bound": goal.form.format(goal.bound(results)) if goal.bound else ""})
    return table

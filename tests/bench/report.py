# Tables from the results of a run, which are JSON. Ratios are against opendkim in the same run.
from __future__ import annotations

import statistics
from typing import Any

FIGURES = ("per_second", "cpu_us", "p50_us", "p99_us", "starved", "slowest_share", "rss_kb", "threads")

Row = dict[str, Any]  # a load and a target: the medians of its samples
Limits = dict[str, dict[str, float]]  # algorithm: signatures a second on "one" core and on "all"
Results = dict[str, Any]


def row(load: str, target: str, samples: list[dict[str, Any]]) -> Row:
    medians = {name: statistics.median(each[name] for each in samples) for name in FIGURES}
    return {"load": load, "target": target, **medians, "samples": samples}


def found(results: Results, load: str, target: str, figure: str) -> float:
    """Throws KeyError where that was not measured."""
    for each in results["rows"]:
        if (each["load"], each["target"]) == (load, target):
            return float(each[figure])
    raise KeyError(load)


def limit(results: Results, algorithm: str, cores: str) -> float:
    """Bare signatures a second of "one" core's CPU or on "all" cores, says openssl speed."""
    return float(results["limits"][algorithm][cores])


def ratio(results: Results, of: Row) -> float | None:
    """Against opendkim under the same load."""
    for each in results["rows"]:
        if each["load"] == of["load"] and each["target"].startswith("opendkim"):
            return float(of["per_second"] / each["per_second"])
    return None


def table(head: str, lines: list[list[str]]) -> list[str]:
    columns = head.split(" | ")
    return [f"| {head} |", "|---" * len(columns) + "|",
            *(f"| {' | '.join(cells)} |" for cells in lines)]


def _times(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def loads_table(results: Results) -> list[str]:
    return table(
        "load | milter | messages/s | x opendkim | CPU us/message | p50 ms | p99 ms | starved",
        [[each["load"], each["target"], f"{each['per_second']:.0f}", _times(ratio(results, each)),
          f"{each['cpu_us']:.0f}", f"{each['p50_us'] / 1000:.2f}", f"{each['p99_us'] / 1000:.2f}",
          f"{each['starved']:.0f}"] for each in results["rows"]])


def delivered_table(results: Results) -> list[str]:
    delivered = results["delivered"]
    peer, none = delivered.get("opendkim"), delivered.get("none")
    return table("through Postfix | delivered/s | x opendkim | x no milter",
                  [[name, f"{rate:.0f}", _times(rate / peer if peer else None),
                    _times(rate / none if none else None)] for name, rate in delivered.items()])


def starts_table(results: Results) -> list[str]:
    return table("milter | start to first answer, ms | RSS then, MB",
                  [[name, f"{each['first_answer_ms']:.1f}", f"{each['rss_kb'] / 1024:.1f}"]
                   for name, each in results["starts"].items()])


def goals_table(results: Results) -> list[str]:
    return table("figure | reached | goal | the signature operation alone",
                  [[each["figure"], each["reached"] + ("" if each["is_met"] else " (missed)"),
                    each["goal"], each["bound"]] for each in results["goals"]])


def remarks(results: Results) -> list[str]:
    lines = ["Bare signatures by openssl speed: " + ", ".join(
        f"{name} {each['one']:.0f}/s of CPU, {each['all']:.0f}/s on all cores"
        for name, each in results["limits"].items()) + "."]
    if growth := results.get("growth"):
        sizes = ", ".join(f"{size / 1024:.1f}" for size in growth["rss_kb"])
        lines.append(f"RSS while {growth['messages']:,} messages went through, in MB: {sizes}.")
    if disk := results.get("disk"):
        lines.append(f"The disk of the trail takes {disk['fdatasync_us'] / 1000:.1f} ms for fdatasync.")
    if results["missing"]:
        lines.append(f"Not installed: {', '.join(results['missing'])} "
                     "(contrib/install-deps.sh --bench).")
    lines += [f"Left out: {name}: {why}." for name, why in results["broken"].items()]
    return lines


def everything(results: Results) -> str:
    parts = (loads_table(results), delivered_table(results), starts_table(results),
             remarks(results), goals_table(results))
    return "\n\n".join("\n".join(part) for part in parts)

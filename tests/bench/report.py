# The figures as a table and as JSON. Ratios are against opendkim in the same run.
from __future__ import annotations

import dataclasses
import statistics
from dataclasses import dataclass
from typing import Any

FIGURES = ("per_second", "cpu_us", "p50_us", "p99_us", "starved", "rss_kb", "threads")


@dataclass(frozen=True)
class Row:
    load: str
    target: str
    samples: list[dict[str, Any]]

    def median(self, figure: str) -> float:
        return statistics.median(each[figure] for each in self.samples)


@dataclass(frozen=True)
class Results:
    machine: dict[str, str | int]
    versions: dict[str, str | None]
    missing: list[str]
    broken: dict[str, str]
    limits: dict[str, float]  # signatures a second of openssl speed, on all cores
    rows: list[Row]
    delivered: dict[str, float]
    starts: dict[str, float]
    rounds: int
    seconds: int

    def _reference(self, row: Row) -> Row | None:
        """opendkim under the same load."""
        return next((each for each in self.rows
                     if each.load == row.load and each.target.startswith("opendkim")), None)

    def ratio(self, row: Row) -> float | None:
        reference = self._reference(row)
        return row.median("per_second") / reference.median("per_second") if reference else None

    def to_json(self) -> dict[str, Any]:
        facts = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        facts["rows"] = [
            {"load": row.load, "target": row.target, "ratio_to_opendkim": self.ratio(row),
             **{figure: row.median(figure) for figure in FIGURES}, "samples": row.samples}
            for row in self.rows]
        return facts

    def table(self) -> str:
        lines = ["| load | milter | messages/s | x opendkim | CPU us/message | p50 ms | p99 ms | starved |",
                 "|---|---|---|---|---|---|---|---|"]
        for row in self.rows:
            ratio = self.ratio(row)
            lines.append(
                f"| {row.load} | {row.target} | {row.median('per_second'):.0f} | "
                f"{f'{ratio:.2f}' if ratio else ''} | {row.median('cpu_us'):.0f} | "
                f"{row.median('p50_us') / 1000:.2f} | {row.median('p99_us') / 1000:.2f} | "
                f"{row.median('starved'):.0f} |")
        none = self.delivered.get("none")
        lines += ["", "| through Postfix | delivered/s | x opendkim | x no milter |", "|---|---|---|---|"]
        for name, rate in self.delivered.items():
            versus = self.delivered.get("opendkim")
            lines.append(f"| {name} | {rate:.0f} | {f'{rate / versus:.2f}' if versus else ''} | "
                         f"{f'{rate / none:.2f}' if none else ''} |")
        lines += ["", "openssl speed, all cores: " + ", ".join(
            f"{name} {rate:.0f}/s" for name, rate in self.limits.items())]
        lines += ["start to first socket: " + ", ".join(
            f"{name} {1000 * seconds:.0f} ms" for name, seconds in self.starts.items())]
        lines += [f"not installed: {', '.join(self.missing)}"] if self.missing else []
        lines += [f"left out, {name}: {why}" for name, why in self.broken.items()]
        return "\n".join(lines)

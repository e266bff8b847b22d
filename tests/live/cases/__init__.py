# The cases, in the order in which they run. A case is a function that takes the lab and fails by
# raising; its name is the sentence that the runner prints. It runs on every MTA and does not ask which
# one that is, but where the answer must differ: lab.of_mta(), with the reason beside it.
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lab import Lab

Function = Callable[[Lab], None]


@dataclass(frozen=True)
class Case:
    run: Function
    only: str | None = None  # name of the one MTA that it is about
    because: str = ""

    @property
    def sentence(self) -> str:
        return self.run.__name__.replace("_", " ")

    def is_about(self, mta: str) -> bool:
        return self.only in (None, mta)


CASES: list[Case] = []


def case(function: Function) -> Function:
    CASES.append(Case(function))
    return function


def case_of(mta: str, because: str) -> Callable[[Function], Function]:
    """For what only one MTA has."""
    def register(function: Function) -> Function:
        CASES.append(Case(function, mta, because))
        return function
    return register


# Importing registers; records and reports come last, because they look at all that was delivered before.
from . import (  # noqa: E402, F401
    delivery, refusal, survival, mta, attacks, repairs, resending, programs, bans, doctor, names, failure, reloading,
    identities, importing, dovecot, tables, by_the_book, rollout, held, limits,
    kills, records, reports)

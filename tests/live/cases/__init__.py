# The cases, in the order in which they run. A case is a function that takes the lab and fails by
# raising; its name is the sentence that the runner prints.
from __future__ import annotations

from collections.abc import Callable

from lab import Lab

Case = Callable[[Lab], None]
CASES: list[Case] = []


def case(function: Case) -> Case:
    CASES.append(function)
    return function


# Importing registers; records comes last, because it looks at all that was delivered before.
from . import delivery, refusal, mta, attacks, programs, failure, reloading, records  # noqa: E402, F401

# A callgrind file, and whose instructions they are: those of a function that belongs to no component
# are its callers', in proportion to what each call of it cost.
from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

REST = "rest"
_NAME = re.compile(r"(c?)(ob|fl|fi|fe|fn)=\((\d+)\)(?: (.*))?$")


@dataclass
class Profile:
    """Functions are `file:name [object]`, as callgrind_annotate has them."""
    own: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    calls: dict[str, dict[str, int]] = field(  # callee: caller: instructions in it and below
        default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    @property
    def total(self) -> int:
        return sum(self.own.values())


def read(file: Path) -> Profile:
    """Of one event, with callgrind's compressed names. RuntimeError: it does not add up."""
    profile = Profile()
    names: dict[tuple[str, str], str] = {}
    here = {"ob": "", "file": "", "fn": ""}  # the file may be that of an inlined part
    callee: dict[str, str] = {}  # what is not said of it is as here
    function = ""
    is_call = False
    for line in file.read_text(errors="replace").splitlines():
        if found := _NAME.match(line):
            is_callee, key, number, text = found.groups()
            kind = "file" if key in ("fl", "fi", "fe") else key
            if text is not None:
                names[kind, number] = text
            (callee if is_callee else here)[kind] = names[kind, number]
            if not is_callee and key == "fn":
                function = _function(here)
        elif line.startswith("calls="):
            is_call = True
        elif line and line[0] in "0123456789+-*":
            cost = int(line.split()[1])
            if is_call:
                profile.calls[_function({**here, **callee})][function] += cost
                callee, is_call = {}, False
            else:
                profile.own[function] += cost
        elif line.startswith("totals: ") and int(line.split()[1]) != profile.total:
            raise RuntimeError(f"{file}: {profile.total} instructions, but {line}")
    return profile


def _function(place: dict[str, str]) -> str:
    return f"{place['file']}:{place['fn']} [{place['ob']}]"


def check(profiles: list[Profile], components: dict[str, str]) -> None:
    """RuntimeError: a pattern matches no function of any profile, so something was renamed."""
    functions = {name for profile in profiles for name in {*profile.own, *profile.calls}}
    met = {_component(name, components) for name in functions}
    if absent := [name for name in components if name not in met]:
        raise RuntimeError(f"no function belongs to: {', '.join(absent)}")


def _component(function: str, components: dict[str, str]) -> str | None:
    return next((name for name, pattern in components.items() if re.search(pattern, function)), None)


def shares(profile: Profile, components: dict[str, str]) -> dict[str, float]:
    """Instructions of each component, whose values are patterns; the first that matches counts."""
    owner: dict[str, dict[str, float]] = {}  # whose a function is, as shares
    plain = []
    for function in {*profile.own, *profile.calls}:
        if (name := _component(function, components)) is not None:
            owner[function] = {name: 1.0}
        else:
            plain.append(function)
    for _ in range(30):  # deeper than helpers call each other
        for function in plain:
            owner[function] = _of_callers(profile.calls[function], owner)
    found: dict[str, float] = {name: 0.0 for name in (*components, REST)}
    for function, cost in profile.own.items():
        for name, share in owner[function].items():
            found[name] += cost * share
    return found


def _of_callers(callers: dict[str, int], owner: dict[str, dict[str, float]]) -> dict[str, float]:
    total = sum(callers.values())
    mixed: dict[str, float] = defaultdict(float)
    for caller, cost in callers.items():
        for name, share in owner.get(caller, {REST: 1.0}).items():
            mixed[name] += share * cost / total if total else 0.0
    return dict(mixed) if mixed else {REST: 1.0}

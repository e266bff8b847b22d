# The examples of README.md, as they stand there.
from __future__ import annotations

import re

from .mta import REPOSITORY
from .process import LabError


def example(beginning: str) -> str:
    """The indented block below the paragraph that begins so, in bold."""
    text = (REPOSITORY / "README.md").read_text()
    found = re.search(rf"^\*\*{re.escape(beginning)}.*?\n\n((?:    [^\n]*\n)+)", text,
                      re.MULTILINE | re.DOTALL)
    if found is None:
        raise LabError(f"README.md has no example of: {beginning}")
    return re.sub("^    ", "", found[1], flags=re.MULTILINE)


def command(word: str) -> str:
    """The one command between back quotes in which the word is and a blank."""
    text = (REPOSITORY / "README.md").read_text()
    found = [each.replace("\n", " ") for each in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)
             if word in each and " " in each and "lmdb:/etc/msa-milter" in each]
    if len(found) != 1:
        raise LabError(f"README.md has {len(found)} commands with {word}: {found}")
    return found[0]


def put(text: str, places: dict[str, str]) -> str:
    """The text at this site: each of the left stands in it, and is what is named on the right here."""
    for place, ours in places.items():
        if place not in text:
            raise LabError(f"{place} is not in: {text}")
        text = text.replace(place, ours)
    return text

# The examples of msa-milter-identity(5), as they stand there.
from __future__ import annotations

import re

from .mta import REPOSITORY
from .process import LabError

PAGE = REPOSITORY / "src/man/msa-milter-identity.5"
ESCAPES = {r"\-": "-", r"\(aq": "'", r"\(ga": "`", r"\(ha": "^", r"\(ti": "~", r"\&": "", r"\e": "\\"}


def without_roff(text: str) -> str:
    """What a reader sees."""
    for escape, character in ESCAPES.items():
        text = text.replace(escape, character)
    return text


def example(heading: str) -> str:
    """The first block of lines below that heading."""
    found = re.search(rf'^\.SS "{re.escape(heading)}"\n.*?^\.nf\n(.*?)^\.fi$', PAGE.read_text(),
                      re.MULTILINE | re.DOTALL)
    if found is None:
        raise LabError(f"{PAGE.name} has no example of: {heading}")
    return without_roff(found[1])


def command(word: str) -> str:
    """The one command in bold in which the word is, and a blank."""
    found = [each for each in map(without_roff, re.findall(r"\\fB(.*?)\\fR", PAGE.read_text()))
             if word in each and " " in each and "lmdb:/etc/msa-milter" in each]
    if len(found) != 1:
        raise LabError(f"{PAGE.name} has {len(found)} commands with {word}: {found}")
    return found[0]


def put(text: str, places: dict[str, str]) -> str:
    """The text at this site: each of the left stands in it, and is what is named on the right here."""
    for place, ours in places.items():
        if place not in text:
            raise LabError(f"{place} is not in: {text}")
        text = text.replace(place, ours)
    return text

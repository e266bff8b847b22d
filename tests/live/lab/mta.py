# What the lab asks of a private MTA, whichever it is.
from __future__ import annotations

import contextlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .process import LabError
from .tls import Certificates

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Surroundings:
    """What an MTA finds on its host."""

    certificates: Certificates
    next_hop: int  # port
    seven_bit_hop: int  # port, for mail to SEVEN_BIT


REFUSING = "refusing.example"  # a domain at which the MTA itself knows nobody
SEVEN_BIT = "seven.example"  # a domain whose server does not offer 8BITMIME
PATIENCE = 5  # seconds that the MTA waits for the milter's answer


class Mta(ABC):
    """Made with nothing running; what is started is stopped by stop()."""

    name: str
    example: Path  # the folder that its configuration is made of
    home: str | None = None  # where the lab's directory is made; None: where temporary ones are
    login_domain: str | None = None  # what a login may lack; None: this MTA completes it
    configuration: Path  # Postfix's folder, Sendmail's file
    socket: Path  # where the example expects the milter
    saslauthd_folder: Path  # where the MTA expects its socket, if asked for
    submission: int  # ports
    submissions: int
    devices: int
    ungoverned: int  # meets the milter, but the lab's rule file does not name it

    @abstractmethod
    def __init__(self, root: Path, surroundings: Surroundings) -> None: ...

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def stop(self) -> None: ...

    @abstractmethod
    def is_idle(self) -> bool:
        """Whether nothing is left to deliver."""

    @abstractmethod
    def with_saslauthd(self) -> contextlib.AbstractContextManager[int]:
        """While it lasts, the port of a submission service whose passwords saslauthd checks."""

    @abstractmethod
    def with_local_mail(self) -> contextlib.AbstractContextManager[None]:
        """While it lasts, the milter is asked about mail of programs on this host."""

    @abstractmethod
    def hand_over(self, sender: str, recipient: str, octets: bytes) -> str:
        """As such a program does; what it is told."""

    @abstractmethod
    def put_programs(self, folder: Path, vanishing: str = "") -> None:
        """What must be in the PATH of who asks for its queue. The held message `vanishing` is deleted
        before it can be released."""

    @abstractmethod
    def with_foreign_hold(self, hand_in: Callable[[], object]) -> contextlib.AbstractContextManager[str]:
        """While it lasts, a message is held that no rule held: its queue ID. `hand_in` submits one to the
        listener that is not governed; Sendmail needs none."""

    @abstractmethod
    def log_text(self) -> str: ...


def with_places(file: Path, places: dict[str, str]) -> str:
    """An example's text in which every pattern, that must be there once, has become what is named."""
    text = file.read_text()
    for pattern, place in places.items():
        text, count = re.subn(pattern, place.replace("\\", r"\\"), text, flags=re.MULTILINE)
        if count != 1:
            raise LabError(f"{file}: {count} times /{pattern}/")
    return text

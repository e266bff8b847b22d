# Clients that submit without a pause for thought while somebody kills the daemon, and a ledger of what
# each was told.
from __future__ import annotations

import enum
import itertools
import random
import smtplib
import ssl
import threading
from dataclasses import dataclass

from .clients import Endpoint, Reply, Session

ALICE = "alice@example.com"
CEO = "ceo@example.com"


class Outcome(enum.Enum):
    ACCEPTED = "accepted"
    PUT_OFF = "put off"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # the connection ended before the reply to the end of the message


@dataclass(frozen=True)
class Sent:
    recipient: str  # no other message has it
    is_honest: bool
    outcome: Outcome
    reply: str


def _message(number: int, author: str, date: bool, body: str) -> bytes:
    lines = [f"From: {author}", "To: reader@partner.example", f"Subject: soak {number}",
             f"Message-ID: <soak-{number}@example.com>"]
    if date:
        lines.append("Date: Sat, 21 Nov 2026 10:00:00 +0000")
    return ("\r\n".join([*lines, "", ""]) + body).encode()


def _outcome(reply: Reply) -> Outcome:
    if reply.code < 400:
        return Outcome.ACCEPTED
    return Outcome.PUT_OFF if reply.code < 500 else Outcome.REFUSED


class Clients:
    """A context manager: they submit while it lasts. Nobody sends a message twice."""

    def __init__(self, endpoints: list[Endpoint], count: int, seed: int) -> None:
        self._endpoints = endpoints
        self._numbers = itertools.count(1)
        self._ledger: list[Sent] = []
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(random.Random(seed + each),), daemon=True)
            for each in range(count)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def ledger(self) -> list[Sent]:
        with self._lock:
            return list(self._ledger)

    def _run(self, chance: random.Random) -> None:
        while not self._is_over.is_set():
            try:
                with Session(chance.choice(self._endpoints)) as session:
                    for _ in range(chance.randint(1, 4)):
                        self._submit(session, chance)
                        self._is_over.wait(chance.uniform(0, 0.2))
            except (smtplib.SMTPException, OSError):
                self._is_over.wait(chance.uniform(0.1, 0.5))  # not even the login went through

    def _submit(self, session: Session, chance: random.Random) -> None:
        with self._lock:
            number = next(self._numbers)
        recipient = f"soak{number}@partner.example"
        forged = chance.random()
        author = CEO if forged < 0.1 else f"Alice Example <{ALICE}>"
        sender = CEO if 0.1 < forged < 0.2 else ALICE
        octets = _message(number, author, chance.random() < 0.5,
                          "a line\r\n" * chance.choice((1, 20, 10_000)))
        is_at_end = False
        try:
            for reply in (session.mail(sender), session.recipient(recipient), session.data()):
                if reply.code >= 400:
                    break
            else:
                is_at_end = True
                session.send(octets)
                reply = session.end()
            self._note(Sent(recipient, forged >= 0.2, _outcome(reply), str(reply)))
            if reply.code >= 400:
                session.smtp.rset()
        except (smtplib.SMTPException, OSError, ssl.SSLError) as broken:
            self._note(Sent(recipient, forged >= 0.2,
                            Outcome.UNKNOWN if is_at_end else Outcome.PUT_OFF, repr(broken)))
            raise

    def _note(self, sent: Sent) -> None:
        with self._lock:
            self._ledger.append(sent)

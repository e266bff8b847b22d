# What the cases say over and over: a message, "it is accepted", "it is refused", "it is signed".
from __future__ import annotations

import contextlib
import itertools
import re
import signal
from collections.abc import Iterator, Sequence

from lab import Lab, keys
from lab.audit import value
from lab.clients import Endpoint, Reply, Session
from lab.manual import example, put
from lab.mta import REPOSITORY, with_places
from lab.sasl import REALM
from lab.sink import Delivery

ALICE = "alice@example.com"
LIMITS = REPOSITORY / "rules" / "limits.toml"
_numbers = itertools.count(1)


def message(changes: dict[str, str | None] | None = None, *, more: Sequence[str] = (),
            body: str = "Good morning,\r\n.this line begins with a dot\r\n") -> bytes:
    """An honest message of alice's; None takes a field away, `more` are whole lines."""
    fields: dict[str, str | None] = {
        "From": f"Alice Example <{ALICE}>",
        "To": "reader@partner.example",
        "Subject": "a live test",
        "Date": "Sat, 21 Nov 2026 10:00:00 +0000",
        "Message-ID": f"<live-{next(_numbers)}@example.com>",
    }
    lines = [f"{name}: {text}" for name, text in (fields | (changes or {})).items() if text]
    return ("\r\n".join([*lines, *more, "", ""]) + body).encode()


def submit(lab: Lab, octets: bytes, recipient: str, *, user: str | None = "alice",
           sender: str = ALICE, endpoint: Endpoint | None = None) -> Reply:
    with Session(endpoint or lab.submission, user) as session:
        return session.submit(sender, [recipient], octets)


def submit_all(lab: Lab, messages: Sequence[tuple[bytes, str]]) -> list[Reply]:
    """Each of (message, recipient) from alice, one behind the other in one session."""
    replies = []
    with Session(lab.submission) as session:
        for octets, recipient in messages:
            replies.append(session.submit(ALICE, [recipient], octets))
            if replies[-1].code >= 400:
                session.smtp.rset()
    return replies


def accepted(lab: Lab, octets: bytes, *, user: str | None = "alice", sender: str = ALICE,
             endpoint: Endpoint | None = None) -> Delivery:
    recipient = lab.new_recipient()
    reply = submit(lab, octets, recipient, user=user, sender=sender, endpoint=endpoint)
    assert reply.code == 250, f"refused with {reply}"
    return lab.delivered(recipient)


def refused(lab: Lab, octets: bytes, expected: str, command: str, *, user: str | None = "alice",
            sender: str = ALICE) -> str:
    """The text of the reply, whose beginning and place are as expected; nothing is delivered."""
    recipient = lab.new_recipient()
    reply = submit(lab, octets, recipient, user=user, sender=sender)
    seen = f"{reply.code} {reply.text}"
    assert reply.command == command and seen.startswith(expected), \
        f"client saw {reply}, not {command}: {expected}"
    lab.expect_nothing(recipient)
    outcome = value(lab.audit.records()[-1], "disposition")
    assert outcome == "rejected", f"recorded as {outcome}"
    return seen


def expect_signed(lab: Lab, delivery: Delivery) -> None:
    """One signature by each key, every one verified by dkimpy and named in the record."""
    tags = [dict(re.findall(r"\b([dsa])=([^;\s]+)", field))
            for field in delivery.fields("DKIM-Signature")]
    made = sorted((tag["d"], tag["s"], tag["a"]) for tag in tags)
    expected = sorted((REALM, key.selector, key.algorithm) for key in lab.daemon.keys)
    assert made == expected, f"signatures {made}"
    keys.verify(delivery.message, lab.daemon.keys)
    recorded = lab.audit.signatures(delivery.queue_id)
    assert recorded == expected, f"recorded signatures {recorded}"


def expect_verifiable(lab: Lab, delivery: Delivery) -> None:
    """The same, and libopendkim, which has no part in signing, verifies every one of them, too."""
    expect_signed(lab, delivery)
    keys.verify_by_libopendkim(delivery.message, lab.daemon.keys,
                               lab.daemon.binary.with_name("msa-milter-verify"))


def expect_unsigned(delivery: Delivery) -> None:
    assert not delivery.fields("DKIM-Signature"), "the message is signed"


def expect_only_added(delivery: Delivery, octets: bytes) -> None:
    """All that was submitted arrives unchanged, below what was added."""
    assert delivery.message.endswith(octets), \
        f"submitted {octets!r}, delivered {delivery.message!r}"
    added = delivery.message[: -len(octets)]
    names = set(re.findall(rb"(?m)^([^\s:]+):", added))
    assert names == {b"Received", b"DKIM-Signature"}, f"added {names}"


def reload(lab: Lab) -> None:
    since = lab.daemon.log_size()
    lab.daemon.signal(signal.SIGHUP)
    line = lab.daemon.wait_for_log("event=reload", since)
    assert "result=ok" in line, f"log: {line}"


@contextlib.contextmanager
def _written_rules(lab: Lab) -> Iterator[None]:
    """What was just written is in force for a while, then the lab's own rules are again."""
    reload(lab)
    try:
        yield
    finally:
        lab.daemon.write_rules()
        reload(lab)


@contextlib.contextmanager
def with_shipped_rules(lab: Lab, more: str = "", option: str = "") -> Iterator[None]:
    """rules/submission.toml in force for a while, with the lab's keys, `more` sections, and an
    `option` that it only offers."""
    lab.daemon.write_shipped_rules(more, option)
    with _written_rules(lab):
        yield


@contextlib.contextmanager
def with_more_rules(lab: Lab, groups: str, more: str) -> Iterator[None]:
    """The lab's own rules with these in force for a while."""
    lab.daemon.write_more_rules(groups, more)
    with _written_rules(lab):
        yield


@contextlib.contextmanager
def with_limits(lab: Lab, changes: dict[str, str], more: str) -> Iterator[None]:
    """rules/limits.toml in force for a while, with these changes (see with_places()) and `more`
    sections."""
    login_domain = lab.mta.login_domain
    identity = f'\nlogin_domain = "{login_domain}"' if login_domain else ""
    lab.daemon.write_example(with_places(LIMITS, {
        r'(?<=^sources = \["sasl"\])$': identity, '^version = "limits-1"$': "", **changes}) + more)
    with _written_rules(lab):
        yield


@contextlib.contextmanager
def with_example(lab: Lab, beginning: str, places: dict[str, str] | None = None) -> Iterator[None]:
    """The rules of msa-milter-identity(5) below that heading in force for a while."""
    lab.daemon.write_example(put(example(beginning), places or {}))
    with _written_rules(lab):
        yield

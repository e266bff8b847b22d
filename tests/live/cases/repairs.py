# Messages put together at random, whose header needs repairs of every kind at once. Whatever the MTA
# makes of the daemon's edits must be what the daemon signed, and complete.
from __future__ import annotations

import random
from collections.abc import Sequence

from lab import Lab, keys
from lab.sink import Delivery

from . import case
from .attacks import foreign
from .common import ALICE, submit_all, with_shipped_rules

SEED = 5322
MESSAGES = 80

DATE = "Sat, 21 Nov 2026 10:00:00 +0000"
MAILBOXES = ("x@partner.example", '"Bob B." <y@partner.example>', "Bob <z@partner.example>",
             "(work) v@partner.example", "Zoë Müller <w@partner.example>",
             '"Ünal, Z." <u@partner.example>, t@partner.example (für alle)')
LISTS = (*MAILBOXES, ", ".join(MAILBOXES), "")
VALUES: dict[str, Sequence[str]] = {
    "To": LISTS, "Cc": LISTS, "Bcc": LISTS, "Reply-To": LISTS,
    "Sender": (ALICE, "bob@example.com", "nonsense", "alice+desk@example.com", ""),
    "Date": (DATE, "yesterday", "21 Nov 26 10:00 EST", "", "Mon, 21 Nov 2026 10:00:00 +0000"),
    "Message-ID": ("<one@example.com>", "4711", "", "<a b@c>"),
    "Subject": ("s", "", "a\r\n b", "Grüße an =?utf-8?q?alle?= 世界"),
    "Return-Path": ("<z@example.com>",), "Delivered-To": MAILBOXES[:1],
    "Received": (f"from a by b; {DATE}",), "Received-SPF": ("pass",),
    "Authentication-Results": ("mx.example.com; dkim=pass",),
    "Content-Type": ("text/plain", 'text/plain; name="Größe 1.txt"'), "Comments": ("c",),
    "Content-Disposition": ("attachment; filename=Größe.txt",),
    "X-Folded": ("1\r\n\t2", ""), "Organization": ("Müller & Söhne",),
}
RESENT: dict[str, Sequence[str]] = {
    "Resent-From": (ALICE, f"Alice <{ALICE}>"), "Resent-To": MAILBOXES, "Resent-Date": (DATE,),
    "Resent-Message-ID": ("<again@example.com>",), "Resent-Bcc": MAILBOXES,
}
ONCE = ("From", "Sender", "To", "Cc", "Reply-To", "Date", "Message-ID", "Subject", "Resent-From",
        "Resent-Date", "Resent-Message-ID", "MIME-Version")
NEVER = ("Bcc", "Resent-Bcc", "Return-Path", "Delivered-To", "Authentication-Results")

ONCE_OF_RESENDING = ("From", "Resent-From", "Resent-Date", "Resent-Message-ID")
NEVER_OF_RESENDING = ("Bcc", "Resent-Bcc", "Authentication-Results")
KEPT_OF_RESENDING = ("To", "Cc", "Reply-To", "Sender", "Date", "Message-ID", "Subject", "Comments",
                     "MIME-Version", "Received-SPF")


def _message(chance: random.Random) -> bytes:
    def field(name: str, values: Sequence[str]) -> str:
        spelled = chance.choice((name, name, name.upper(), name.lower()))
        return spelled + chance.choice((":", ": ")) + chance.choice(values)
    names = chance.sample(sorted(VALUES), k=chance.randint(2, 8))
    names += chance.choices(("To", "Cc", "Bcc", "Received", "Delivered-To"), k=chance.randint(0, 3))
    lines = [field(name, VALUES[name]) for name in names]
    lines.append(field("From", (ALICE, f"Alice <{ALICE}>", f'"Alice B." <{ALICE}>', f"Älice <{ALICE}>",
                                 f"{ALICE} (Älice (ü) B.)")))
    chance.shuffle(lines)
    if chance.random() < 0.3:  # a block of resent fields stands together
        block = ["Resent-From", *chance.sample(sorted(RESENT)[1:], k=chance.randint(1, 3))]
        lines[:0] = [field(name, RESENT[name]) for name in dict.fromkeys(block)]
    return ("\r\n".join(lines) + "\r\n\r\nHello.\r\n").encode()


def _is_kept(lab: Lab, octets: bytes) -> bool:
    """Whether only the resending is mended: Sendmail would complete the original behind us."""
    return lab.of_mta(postfix=octets.lower().startswith(b"resent-from"), sendmail=False)


def _faults(lab: Lab, octets: bytes, delivery: Delivery) -> list[str]:
    found = [line for good, line in keys.signatures(delivery.message, lab.daemon.keys) if not good]
    if len(delivery.fields("DKIM-Signature")) != len(lab.daemon.keys):
        found.append(f"{len(delivery.fields('DKIM-Signature'))} signatures")
    is_kept = _is_kept(lab, octets)
    once, never, always = (
        (ONCE_OF_RESENDING, NEVER_OF_RESENDING, ("From", "Resent-Date", "Resent-Message-ID"))
        if is_kept else (ONCE, NEVER, ("From", "Date", "Message-ID")))
    found += [f"{len(delivery.fields(name))} {name}" for name in once
              if len(delivery.fields(name)) > 1]
    found += [f"no {name}" for name in always if not delivery.fields(name)]
    found += [f"{name} is left" for name in never if delivery.fields(name)]
    if not is_kept and not delivery.header.isascii():
        found.append("a field is not ASCII")
    if is_kept:
        lines = octets.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
        found += [f"{name} is not as it was" for name in KEPT_OF_RESENDING
                  if len(delivery.fields(name)) !=
                  sum(line.startswith(name.lower().encode() + b":") for line in lines)]
    return found + foreign(delivery)


@case
def messages_put_together_at_random_are_repaired_once_and_for_all(lab: Lab) -> None:
    chance = random.Random(SEED)
    messages = [(_message(chance), lab.new_recipient()) for _ in range(MESSAGES)]
    with with_shipped_rules(lab):
        replies = submit_all(lab, messages)
    taken = [each for each, reply in zip(messages, replies) if reply.code == 250]
    wrong = [f"{fault}: {octets!r}" for octets, recipient in taken
             for fault in _faults(lab, octets, lab.delivered(recipient))]
    wrong += [f"{reply}: {octets!r}" for (octets, _), reply in zip(messages, replies)
              if 400 <= reply.code < 500]
    assert not wrong, "\n".join(wrong)
    assert len(taken) > MESSAGES / 2, f"only {len(taken)} of {MESSAGES} were taken"

# Every known way to a foreign author, sent through the real MTA under rules/submission.toml as it is
# shipped. The attacker is alice; whatever the bytes, no message that leaves may show a reader an
# author, Sender or Resent-From that is not hers. Beside them, honest mail that must not be refused.
from __future__ import annotations

import base64
import email.header
import email.utils
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lab import Lab
from lab.clients import Session
from lab.sink import Delivery

from . import case
from .common import ALICE, with_shipped_rules

CEO = "ceo@example.com"
VICTIM = "victim@partner.example"
SHOWN = ("From", "Sender", "Resent-From", "Resent-Sender")
REST = (b"To: reader@partner.example\r\nSubject: s\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
        b"Message-ID: <attack@example.com>\r\n\r\nHello.\r\n")


@dataclass(frozen=True)
class Mail:
    name: str
    octets: bytes  # the whole message; dots are not doubled where is_raw
    sender: str = ALICE
    is_raw: bool = False


def _with(name: str, *fields: str | bytes, sender: str = ALICE) -> Mail:
    lines = [field.encode() if isinstance(field, str) else field for field in fields]
    return Mail(name, b"".join(line + b"\r\n" for line in lines) + REST, sender)


def _encoded(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


ATTACKS = (
    _with("another envelope sender", f"From: {ALICE}", sender=CEO),
    _with("a subdomain of the site", f"From: {ALICE}", sender="any@sub.example.com"),
    _with("a parenthesis in MAIL FROM", f"From: {CEO}", sender="(any@example.com"),
    _with("a comment in MAIL FROM", f"From: {CEO}", sender="any@example.com(a.attack.example"),
    _with("a quote and a second at sign", f"From: {CEO}", sender="any@example.com'@a.example"),
    _with("a route in MAIL FROM", f"From: {CEO}", sender=f"@example.com,@a.example:{CEO}"),
    _with("a percent hack", f"From: {ALICE}", sender="ceo%example.com@example.com"),
    _with("a quoted blank", f"From: {ALICE}", sender='"alice "@example.com'),
    _with("a null sender", f"From: {CEO}", sender=""),
    _with("a plain forgery", f"From: {CEO}"),
    _with("a forgery with a Sender", f"From: {CEO}", f"Sender: {ALICE}"),
    _with("a second From", f"From: {ALICE}", f"From: {CEO}"),
    _with("a second From first", f"FROM: {CEO}", f"from: {ALICE}"),
    _with("a second From behind a blank", f"From: {ALICE}", f"From : {CEO}"),
    _with("a second From behind a tab", f"From\t: {CEO}", f"From: {ALICE}"),
    _with("a folded first line", f" From: {ALICE}", f"From: {CEO}"),
    _with("a fold before the colon", "From", f" : {ALICE}", f"From: {CEO}"),
    _with("a fold before the colon, and a Sender", "From", f" : {ALICE}", f"Sender: {CEO}"),
    _with("a fold before the colon, and a Resent-From", "From", f" : {ALICE}",
          f"Resent-From: {CEO}"),
    _with("only a Sender", f"Sender: {CEO}"),
    _with("only a Resent-From", f"Resent-From: {CEO}"),
    _with("no author at all", "X-Nothing: here"),
    _with("an empty From", "From:"),
    _with("two mailboxes", f"From: {ALICE}, {CEO}"),
    _with("two mailboxes and a Sender", f"From: {ALICE}, {CEO}", f"Sender: {ALICE}"),
    _with("a mailbox behind a plain one", f"From: {CEO},<{ALICE}>"),
    _with("an encoded mailbox first", f"From:{_encoded(f'<{CEO}>')},<{ALICE}>"),
    _with("only an encoded mailbox", f"From: {_encoded(CEO)}"),
    _with("an encoded local part", f"From: {_encoded('ceo@example.com')}@attack.example"),
    _with("a route", f"From: <@attack.example,@a.example:{CEO}>"),
    _with("an own route to another", f"From: <@example.com:{CEO}>"),
    _with("a quoted pair", f"From: <{CEO}>\\,<{ALICE}>"),
    _with("text behind the address", f"From: <{ALICE}>{CEO}"),
    _with("text behind the address, in brackets", f"From: <{ALICE}> <{CEO}>"),
    _with("an address as unquoted name", f"From: {CEO} <{ALICE}>"),
    _with("an unclosed bracket", f"From: <{CEO} <{ALICE}>"),
    _with("an unclosed comment", f"From: {CEO} (<{ALICE}>"),
    _with("an unclosed quote", f'From: "{CEO} <{ALICE}>'),
    _with("a semicolon for a comma", f"From: {ALICE}; {CEO}"),
    _with("empty list members", f"From: ,{ALICE},,{CEO}"),
    _with("a group", f"From: Board: {CEO};"),
    _with("a group behind a mailbox", f"From: {ALICE}, Board: {CEO};"),
    _with("an address as quoted name", f'From: "{CEO}" <{ALICE}>'),
    _with("an address as encoded name", f"From: {_encoded(CEO)} <{ALICE}>"),
    _with("an address in two encoded words",
          f"From: {_encoded('ceo@exa')} {_encoded('mple.com')} <{ALICE}>"),
    _with("an encoded name in quotes", f'From: "{_encoded(CEO)}" <{ALICE}>'),
    _with("an address in a comment", f"From: (<{CEO}>) {ALICE}"),
    _with("an address in an encoded comment", f"From: {ALICE} ({_encoded(CEO)})"),
    _with("a full-width at sign", f"From: {_encoded('ceo＠example.com')} <{ALICE}>"),
    _with("an address in UTF-7", f"From: =?utf-7?Q?ceo+AEA-example.com?= <{ALICE}>"),
    _with("a NUL in an encoded name", f"From: =?utf-8?Q?ceo=40example.com=00=0A?= <{ALICE}>"),
    _with("a zero-width space", f"From: =?utf-8?Q?C=E2=80=8BEO?= <{ALICE}>"),
    _with("a right-to-left override", f"From: {_encoded(chr(0x202e) + 'moc.elpmaxe@oec')} <{ALICE}>"),
    _with("an invisible blank behind the domain", f"From: {ALICE}\u2000"),
    _with("a raw NUL", b"From: " + ALICE.encode() + b"\0, " + CEO.encode()),
    _with("a raw control character", b"From: " + CEO.encode() + b"\x0b<" + ALICE.encode() + b">"),
    _with("a Kelvin sign", "From: alice@example.com\u212a"),
    _with("ten thousand parentheses", "From: " + "(" * 10000 + ")" * 10000 + ALICE),
    _with("a fold of nothing", f"From: {ALICE}", f" ", f" , {CEO}"),
    _with("a Resent-From over another's From", f"Resent-From: {ALICE}",
          "Resent-Date: Sat, 21 Nov 2026 10:00:00 +0000", f"From: {CEO}"),
    _with("another's Resent-From", f"Resent-From: {CEO}",
          "Resent-Date: Sat, 21 Nov 2026 10:00:00 +0000", f"From: {ALICE}"),
    _with("another's Resent-Sender", f"Resent-Sender: {CEO}", f"Resent-From: {ALICE}",
          "Resent-Date: Sat, 21 Nov 2026 10:00:00 +0000", f"From: {ALICE}"),
    _with("another's Sender", f"From: {ALICE}", f"Sender: {CEO}"),
    _with("another's Sender as a name", f"From: {ALICE}", f'Sender: "{CEO}" <{ALICE}>'),
    _with("two Senders", f"From: {ALICE}", f"Sender: {ALICE}", f"Sender: {CEO}"),
    _with("a mailbox line", f"From {CEO} Sat Nov 21 10:00:00 2026", f"From: {ALICE}"),
    _with("forged results", "Authentication-Results: msa.example.com; dkim=pass", f"From: {CEO}"),
)

_QUOTED = (
    _with("an address in an own quoted subaddress", f'From: "alice+ {CEO} "@example.com'),
    _with("an address in brackets in an own quoted subaddress",
          f'From: <"alice+ <{CEO}> "@example.com>'),
)
# Sendmail keeps 256 octets of an address with its name and comments, and cuts what is behind them.
CUT = tuple(
    _with(f"{name}, so long that Sendmail cuts it", pattern.replace("PADDING", "x" * (
        258 - len(pattern) + len("From: ") + len("PADDING"))))
    for name, pattern in (
        ("a quoted name", f'From: "PADDING" <{ALICE}>'),
        ("a name", f"From: PADDING <{ALICE}>"),
        ("a name that Sendmail quotes", f"From: PAD.DING PADDING <{ALICE}>"),
        ("an encoded name", f"From: =?utf-8?q?PADDING?= <{ALICE}>"),
        ("a comment in front", f"From: (PADDING) {ALICE}"),
        ("a folded name", f"From: A\r\n  PADDING <{ALICE}>"),
        ("a Sender", f'Sender: "PADDING" <{ALICE}>\r\nFrom: {ALICE}'),
        ("a Resent-From", f'Resent-From: "PADDING" <{ALICE}>\r\nFrom: {ALICE}'),
    ))

SMUGGLED = (b"\n.\n", b"\n.\r", b"\r.\n", b"\r.\r", b"\n.\r\n", b"\r.\r\n", b"\r\n.\r\r\n",
            b"\r\r\n.\r\r\n", b"\r\n\x00.\r\n")

HONEST = (
    _with("a plain mailbox", f"From: {ALICE}"),
    _with("a name", f"From: Alice Example <{ALICE}>"),
    _with("a quoted name", f'From: "Example, Alice" <{ALICE}>'),
    _with("a period in the name", f"From: Alice B. Example <{ALICE}>"),
    _with("a comment", f"From: {ALICE} (Alice Example)"),
    _with("nested comments", f"From: Alice (a \\) (nested) chap) <{ALICE}>"),
    _with("an encoded name", f"From: {_encoded('Alïce Exämple')} <{ALICE}>"),
    _with("a Japanese name", f"From: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= <{ALICE}>"),
    _with("emoji in the name", f"From: {_encoded('Alice 👩‍💻')} <{ALICE}>"),
    _with("the own address as a name", f'From: "{ALICE}" <{ALICE}>'),
    _with("the own address in single quotes", f"From: \"'{ALICE}'\" <{ALICE}>"),
    _with("a folded From", "From: Alice", f"\t<{ALICE}>"),
    _with("capitals", "From: ALICE@Example.COM"),
    _with("a subaddress", "From: alice+news@example.com"),
    _with("an at sign that is no address", f'From: "Alice @ Work" <{ALICE}>'),
    # Not on the first line, where Postfix takes `From ` for the separator of a mailbox file.
    _with("a blank in front of the colon", "X-Mailer: old", f"From : {ALICE}"),
    _with("an own Sender", f"From: {ALICE}", "Sender: alice+desk@example.com"),
    _with("two own mailboxes", f"From: {ALICE}, alice+news@example.com"),
    _with("own mail resent", f"Resent-From: {ALICE}",
          "Resent-Date: Sat, 21 Nov 2026 10:00:00 +0000", f"From: {ALICE}"),
    _with("a foreign Reply-To", f"From: {ALICE}", "Reply-To: Help <help@partner.example>"),
    _with("a null sender", f"From: {ALICE}", sender=""),
    _with("names and groups of others", f"From: {ALICE}",
          f'Cc: "{CEO}" <{CEO}>, Team: a@partner.example, b@partner.example;'),
    Mail("a message of an old program", f"From: {ALICE}\r\nTo: a@partner.example\r\nTo: "
         f"b@partner.example\r\nCc:\r\nDate: Sat, 21 Nov 26 10:00:00 GMT\r\n"
         f"Message-ID: <4711>\r\n\r\nHello.\r\n".encode()),
    Mail("a dotted body", f"From: {ALICE}\r\n\r\n.\r\n..\r\n.x\r\n".encode()),
)


def _submitted(lab: Lab, mail: Mail) -> tuple[bool, str]:
    """Whether it was taken, and who was to receive it."""
    recipient = lab.new_recipient()
    with Session(lab.submission, "alice") as session:
        if not mail.is_raw:
            return session.submit(mail.sender, [recipient], mail.octets).code == 250, recipient
        session.open_message(mail.sender, recipient)
        session.send(mail.octets)
        return session.end().code == 250, recipient


def _texts(value: str) -> list[str]:
    """A field as different readers show it: raw, and decoded."""
    try:
        decoded = str(email.header.make_header(email.header.decode_header(value)))
    except (ValueError, LookupError):
        decoded = value
    return [value, decoded]


def _is_own(address: str) -> bool:
    return re.fullmatch(r"alice(\+[a-z]+)?@example\.com", address, re.IGNORECASE) is not None


def foreign(delivery: Delivery) -> list[str]:
    """What a reader could take for an author and is not alice: by Python's parser, and by the crudest
    of readers, who looks for anything with an at sign. A field has no name but what precedes its
    colon, blanks or not."""
    found = []
    for name in SHOWN:
        for value in delivery.fields(name):
            for text in _texts(value):
                addresses = [each for _, each in email.utils.getaddresses([text]) if "@" in each]
                addresses += re.findall(r"[^\s<>()\",;:'\[\]]+@[\w.-]+\.\w+", text)
                found += [f"{name}: {each}" for each in addresses if not _is_own(each)]
    if len(delivery.fields("From")) != 1:
        found.append(f"{len(delivery.fields('From'))} From fields")
    return found


def _attacks() -> list[Mail]:
    inner = f"MAIL FROM:<{CEO}>\r\nRCPT TO:<{VICTIM}>\r\nDATA\r\nFrom: {CEO}\r\n".encode()
    smuggled = [Mail(f"smuggling with {end!r}", f"From: {ALICE}\r\n".encode() + REST + b"x" + end +
                     inner + REST, is_raw=True) for end in SMUGGLED]
    return [*ATTACKS, *_QUOTED, *CUT, *smuggled]


def _sent(lab: Lab, mails: Sequence[Mail]) -> tuple[list[str], list[str]]:
    """Names of those that were taken, and what of them shows a foreign author."""
    answers = [(mail.name, *_submitted(lab, mail)) for mail in mails]
    taken = [(name, recipient) for name, is_taken, recipient in answers if is_taken]
    forged = [f"{name}: {each}" for name, recipient in taken
              for each in foreign(lab.delivered(recipient))]
    return [name for name, _ in taken], forged


@case
def no_attack_leaves_with_a_foreign_author_and_no_honest_mail_is_refused(lab: Lab) -> None:
    with with_shipped_rules(lab):
        taken, forged = _sent(lab, _attacks())
        passed, also_forged = _sent(lab, HONEST)
    forged += also_forged
    lost = [mail.name for mail in HONEST if mail.name not in passed]
    print(f"       {len(_attacks())} attacks sent, {len(taken)} left without harm done or repaired, "
          f"{len(forged)} with a foreign author; {len(HONEST)} honest messages sent, "
          f"{len(lost)} refused")
    assert not forged, f"left with a foreign author: {forged}"
    assert not lab.sink.to(VICTIM), "a second message was smuggled"
    assert not lost, f"refused honest mail: {lost}"

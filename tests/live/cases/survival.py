# What an MTA does to a message after the milter signed it. Every row is sent under
# rules/submission.toml as it is shipped; each must arrive with signatures that hold, or be refused
# while its author is connected. That a message arrives unsigned or with a broken signature is a fault;
# the one known exception has a case of its own.
from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lab import Lab, keys
from lab.clients import Reply
from lab.mta import SEVEN_BIT
from lab.process import run
from lab.sendmail import MACROS

from . import case, case_of
from .common import ALICE, message, submit_all, with_shipped_rules

HOLDS = "arrives, signatures hold"
REFUSED = "is refused"
BROKEN = "arrives, a signature is broken"
UNSIGNED = "arrives without a signature"

Fields = dict[str, str | None]


@dataclass(frozen=True)
class Row:
    name: str
    fields: Fields = field(default_factory=dict)
    body: str | bytes = "Hello.\r\n"
    expected: str = HOLDS
    behind_sendmail: str | None = None  # if it must be something else there
    recipient_domain: str = "partner.example"
    octets: bytes | None = None  # in place of fields and body

    def message(self) -> bytes:
        if self.octets is not None:
            return self.octets
        head = message(self.fields, body="")
        return head + (self.body.encode() if isinstance(self.body, str) else self.body)


EIGHT_BIT: Fields = {"MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8",
                     "Content-Transfer-Encoding": "8bit"}
X = "x@partner.example"
REST = "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n"

# Sendmail's mailers break lines at 990 octets unless their L says otherwise, which the daemon cannot
# see: it refuses them there unless its rules know better.
LINES = (
    Row("a plain message"),
    Row("a body line of 900 octets", body="x" * 900 + "\r\n"),
    Row("a body line of 990 octets", body="x" * 990 + "\r\n"),
    Row("a body line of 998 octets", body="x" * 998 + "\r\n",
        behind_sendmail=REFUSED),
    Row("a body line of 999 octets", body="x" * 999 + "\r\n", expected=REFUSED),
    Row("a body line of 2500 octets", body="x " * 1250 + "\r\n", expected=REFUSED),
    Row("a body line of 998 octets that begins with a dot", body="." + "x" * 997 + "\r\n",
        behind_sendmail=REFUSED),
    Row("a header line of 990 octets", {"X-Long": "y" * 982}),
    Row("a header line of 998 octets", {"X-Long": "y" * 990},
        behind_sendmail=REFUSED),
    Row("References of 980 octets in one line", {"References": "<ref@example.com> " * 54}),
    Row("References of 1200 octets in one line", {"References": "<ref@example.com> " * 66}),
    Row("References of 2500 octets in one line", {"References": "<ref@example.com> " * 138}),
    Row("a header line of 1500 octets without blanks", {"X-Long": "y" * 1500}, expected=REFUSED),
    Row("References of 2500 octets, folded",
        {"References": "\r\n".join([" <ref@example.com>"] * 130)[1:]}),
    Row("dots", body="..\r\n...a\r\nx\r\n.\r\n"),
    Row("trailing blanks and blank lines", body="a  \t \r\n \r\n\r\n\r\n"),
    Row("no body", body=""),
    Row("no blank line behind the header", octets=message(body="")[:-2]),
    Row("a mailbox separator in the body", body="From here\r\n>From there\r\n"),
    Row("a NUL in the body", body="a\0b\r\n", expected=REFUSED),
)
EIGHT_BITS = (
    Row("8-bit text", EIGHT_BIT, "grün\r\n" * 3),
    Row("8-bit text without MIME", body="grün\r\n" * 3),
    Row("8-bit text without MIME to a 7-bit server", body="grün\r\n" * 3,
        recipient_domain=SEVEN_BIT),
    Row("7-bit text to a 7-bit server", recipient_domain=SEVEN_BIT),
    Row("raw UTF-8 in Subject", {"Subject": "grün"}),
    Row("raw UTF-8 in a name", {"From": f"Älice <{ALICE}>"}),
    Row("raw UTF-8 in an address", {"To": "grün@partner.example"}, expected=REFUSED),
)
# Both MTAs convert it behind the milter, which cannot know where a message goes.
TO_SEVEN_BIT = Row("8-bit text to a 7-bit server", EIGHT_BIT, "grün\r\n" * 3,
                   recipient_domain=SEVEN_BIT)
ENCODED = """\
[check.encode_8bit]
action = "repair"
"""
COMPLETED = (
    Row("no Date and no Message-ID", {"Date": None, "Message-ID": None}),
    Row("an empty Date and Message-ID", octets=(
        f"From: {ALICE}\r\nTo: {X}\r\nDate:\r\nMessage-ID:\r\nSubject: s\r\n\r\nHello.\r\n").encode()),
    Row("no From", {"From": None}, expected=REFUSED),
    Row("no To", {"To": None}),
    Row("no To, but a Bcc", {"To": None, "Bcc": X}),
    Row("To and Bcc", {"Bcc": "secret@partner.example"}),
    Row("an unqualified To", {"To": "bob"}, expected=REFUSED),
    Row("an unqualified Cc", {"Cc": "bob"}, expected=REFUSED),
    Row("an empty Subject", octets=(
        f"From: {ALICE}\r\nTo: {X}\r\n{REST}Subject:\r\nMessage-ID: <s@example.com>\r\n\r\n"
        "Hello.\r\n").encode()),
    Row("an odd Date", {"Date": "21 Nov 26 10:00 EST"}),
    Row("a Return-Path", {"Return-Path": "<z@example.com>"}),
    Row("own mail resent", {"Resent-From": ALICE, "Resent-To": X}),
    Row("own mail resent, complete", {
        "Resent-Date": "Sat, 21 Nov 2026 11:00:00 +0000", "Resent-From": f"Alice B. <{ALICE}>",
        "Resent-To": f"{X},y@partner.example", "Resent-Message-ID": "<resent@example.com>"}),
    Row("fields that Sendmail knows", {
        "Precedence": "list", "Comments": "none", "Keywords": "a,b", "Priority": "urgent",
        "Importance": "high", "Content-Length": "8", "Full-Name": "Alice"}),
    Row("a long parameter of MIME", {
        "MIME-Version": "1.0", "Content-Type": f'text/plain; name="{"n" * 600}"'}),
)
ADDRESSES = (
    Row("no space behind the comma", {"To": f"{X},y@partner.example"}),
    Row("a space behind the comma", {"To": f"{X}, y@partner.example"}),
    Row("two spaces behind the comma", {"To": f"{X},  y@partner.example"}),
    Row("a folded list", {"To": f"{X},\r\n\ty@partner.example,\r\n   z@partner.example"}),
    Row("twenty recipients in a line",
        {"To": ", ".join(f"user{number}@partner.example" for number in range(20))}),
    Row("twenty recipients in a line without spaces",
        {"To": ",".join(f"user{number}@partner.example" for number in range(20))}),
    Row("twenty named recipients in Cc",
        {"Cc": ", ".join(f'"Person, {number}" <user{number}@partner.example>'
                         for number in range(20))}),
    Row("a trailing comma", {"To": f"{X},"}),
    Row("a trailing comma in From", {"From": f"{ALICE},"}, expected=REFUSED),
    Row("a group", {"To": "Friends: x@partner.example, y@partner.example;"}),
    Row("undisclosed recipients", {"To": "undisclosed-recipients:;"}),
    Row("a route", {"To": f"<@a.example:{X}>"}, expected=REFUSED),
    Row("a trailing dot", {"To": "x@partner.example."}, expected=REFUSED),
    Row("a phrase with a dot", {"From": f"Alice B. Smith <{ALICE}>"}),
    Row("a phrase with an apostrophe", {"From": f"Pat O'Brien <{ALICE}>"}),
    Row("a phrase with a dot in To", {"To": f"Bob B. Smith <{X}>"}),
    Row("a phrase with an apostrophe in Cc", {"Cc": f"Pat O'Brien <{X}>"}),
    Row("a phrase with a dot in Reply-To", {"Reply-To": f"Alice B. Smith <{ALICE}>"}),
    Row("a phrase with parentheses", {"From": f"Alice (at work) Smith <{ALICE}>"}),
    Row("a quoted phrase", {"From": f'"Smith, Alice B." <{ALICE}>'}),
    Row("needless quotes", {"From": f'"Alice" <{ALICE}>'}),
    Row("blanks within the brackets", {"From": "Alice < alice@example.com >"}),
    Row("blanks and a fold within the brackets", {"To": f"Bob <\t{X}\r\n >, <y@partner.example >"}),
    Row("a comment within the brackets", {"From": f"Alice <{ALICE} (work)>"}),
    Row("comments around an address in brackets",
        {"To": f"Bob B. <(a){X}(b \\) c) (d. (e))> (f)", "Cc": f"<(x) {X}>,<{X}\r\n\t(y)>"}),
    Row("blanks within the brackets of a group", {"Cc": f"Friends: < {X} >, B. <{X} (x)>;"}),
    Row("a question mark in a local part", {"To": "a=?b@partner.example"}),
    Row("no space before the bracket", {"From": f"Alice<{ALICE}>"}),
    Row("nothing but brackets", {"From": f"<{ALICE}>"}),
    Row("a comment for a name", {"From": f"{ALICE} (Alice)"}),
    Row("comments elsewhere",
        {"Cc": f"{X} (a (b) c)", "Reply-To": f"Alice (work) <{ALICE}>"}),
    Row("an upper-case domain", {"From": "Alice <alice@EXAMPLE.COM>"}),
    Row("an encoded name", {"From": f"=?utf-8?q?=C3=84lice?= <{ALICE}>"}),
    Row("a folded From", {"From": f"Alice\r\n <{ALICE}>"}),
    Row("an own Sender", {"Sender": "alice+desk@example.com"}),
    Row("an own Sender with a dot in the name", {"Sender": "A. Smith <alice+desk@example.com>"}),
    Row("two To fields", octets=(
        f"From: {ALICE}\r\nTo: {X}\r\nTo: Bob B. Smith <y@partner.example>\r\n{REST}"
        "Message-ID: <two@example.com>\r\n\r\nHello.\r\n").encode()),
    Row("two Cc fields of ten recipients each", octets=(
        "".join(["From: ", ALICE, "\r\nTo: ", X, "\r\n"] + [
            "Cc: " + ",".join(f"user{count}{number}@partner.example" for number in range(10)) + "\r\n"
            for count in range(2)] + [REST, "Message-ID: <cc@example.com>\r\n\r\nHello.\r\n"])
    ).encode()),
    Row("a group without spaces", {"To": "Friends:x@partner.example,y@partner.example;"}),
    Row("a group between mailboxes",
        {"Cc": f"{X},Friends: y@partner.example;,z@partner.example"}),
    Row("tabs in a list", {"To": f"{X},\ty@partner.example\t,\tz@partner.example"}),
    Row("two spaces behind a name", {"To": f'"Bob B."  <{X}>'}),
    Row("half a phrase in quotes", {"From": f'Alice "B." Smith <{ALICE}>'}),
    Row("no space behind a quoted name", {"From": f'"Alice"<{ALICE}>'}),
    Row("a quoted pair in a name", {"To": f'"Bob \\"B\\" Smith" <{X}>'}),
    Row("a comma in a comment", {"To": f"{X} (a,b), y@partner.example"}),
    Row("a comment in front", {"Cc": f"(work) {X}"}),
    Row("a quoted local part", {"To": '"a b"@partner.example'}),
    Row("needless quotes around a local part", {"To": '"x"@partner.example'}),
    Row("an address literal", {"To": "x@[192.0.2.1]"}),
    Row("a percent sign and a bang", {"To": "a%b@partner.example, a!b@partner.example"}),
    Row("a name with a semicolon, colon and at sign", {"Cc": f'"a; b: c@d" <{X}>'}),
    Row("an encoded name with a dot beside it", {"To": f"=?utf-8?q?J=2E?= B. Smith <{X}>"}),
    # Sendmail cuts what is longer than 256, see attacks.py.
    Row("a name and address of 240 octets", {"From": f'"{"x" * 218}" <{ALICE}>'}),
    Row("a name and address of 300 octets", {"From": f'"{"x" * 278}" <{ALICE}>'},
        behind_sendmail=REFUSED),
    Row("a receipt for a name with a dot", {
        "Disposition-Notification-To": f"Alice B. Smith <{ALICE}>",
        "Return-Receipt-To": f"Alice B. Smith <{ALICE}>", "Errors-To": f"A. Smith <{ALICE}>"}),
)
SPELLING = (
    Row("a folded Subject", {"Subject": "a\r\n\tb\r\n   c  d"}),
    Row("no space behind the colon", octets=(
        f"From:Alice <{ALICE}>\r\nTo:{X}\r\nSubject:s\r\n"
        "Date:Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID:<n@example.com>\r\n\r\nHello.\r\n"
    ).encode()),
    Row("a space before the colon", octets=(
        f"From: Alice <{ALICE}>\r\nTo: {X}\r\nSubject : s\r\n{REST}"
        "Message-ID: <b@example.com>\r\n\r\nHello.\r\n").encode()),
    Row("upper-case names", octets=(
        f"FROM: Alice <{ALICE}>\r\nTO: {X}\r\nSUBJECT: s\r\n{REST.upper()}"
        "MESSAGE-ID: <u@example.com>\r\n\r\nHello.\r\n").encode()),
)


def _outcome(lab: Lab, reply: Reply, recipient: str) -> str:
    if reply.code >= 400:
        return REFUSED if reply.code >= 500 else f"{REFUSED} with {reply}"
    found = keys.signatures(lab.delivered(recipient).message, lab.daemon.keys)
    if not found:
        return UNSIGNED
    return HOLDS if all(good for good, _ in found) else BROKEN


def _expect(lab: Lab, rows: tuple[Row, ...], more_rules: str = "", option: str = "") -> None:
    recipients = [lab.new_recipient(row.recipient_domain) for row in rows]
    with with_shipped_rules(lab, more_rules, option):
        replies = submit_all(lab, [(row.message(), to) for row, to in zip(rows, recipients)])
    outcomes = [_outcome(lab, *each) for each in zip(replies, recipients)]
    expected = [lab.of_mta(postfix=row.expected, sendmail=row.behind_sendmail or row.expected)
                for row in rows]
    wrong = [f"{row.name}: {outcome}"
             for row, outcome, due in zip(rows, outcomes, expected) if outcome != due]
    assert not wrong, "\n".join(["not as expected:", *wrong])


@case
def signatures_survive_line_lengths_dots_and_blanks(lab: Lab) -> None:
    _expect(lab, LINES)


@case
def lines_of_998_octets_survive_mailers_that_let_them_pass(lab: Lab) -> None:
    # sendmail-example's do: SMTP_MAILER_LL.
    _expect(lab, tuple(replace(row, behind_sendmail=None) for row in LINES),
            option="sendmail_maximum = 998")


@case
def signatures_survive_eight_bit_text(lab: Lab) -> None:
    _expect(lab, EIGHT_BITS)


@case
def a_server_without_8bitmime_costs_the_signature_unless_the_rules_encode(lab: Lab) -> None:
    _expect(lab, (replace(TO_SEVEN_BIT, expected=BROKEN),))
    _expect(lab, (TO_SEVEN_BIT,), ENCODED)


@case
def signatures_survive_what_the_mta_completes_or_drops(lab: Lab) -> None:
    _expect(lab, COMPLETED)


@case
def signatures_survive_every_spelling_of_addresses(lab: Lab) -> None:
    _expect(lab, ADDRESSES)


@case
def signatures_survive_odd_spellings_of_field_names(lab: Lab) -> None:
    _expect(lab, SPELLING)


@contextlib.contextmanager
def _postfix_with(lab: Lab, setting: str) -> Iterator[None]:
    main = lab.mta.configuration / "main.cf"
    before = main.read_text()
    reload = ["postfix", "-c", str(lab.mta.configuration), "reload"]
    main.write_text(f"{before}{setting}\n")
    run(reload)
    try:
        yield
    finally:
        main.write_text(before)
        run(reload)


@case_of("postfix", because="these are its own settings")
def what_postfix_rewrites_behind_the_milter_breaks_the_signature(lab: Lab) -> None:
    for setting in (f"smtp_generic_maps = inline:{{ {{ {ALICE} = other@example.com }} }}",
                    "smtp_header_checks = regexp:{ {/^Subject: .*/ REPLACE Subject: another} }"):
        with _postfix_with(lab, setting):
            _expect(lab, (Row(setting, {"Subject": "mine"}, expected=BROKEN),))


@case_of("sendmail", because="Postfix masquerades in front of the milter")
def masquerading_breaks_the_signature(lab: Lab) -> None:
    plain = lab.mta.configuration
    macros, masked = plain.with_name("masked.mc"), plain.with_name("masked.cf")
    macros.write_text(plain.with_name("sendmail.mc").read_text().replace(
        "MAILER(`local')", "MASQUERADE_AS(`masked.example')dnl\n"
        "MASQUERADE_DOMAIN(`example.com')dnl\nMAILER(`local')", 1))
    masked.write_bytes(run(["m4", f"-D_CF_DIR_={MACROS}/", str(macros)]))
    _use(lab, masked)
    try:
        _expect(lab, (Row("From of a masqueraded domain", expected=BROKEN),))
    finally:
        _use(lab, plain)


def _use(lab: Lab, configuration: Path) -> None:
    lab.mta.stop()
    lab.mta.configuration = configuration
    lab.mta.start()

# What the MTA itself must answer on a submission port, with postfix-example/ as it stands: commands
# and parameters that no milter is asked about.
from __future__ import annotations

from lab import Lab
from lab.clients import Session

from . import case
from .common import ALICE

MAIL = f"MAIL FROM:<{ALICE}>"


def _answer(lab: Lab, *commands: str) -> str:
    """To the last of the commands of an authenticated session."""
    with Session(lab.submission, "alice") as session:
        for command in commands:
            code, text = session.smtp.docmd(command)
    return f"{code} {text.decode()}"


def _expect(lab: Lab, expected: str, *commands: str) -> None:
    answer = _answer(lab, *commands)
    assert answer.startswith(expected), f"{commands}: {answer}, not {expected}"


@case
def a_second_auth_is_out_of_order(lab: Lab) -> None:
    _expect(lab, "503 5.5.1", "AUTH PLAIN AAA=")


@case
def a_broken_auth_parameter_is_refused(lab: Lab) -> None:
    # Postfix takes it; the milter does not (RFC 4954, 5).
    _expect(lab, "501 5.5.4", f"{MAIL} AUTH=alice+4")


@case
def an_unknown_parameter_is_refused(lab: Lab) -> None:
    _expect(lab, "555 5.5.4", f"{MAIL} FOO=bar")


@case
def future_release_is_not_offered(lab: Lab) -> None:
    _expect(lab, "555 5.5.4", f"{MAIL} HOLDFOR=3600")


@case
def deliver_by_is_not_offered(lab: Lab) -> None:
    # 555, not the 501 that RFC 2852 has for a bad value: an MTA that does not offer an extension
    # knows nothing of its values (RFC 5321, 4.1.1.11).
    _expect(lab, "555 5.5.4", f"{MAIL} BY=0;R")


@case
def priorities_are_not_offered(lab: Lab) -> None:
    # As with BY: RFC 6710 has 501 for two of them, but only where the extension is offered.
    _expect(lab, "555 5.5.4", f"{MAIL} MT-PRIORITY=4 MT-PRIORITY=4")


@case
def a_declared_size_above_the_limit_is_refused(lab: Lab) -> None:
    _expect(lab, "552 5.3.4", f"{MAIL} SIZE=99999999999")


@case
def ret_is_given_once(lab: Lab) -> None:
    _expect(lab, "501 5.5.4", f"{MAIL} RET=HDRS RET=FULL")


@case
def notify_never_stands_alone(lab: Lab) -> None:
    _expect(lab, "501 5.5.4", MAIL, "RCPT TO:<x@partner.example> NOTIFY=NEVER,DELAY")


@case
def etrn_is_not_known(lab: Lab) -> None:
    # 502 or 500: Postfix calls unknown what its filter took away.
    _expect(lab, "50", "ETRN example.com")
    with Session(lab.submission, None) as session:
        assert not session.smtp.has_extn("etrn"), "EHLO offers ETRN"

# What the MTA itself must answer on a submission port, with its example as it stands: commands and
# parameters that no milter is asked about. Enhanced codes differ where RFC 3463 leaves a choice.
from __future__ import annotations

import re

from lab import Lab, Postfix
from lab.clients import Session
from lab.sendmail import debian_configuration

from . import case, case_of
from .common import ALICE, expect_signed, message

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
    _expect(lab, lab.of_mta(postfix="503 5.5.1", sendmail="503 5.5.0"), "AUTH PLAIN AAA=")


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
def deliver_by_is_refused_where_it_is_not_offered_and_where_it_makes_no_sense(lab: Lab) -> None:
    # Postfix does not offer it: 555 (RFC 5321, 4.1.1.11). Sendmail does: 501 (RFC 2852, 4), because
    # mode R needs a time in the future.
    expected = lab.of_mta(postfix="555 5.5.4", sendmail="501 5.5.4")
    _expect(lab, expected, f"{MAIL} BY=0;R")


@case
def priorities_are_not_offered(lab: Lab) -> None:
    # RFC 6710 has 501 for two of them, but only where the extension is offered.
    _expect(lab, "555 5.5.4", f"{MAIL} MT-PRIORITY=4 MT-PRIORITY=4")


@case
def a_declared_size_above_the_limit_is_refused(lab: Lab) -> None:
    _expect(lab, lab.of_mta(postfix="552 5.3.4", sendmail="552 5.2.3"), f"{MAIL} SIZE=99999999999")


@case
def ret_is_given_once(lab: Lab) -> None:
    _expect(lab, lab.of_mta(postfix="501 5.5.4", sendmail="501 5.5.0"), f"{MAIL} RET=HDRS RET=FULL")


@case
def notify_never_stands_alone(lab: Lab) -> None:
    _expect(lab, "501 5.5.4", MAIL, "RCPT TO:<x@partner.example> NOTIFY=NEVER,DELAY")


@case
def etrn_is_not_known(lab: Lab) -> None:
    # 502 or 500: Postfix calls unknown what its filter took away.
    _expect(lab, "50", "ETRN example.com")
    with Session(lab.submission, None) as session:
        assert not session.smtp.has_extn("etrn"), "EHLO offers ETRN"


@case
def vrfy_and_expn_tell_nothing(lab: Lab) -> None:
    # RFC 5321, 3.5.3: VRFY is 502 where it is off, or 252; Postfix does not know EXPN at all.
    _expect(lab, lab.of_mta(postfix="502", sendmail="252"), "VRFY alice")
    _expect(lab, lab.of_mta(postfix="500", sendmail="502"), "EXPN alice")


@case_of("sendmail", because="Postfix's example is appended to Debian's master.cf as it is")
def debians_own_configuration_takes_the_submission_part(lab: Lab) -> None:
    # As sendmail-example/README.md says: the old port 587 goes, one line comes.
    settings = debian_configuration(lab.scratch)
    listeners = re.findall(r"^O DaemonPortOptions=(.*)$", settings, re.MULTILINE)
    governed = [each for each in listeners if "InputMailFilters=msa-milter" in each]
    assert [re.findall("Name=([^,]*)", each)[0] for each in governed] == ["submission", "submissions"]
    assert sum("Port=submission," in each for each in listeners) == 1, listeners
    assert any("Port=smtp," in each for each in listeners), listeners
    assert re.search(r"^Xmsa-milter, S=unix:\S+, F=T, ", settings, re.MULTILINE)
    assert "O AuthMechanisms=PLAIN LOGIN\n" in settings


@case_of("sendmail", because="postfix-example asks clients for no certificate")
def a_client_certificate_is_verified_and_is_no_login(lab: Lab) -> None:
    certificate, recipient = lab.certificates.client, lab.new_recipient()
    with Session(lab.submission, None, certificate=certificate) as session:
        reply = session.mail(ALICE)
    assert str(reply).startswith("MAIL: 530 5.7.0"), f"client saw {reply}"
    with Session(lab.submission, certificate=certificate) as session:
        reply = session.submit(ALICE, [recipient], message())
    assert reply.code == 250, f"client saw {reply}"
    delivery = lab.delivered(recipient)
    assert "verify=OK" in delivery.fields("Received")[0], delivery.fields("Received")
    expect_signed(lab, delivery)


@case_of("postfix", because="Sendmail has no XCLIENT")
def a_client_whose_address_a_proxy_does_not_know_is_put_off_with_a_reason(lab: Lab) -> None:
    assert isinstance(lab.mta, Postfix)
    since = lab.daemon.log_size()
    with lab.mta.with_settings("smtpd_authorized_xclient_hosts = 127.0.0.0/8\n"), \
            Session(lab.submission, None) as session:
        session.smtp.docmd("XCLIENT ADDR=[UNAVAILABLE] LOGIN=alice@example.com")
        session.smtp.ehlo()
        reply = session.mail(ALICE)
    assert str(reply).startswith("MAIL: 451 4.7.0 The address of the client is not known"), reply
    assert "'unknown'" in lab.daemon.wait_for_log("event=client_address", since)

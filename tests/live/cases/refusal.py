# What is refused, with which reply, and that nothing of it is delivered.
from __future__ import annotations

import base64
import smtplib
import socket
import ssl
import warnings

from lab import Lab
from lab.audit import value
from lab.clients import Session
from lab.mta import REFUSING
from lab.sasl import login, password

from . import case, case_of
from .common import ALICE, accepted, expect_only_added, expect_signed, message, refused, submit


@case
def a_forged_from_is_refused(lab: Lab) -> None:
    text = refused(lab, message({"From": "ceo@example.com"}), "550 5.7.1", "DATA")
    assert "ceo@example.com" in text and "header_from_rights" in text, text


@case
def a_forged_from_with_a_percent_sign_is_named_as_it_was_written(lab: Lab) -> None:
    # In a milter's reply `%` must be doubled, and is shown once.
    text = refused(lab, message({"From": "c%seo%%n@example.com"}), "550 5.7.1", "DATA")
    assert "c%seo%%n@example.com" in text, text


@case
def a_forged_envelope_sender_is_refused_at_mail(lab: Lab) -> None:
    text = refused(lab, message(), "550 5.7.1", "MAIL", sender="sales@example.com")
    assert "envelope_sender_rights" in text, text


@case
def an_assistant_may_not_use_the_chiefs_address_in_the_envelope(lab: Lab) -> None:
    refused(lab, message({"From": "ceo@example.com"}), "550 5.7.1", "MAIL",
            user="carol", sender="ceo@example.com")


@case
def nobody_but_the_assistant_writes_on_behalf_of_the_chief(lab: Lab) -> None:
    refused(lab, message({"From": "ceo@example.com"}), "550 5.7.1", "DATA",
            user="bob", sender="bob@example.com")


@case
def a_recipient_that_the_mta_itself_refuses_is_recorded_with_its_reply(lab: Lab) -> None:
    unknown = lab.of_mta(postfix=f"nobody@{REFUSING}", sendmail="nobody-here@msa.example.com")
    recipient = lab.new_recipient()
    with Session(lab.submission) as session:
        replies = [session.mail(ALICE), session.recipient(unknown), session.recipient(recipient),
                   session.data()]
        assert [each.code for each in replies] == [250, 550, 250, 354], replies
        session.send(message())
        assert session.end().code == 250
    record = lab.audit.of(lab.delivered(recipient).queue_id)
    refusals = [each for each in value(record, "recipients") if not each["accepted"]]
    assert [each["address"] for each in refusals] == [unknown], record
    assert refusals[0]["by"] == "mta", record
    told = lab.of_mta(postfix="nobody is there", sendmail="User unknown")
    assert refusals[0]["reply"].startswith("550 5.1.1 "), record
    assert refusals[0]["reply"].count("5.1.1") == 1 and told in refusals[0]["reply"], record


@case
def an_authorization_identity_makes_nobody_somebody_else(lab: Lab) -> None:
    words = "\0".join(("bob@example.com", login("alice"), password("alice")))
    recipient = lab.new_recipient()
    with Session(lab.submission, None) as session:
        code, text = session.smtp.docmd("AUTH", f"PLAIN {base64.b64encode(words.encode()).decode()}")
        # Cyrus SASL behind Sendmail takes any name there, and Sendmail goes by the other one.
        assert code == lab.of_mta(postfix=535, sendmail=235), f"AUTH: {code} {text!r}"
        reply = session.submit("bob@example.com", [recipient], message({"From": "bob@example.com"}))
    expected = lab.of_mta(postfix=530, sendmail=550)
    assert reply.code == expected and reply.command == "MAIL", f"client saw {reply}"
    lab.expect_nothing(recipient)


@case
def the_auth_parameter_of_mail_makes_nobody_somebody_else(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with Session(lab.submission) as session:
        code, _ = session.smtp.docmd(f"MAIL FROM:<{ALICE}> AUTH=bob@example.com")
        assert code == 250
        replies = [session.recipient(recipient), session.data()]
        session.send(message({"From": "bob@example.com"}))
        reply = session.end()
    assert all(each.code < 400 for each in replies)
    assert reply.code == 550 and "header_from_rights" in reply.text, f"client saw {reply}"
    lab.expect_nothing(recipient)


@case
def two_from_fields_are_refused(lab: Lab) -> None:
    refused(lab, message(more=("From: ceo@example.com",)), "554 5.6.0", "DATA")


@case
def the_null_sender_does_not_excuse_a_forged_from(lab: Lab) -> None:
    refused(lab, message({"From": "ceo@example.com"}), "550 5.7.1", "DATA", sender="")


@case
def what_was_refused_leaves_no_trace_in_the_next_message_of_the_session(lab: Lab) -> None:
    recipient, octets = lab.new_recipient(), message()
    with Session(lab.submission) as session:
        for sender, author in (("sales@example.com", ALICE), (ALICE, "ceo@example.com")):
            reply = session.submit(sender, [recipient], message({"From": author}))
            assert reply.code == 550, f"client saw {reply}"
            session.smtp.rset()
        reply = session.submit(ALICE, [recipient], octets)
    assert reply.code == 250, f"client saw {reply}"
    delivery = lab.delivered(recipient)
    expect_only_added(delivery, octets)
    expect_signed(lab, delivery)


@case
def bare_line_feeds_smuggle_no_second_message(lab: Lab) -> None:
    recipient, victim = lab.new_recipient(), lab.new_recipient()
    forged = f"MAIL FROM:<ceo@example.com>\r\nRCPT TO:<{victim}>\r\nDATA\r\n".encode()
    smuggled = b"\n.\n" + forged + message({"From": "ceo@example.com"})
    with Session(lab.submission) as session:
        session.open_message(ALICE, recipient)
        session.send(message() + b"text" + smuggled)  # as it is: no dot is doubled
        reply = session.end()
    # Postfix normalizes (smtpd_forbid_bare_newline), so that all of it is one message; Sendmail hangs
    # up as soon as it sees the bare line feed.
    expected = lab.of_mta(postfix=250, sendmail=421)
    assert reply.code == expected, f"client saw {reply}"
    if reply.code == 250:
        delivery = lab.delivered(recipient)
        assert forged in delivery.body, "the message ended at a bare line feed"
        expect_signed(lab, delivery)
    else:
        lab.expect_nothing(recipient)
    lab.expect_nothing(victim)


@case
def without_authentication_mail_is_refused(lab: Lab) -> None:
    recipient = lab.new_recipient()
    reply = submit(lab, message(), recipient, user=None)
    assert reply.command == "MAIL", f"client saw {reply}"
    # Postfix asks the milter first (smtpd_delay_reject); Sendmail's M=a refuses before that.
    by = lab.of_mta(postfix="require_authentication", sendmail="Authentication required")
    assert str(reply).startswith("MAIL: 530 5.7.0") and by in reply.text, f"client saw {reply}"
    lab.expect_nothing(recipient)


@case
def without_tls_the_mta_refuses_mail_and_authentication(lab: Lab) -> None:
    with smtplib.SMTP("127.0.0.1", lab.submission.port, timeout=20) as clear:
        clear.ehlo()
        assert not clear.has_extn("auth"), "AUTH is offered in clear text"
        auth, _ = clear.docmd("AUTH PLAIN AAA=")
        code, text = clear.docmd("MAIL FROM:<alice@example.com>")
    assert auth >= 500, f"AUTH in clear text is answered {auth}"
    # Sendmail asks for a login, which cannot be had without TLS.
    why = lab.of_mta(postfix=b"STARTTLS", sendmail=b"Authentication required")
    assert code == 530 and why in text, f"client saw {code} {text!r}"


@case
def tls_older_than_1_2_is_not_spoken(lab: Lab) -> None:
    context = ssl.create_default_context(cafile=str(lab.submissions.authority))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")  # else the client itself would not
    with socket.create_connection(("127.0.0.1", lab.submissions.port), timeout=20) as plain:
        try:
            context.wrap_socket(plain, server_hostname="localhost")
        except ssl.SSLError as refusal:
            assert "ALERT_PROTOCOL_VERSION" in str(refusal), refusal
            return
    raise AssertionError("TLS 1.1 was spoken")


@case_of("postfix", "its message_reject_characters")
def a_nul_never_reaches_who_would_cut_a_field_there(lab: Lab) -> None:
    honest = message()
    for octets in (honest.replace(b"a live test", b"a live\0 test"),
                   honest.replace(b"From: ", b"From\0: "),
                   honest.replace(ALICE.encode(), ALICE.encode() + b"\0, ceo@example.com"),
                   honest.replace(b"\r\nDate", b"\r\nX-A: 1\r\n \0\r\nDate"),
                   b"\0" + honest, honest + b"a\0b\r\n"):
        assert octets != honest
        recipient = lab.new_recipient()
        reply = submit(lab, octets, recipient)
        assert reply.command == "DATA" and 550 <= reply.code <= 554, f"{octets!r}: {reply}"
        lab.expect_nothing(recipient)
    expect_signed(lab, accepted(lab, honest))


@case_of("postfix", "Sendmail refuses so large a header by itself")
def a_field_that_was_cut_is_refused_in_words_that_say_so(lab: Lab) -> None:
    def field(lines: int) -> str:
        return "X-Long: " + "\r\n ".join("x" * 898 for _ in range(lines))
    cut = "header field X-Long is so long that Postfix, which cuts fields at 60000 octets"
    for lines in (67, 200):  # the first number of lines that is cut, and one of many
        recipient = lab.new_recipient()
        reply = submit(lab, message(more=[field(lines)]), recipient)
        assert str(reply).startswith("DATA: 554 5.6.0") and cut in str(reply), reply
        lab.expect_nothing(recipient)
    recipient = lab.new_recipient()
    reply = submit(lab, message(more=[field(65)]), recipient)  # whole
    assert reply.code == 250, reply
    assert len(lab.delivered(recipient).fields("X-Long")[0]) == 65 * 898 + 64

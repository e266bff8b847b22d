# What arrives, and how.
from __future__ import annotations

import email.utils
import re

from lab import Lab
from lab.audit import value
from lab.clients import Session

from . import case
from .common import (
    ALICE, accepted, expect_only_added, expect_signed, expect_unsigned, message)


@case
def an_honest_message_arrives_unchanged_and_signed(lab: Lab) -> None:
    octets = message(more=("X-Folded: one", "\ttwo   three ", "X-Empty:"))
    delivery = accepted(lab, octets)
    expect_only_added(delivery, octets)
    expect_signed(lab, delivery)
    assert delivery.sender == ALICE


@case
def implicit_tls_does_the_same(lab: Lab) -> None:
    octets = message()
    delivery = accepted(lab, octets, endpoint=lab.submissions)
    expect_only_added(delivery, octets)
    expect_signed(lab, delivery)


@case
def a_login_without_domain_is_the_same_person(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with Session(lab.submission, "alice", has_bare_login=True) as session:
        reply = session.submit(ALICE, [recipient], message())
    assert reply.code == 250, f"refused with {reply}"
    delivery = lab.delivered(recipient)
    assert value(lab.audit.of(delivery.queue_id), "login") == ALICE


@case
def a_large_eight_bit_message_arrives_unchanged_and_signed(lab: Lab) -> None:
    octets = message(more=("MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                           "Content-Transfer-Encoding: 8bit"),
                     body="Grüße, " * 50 + "\r\n" + "two blanks  \r\n" * 200_000 + "\r\n\r\n")
    delivery = accepted(lab, octets)
    expect_only_added(delivery, octets)
    expect_signed(lab, delivery)


@case
def missing_date_and_message_id_are_added_and_signed(lab: Lab) -> None:
    delivery = accepted(lab, message({"Date": None, "Message-ID": None}))
    dates, ids = delivery.fields("Date"), delivery.fields("Message-ID")
    assert len(dates) == 1 and email.utils.parsedate_to_datetime(dates[0]), f"Date {dates}"
    assert len(ids) == 1 and re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", ids[0]), f"Message-ID {ids}"
    expect_signed(lab, delivery)
    covered = " ".join(delivery.fields("DKIM-Signature")).lower()
    assert "date" in covered and "message-id" in covered
    edited = lab.audit.edited_fields(delivery.queue_id)
    assert {"date", "message-id"} <= edited, f"recorded edits {edited}"


@case
def bcc_does_not_reach_anybody(lab: Lab) -> None:
    delivery = accepted(lab, message(more=("Bcc: hidden@partner.example",)))
    assert not delivery.fields("Bcc") and b"hidden" not in delivery.message
    # Postfix takes it away before the milter sees the header (message_drop_headers).
    is_edit = "bcc" in lab.audit.edited_fields(delivery.queue_id)
    assert is_edit == lab.of_mta(postfix=False, sendmail=True)
    expect_signed(lab, delivery)


@case
def an_address_from_the_table_may_be_used(lab: Lab) -> None:
    delivery = accepted(lab, message({"From": "press@example.com"}), sender="press@example.com")
    assert not delivery.fields("Sender"), "an owner needs no Sender"
    expect_signed(lab, delivery)


@case
def an_own_subaddress_may_be_used(lab: Lab) -> None:
    own = "alice+lists@example.com"
    expect_signed(lab, accepted(lab, message({"From": own}), sender=own))


@case
def an_own_address_with_a_percent_sign_may_be_used(lab: Lab) -> None:
    delivery = accepted(lab, message({"From": "100%@example.com"}))
    assert delivery.fields("From") == ["100%@example.com"]
    expect_signed(lab, delivery)


@case
def an_assistant_on_behalf_of_the_chief_is_shown_in_sender(lab: Lab) -> None:
    delivery = accepted(lab, message({"From": "The Chief <ceo@example.com>"}),
                        user="carol", sender="carol@example.com")
    assert delivery.fields("From") == ["The Chief <ceo@example.com>"]
    assert delivery.fields("Sender") == ["carol@example.com"], delivery.fields("Sender")
    expect_signed(lab, delivery)


@case
def a_read_receipt_with_the_null_sender_is_delivered_and_signed(lab: Lab) -> None:
    parts = ("--b", "Content-Type: text/plain", "", "I have read it.",
             "--b", "Content-Type: message/disposition-notification", "",
             f"Final-Recipient: rfc822;{ALICE}",
             "Disposition: manual-action/MDN-sent-manually; displayed", "", "--b--", "")
    receipt = message(
        {"Subject": "Read: a live test", "MIME-Version": "1.0",
         "Content-Type": "multipart/report; report-type=disposition-notification; boundary=b"},
        body="\r\n".join(parts))
    delivery = accepted(lab, receipt, sender="")
    assert delivery.sender == ""
    expect_only_added(delivery, receipt)
    expect_signed(lab, delivery)


@case
def a_listener_out_of_scope_passes_everything_untouched_and_unsigned(lab: Lab) -> None:
    octets = message({"From": "ceo@example.com", "Message-ID": None, "Date": None})
    delivery = accepted(lab, octets, user=None, endpoint=lab.ungoverned)
    # This listener has the MTA's defaults, with which it completes the header for clients on the host.
    # What does not come from the milter: repairs, signatures, refusals.
    expect_unsigned(delivery)
    assert not delivery.fields("Sender")
    # Found by being the last: at MAIL, when it is recorded, Postfix has no queue id yet.
    record = lab.audit.records()[-1]
    assert value(record, "listener") == "relay", record
    assert value(record, "disposition") == "out_of_scope", record

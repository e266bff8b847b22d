# Programs that people use, on both ports; and how they show a refusal.
from __future__ import annotations

import re
from collections.abc import Callable

from lab import Lab
from lab.clients import Endpoint, Run, curl, msmtp, swaks
from lab.sasl import login

from . import case
from .common import expect_signed, message

Program = Callable[[Endpoint, str, str, list[str], bytes], Run]


def _delivers(lab: Lab, program: Program, endpoint: Endpoint) -> None:
    recipient = lab.new_recipient()
    run = program(endpoint, "bob", login("bob"), [recipient],
                  message({"From": "sales@example.com", "Message-ID": None}))
    assert run.exit_code == 0, f"exit {run.exit_code}: {run.transcript}"
    delivery = lab.delivered(recipient)
    assert delivery.fields("Message-ID")
    expect_signed(lab, delivery)


def _shows_refusal(lab: Lab, program: Program, endpoint: Endpoint) -> None:
    recipient = lab.new_recipient()
    run = program(endpoint, "bob", login("bob"), [recipient], message({"From": "ceo@example.com"}))
    assert run.exit_code != 0, "the program thinks that the message was accepted"
    assert re.search(r"550 5\.7\.1 .*ceo@example\.com", run.transcript), run.transcript
    lab.expect_nothing(recipient)


@case
def swaks_delivers_over_starttls(lab: Lab) -> None:
    _delivers(lab, swaks, lab.submission)


@case
def swaks_delivers_over_implicit_tls(lab: Lab) -> None:
    _delivers(lab, swaks, lab.submissions)


@case
def msmtp_delivers_over_starttls(lab: Lab) -> None:
    _delivers(lab, msmtp, lab.submission)


@case
def msmtp_delivers_over_implicit_tls(lab: Lab) -> None:
    _delivers(lab, msmtp, lab.submissions)


@case
def curl_delivers_over_starttls(lab: Lab) -> None:
    _delivers(lab, curl, lab.submission)


@case
def curl_delivers_over_implicit_tls(lab: Lab) -> None:
    _delivers(lab, curl, lab.submissions)


@case
def swaks_shows_a_refusal(lab: Lab) -> None:
    _shows_refusal(lab, swaks, lab.submission)


@case
def msmtp_shows_a_refusal(lab: Lab) -> None:
    _shows_refusal(lab, msmtp, lab.submission)


@case
def curl_shows_a_refusal(lab: Lab) -> None:
    _shows_refusal(lab, curl, lab.submissions)

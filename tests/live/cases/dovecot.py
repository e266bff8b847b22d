# Logins that Dovecot proves, by tokens and in front of Postfix.
from __future__ import annotations

from dataclasses import replace

from lab import Lab, Postfix
from lab.clients import Endpoint, Reply, Session
from lab.dovecot import Dovecot
from lab.tokens import SubmissionService, bearer_reply, token, tokens_in

from . import case_of
from .common import ALICE, accepted, message
from .identities import delivered_record, expect_identity


def submit_with_token(endpoint: Endpoint, bearer: str, recipient: str,
                      author: str = ALICE) -> Reply:
    smtp, code = bearer_reply(endpoint, "alice", bearer)
    assert code == 235, f"the token was answered with {code}"
    with Session.of(smtp) as session:
        return session.submit(ALICE, [recipient], message({"From": author}))


def expect_tokens_to_count(lab: Lab, endpoint: Endpoint, proof: str) -> None:
    """Whoever shows a good token has the rights of the login in it, and no others."""
    recipient = lab.new_recipient()
    reply = submit_with_token(endpoint, token("alice"), recipient)
    expect_identity(delivered_record(lab, recipient, reply), "sasl", ALICE, proof)
    recipient = lab.new_recipient()
    reply = submit_with_token(endpoint, token("alice"), recipient, "bob@example.com")
    assert str(reply).startswith("DATA: 550 5.7.1"), f"client saw {reply}"
    lab.expect_nothing(recipient)
    for bad in (token("alice", lifetime=-1), token("alice", secret=b"guessed"), token("bob"),
                "no token"):
        smtp, code = bearer_reply(endpoint, "alice", bad)
        smtp.close()
        assert code == 535, f"{bad} was answered with {code}"


@case_of("postfix", because="Sendmail speaks to Cyrus only")
def a_token_that_dovecot_verifies_is_a_login(lab: Lab) -> None:
    assert isinstance(lab.mta, Postfix)
    folder = lab.scratch / "dovecot-tokens"
    more = tokens_in(lab.scratch / "tokens")
    with Dovecot(folder, lab.mta.dovecot_socket, more=more).running():
        expect_tokens_to_count(lab, replace(lab.submission, port=lab.mta.by_dovecot), "OAUTHBEARER")


@case_of("postfix", because="Sendmail has no XCLIENT")
def dovecots_submission_service_says_who_logged_in(lab: Lab) -> None:
    assert isinstance(lab.mta, Postfix)
    folder = lab.scratch / "dovecot-proxy"
    service = SubmissionService(lab.certificates, lab.mta.behind_dovecot)
    more = tokens_in(lab.scratch / "proxy-tokens") + service.settings
    with Dovecot(folder, folder / "auth", more=more).running():
        endpoint = service.endpoint()
        delivery = accepted(lab, message(), endpoint=endpoint)
        expect_identity(lab.audit.of(delivery.queue_id), "sasl", ALICE, "XCLIENT")
        expect_tokens_to_count(lab, endpoint, "XCLIENT")

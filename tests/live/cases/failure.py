# The daemon dies, is away, is told to stop. The client is asked to try again, nothing is lost, and
# nothing passes unsigned.
from __future__ import annotations

import contextlib
import signal
import smtplib
from collections.abc import Callable, Iterator

from lab import Lab
from lab.clients import Endpoint, Reply, Session, swaks
from lab.process import wait_for
from lab.sasl import login

from . import case
from .common import ALICE, accepted, expect_signed, message, submit


def _dies(lab: Lab, break_off: Callable[[Session, bytes], Reply]) -> None:
    """The daemon dies while `break_off` sends the message; the client sends it again later."""
    recipient, octets = lab.new_recipient(), message(body="a line\r\n" * 10_000)
    try:
        with Session(lab.submission) as session:
            session.open_message(ALICE, recipient)
            reply = break_off(session, octets)
        lab.expect_nothing(recipient)
    finally:
        lab.daemon.start()
    assert 400 <= reply.code < 500 and reply.text.startswith("4."), f"client saw {reply}"
    again = submit(lab, octets, recipient)
    assert again.code == 250, f"after the restart: {again}"
    expect_signed(lab, lab.delivered(recipient))


@case
def killed_within_a_message_it_loses_nothing_and_lets_nothing_pass(lab: Lab) -> None:
    def break_off(session: Session, octets: bytes) -> Reply:
        half = len(octets) // 2
        session.send(octets[:half])
        lab.daemon.kill()
        session.send(octets[half:])
        return session.end()
    _dies(lab, break_off)


@case
def killed_before_its_answer_it_loses_nothing_and_lets_nothing_pass(lab: Lab) -> None:
    def break_off(session: Session, octets: bytes) -> Reply:
        lab.daemon.signal(signal.SIGSTOP)  # it takes the message and answers nothing any more
        session.send(octets + b".\r\n")
        lab.daemon.kill()
        return session.answer()
    _dies(lab, break_off)


@contextlib.contextmanager
def _daemon_away(lab: Lab) -> Iterator[None]:
    lab.daemon.kill()
    try:
        yield
    finally:
        lab.daemon.start()


def _first_refusal(endpoint: Endpoint) -> int:
    """Postfix answers STARTTLS, AUTH or MAIL with it."""
    try:
        with Session(endpoint) as session:
            return session.mail(ALICE).code
    except smtplib.SMTPResponseException as refusal:
        return refusal.smtp_code


@case
def without_the_daemon_clients_are_asked_to_try_again(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with _daemon_away(lab):
        for endpoint in (lab.submission, lab.submissions):
            code = _first_refusal(endpoint)
            assert 400 <= code < 500, f"{endpoint.name}: {code}"
        run = swaks(lab.submission, "alice", login("alice"), [recipient], message())
        assert run.exit_code != 0, run.transcript
        lab.expect_nothing(recipient)
    expect_signed(lab, accepted(lab, message()))


@case
def sigterm_lets_an_open_message_finish(lab: Lab) -> None:
    recipient, octets = lab.new_recipient(), message()
    try:
        with Session(lab.submission) as session:
            session.open_message(ALICE, recipient)
            lab.daemon.signal(signal.SIGTERM)
            wait_for(lambda: not lab.daemon.socket.exists(), "the socket to be closed")
            code = _first_refusal(lab.submission)
            assert 400 <= code < 500, f"another client saw {code}"
            session.send(octets)
            reply = session.end()
        assert reply.code == 250, f"client saw {reply}"
        expect_signed(lab, lab.delivered(recipient))
        assert lab.daemon.process.wait(timeout=15) == 0, "exit code"
    finally:
        lab.daemon.start()
    expect_signed(lab, accepted(lab, message()))

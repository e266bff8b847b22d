# The daemon dies, hangs, is away, is told to stop. The client is asked to try again, nothing is lost,
# and nothing passes unjudged, half edited or unsigned.
from __future__ import annotations

import contextlib
import signal
import smtplib
import ssl
import threading
from collections.abc import Callable, Iterator

from lab import Lab
from lab.clients import Endpoint, Reply, Session, swaks
from lab.daemon import DRAIN_TIMEOUT
from lab.process import wait_for
from lab.sasl import login
from lab.tap import EDITS, STAGES, Deadly

from . import case
from .common import ALICE, accepted, expect_signed, message, submit

Step = Callable[[], Reply]


def _long_message() -> bytes:
    """Has a body of several packets, and needs edits."""
    return message({"Date": None}, body="a line\r\n" * 10_000)


def _outcome(step: Step) -> str:
    """`later`: the client will try again, told so by a 4xx or by a closed connection."""
    try:
        reply = step()
        code = reply.code
    except smtplib.SMTPResponseException as refusal:  # of STARTTLS or AUTH, or the greeting
        code = refusal.smtp_code
    except (ConnectionError, ssl.SSLError, smtplib.SMTPServerDisconnected):
        return "later"
    return "later" if 400 <= code < 500 else str(code)


def _expect_again(lab: Lab, octets: bytes, recipient: str) -> None:
    """What was put off is accepted now; it arrives once."""
    again = submit(lab, octets, recipient)
    assert again.code == 250, f"after the restart: {again}"
    delivery = lab.delivered(recipient)
    assert len(delivery.fields("Date")) == 1, delivery.fields("Date")
    expect_signed(lab, delivery)


def _dies(lab: Lab, break_off: Callable[[Session, bytes], Reply]) -> None:
    """The daemon dies while `break_off` sends the message; the client sends it again later."""
    recipient, octets = lab.new_recipient(), _long_message()
    try:
        with Session(lab.submission) as session:
            session.open_message(ALICE, recipient)
            reply = break_off(session, octets)
        lab.expect_nothing(recipient)
    finally:
        lab.daemon.start()
    assert 400 <= reply.code < 500 and reply.text.startswith("4."), f"client saw {reply}"
    _expect_again(lab, octets, recipient)


def _dies_at(lab: Lab, what: str, *, sent: tuple[bytes, ...] = (),
             answered: tuple[bytes, ...] = ()) -> None:
    recipient, octets = lab.new_recipient(), _long_message()
    try:
        with Deadly(lab.daemon, sent=sent, answered=answered) as blow:
            outcome = _outcome(lambda: submit(lab, octets, recipient))
        assert blow.has_struck, f"{what} never came: this shows nothing"
        assert outcome == "later", f"killed at {what}: the client saw {outcome}"
        lab.expect_nothing(recipient)
    finally:
        lab.daemon.start()
    _expect_again(lab, octets, recipient)


@case
def killed_at_any_stage_it_loses_nothing_and_lets_nothing_pass(lab: Lab) -> None:
    for stage, command in STAGES.items():
        _dies_at(lab, stage, sent=(command,))


@case
def killed_between_two_edits_it_lets_nothing_pass_half_edited(lab: Lab) -> None:
    _dies_at(lab, "the first edit", answered=EDITS)


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
        lab.daemon.freeze()  # it takes the message and answers nothing any more
        session.send(octets + b".\r\n")
        lab.daemon.kill()
        return session.answer()
    _dies(lab, break_off)


def _at_once(steps: dict[str, Step]) -> dict[str, str]:
    """The outcome of each; they wait side by side."""
    outcomes: dict[str, str] = {}
    def take(name: str, step: Step) -> None:
        try:
            outcomes[name] = _outcome(step)
        except Exception as error:  # noqa: BLE001  a thread has nobody else to tell
            outcomes[name] = repr(error)
    threads = [threading.Thread(target=take, args=each) for each in steps.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@case
def while_it_hangs_clients_are_asked_to_try_again(lab: Lab) -> None:
    # The lab shortens the timeouts of the examples, else this would take minutes.
    recipient, octets = lab.new_recipient(), _long_message()
    with contextlib.ExitStack() as stack:
        at_mail, at_rcpt, at_end = (stack.enter_context(Session(lab.submission)) for _ in range(3))
        at_rcpt.mail(ALICE)
        at_end.open_message(ALICE, recipient)
        at_end.send(octets)
        lab.daemon.freeze()
        try:
            outcomes = _at_once({
                "connect": lambda: submit(lab, octets, recipient),
                "mail": lambda: at_mail.submit(ALICE, [recipient], octets),
                "rcpt": lambda: at_rcpt.recipient(recipient),
                "end": at_end.end})
        finally:
            lab.daemon.signal(signal.SIGCONT)
    assert set(outcomes.values()) == {"later"}, outcomes
    lab.expect_nothing(recipient)
    _expect_again(lab, octets, recipient)


@case
def restarted_between_two_messages_of_a_session_it_judges_the_next_one(lab: Lab) -> None:
    before, after = lab.new_recipient(), lab.new_recipient()
    octets = message()
    with Session(lab.submission) as session:
        first = session.submit(ALICE, [before], octets)
        lab.daemon.start()
        # Neither MTA connects to a milter again within a session.
        outcome = _outcome(lambda: session.submit(ALICE, [after], octets))
    assert first.code == 250 and outcome == "later", f"{first}; then {outcome}"
    lab.expect_nothing(after)
    expect_signed(lab, lab.delivered(before))
    _expect_again(lab, octets, after)


@contextlib.contextmanager
def _daemon_away(lab: Lab) -> Iterator[None]:
    lab.daemon.kill()
    try:
        yield
    finally:
        lab.daemon.start()


def _turned_away(endpoint: Endpoint) -> str:
    def step() -> Reply:
        with Session(endpoint) as session:
            return session.mail(ALICE)
    return _outcome(step)


@case
def without_the_daemon_clients_are_asked_to_try_again(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with _daemon_away(lab):
        for endpoint in (lab.submission, lab.submissions):
            outcome = _turned_away(endpoint)
            assert outcome == "later", f"{endpoint.name}: {outcome}"
        run = swaks(lab.submission, "alice", login("alice"), [recipient], message())
        assert run.exit_code != 0, run.transcript
        lab.daemon.socket.unlink()  # left behind by the kill; without it neither
        assert _turned_away(lab.submission) == "later"
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
            outcome = _turned_away(lab.submission)
            assert outcome == "later", f"another client saw {outcome}"
            session.send(octets)
            reply = session.end()
        assert reply.code == 250, f"client saw {reply}"
        expect_signed(lab, lab.delivered(recipient))
        assert lab.daemon.process.wait(timeout=15) == 0, "exit code"
    finally:
        lab.daemon.start()
    expect_signed(lab, accepted(lab, message()))


@case
def sigterm_does_not_wait_for_ever_for_an_open_message(lab: Lab) -> None:
    recipient, octets = lab.new_recipient(), _long_message()
    try:
        with Session(lab.submission) as session:
            session.open_message(ALICE, recipient)
            lab.daemon.signal(signal.SIGTERM)
            assert lab.daemon.process.wait(timeout=DRAIN_TIMEOUT + 10) == 0, "exit code"
            session.send(octets)
            outcome = _outcome(session.end)
        assert outcome == "later", f"the client saw {outcome}"
        lab.expect_nothing(recipient)
    finally:
        lab.daemon.start()
    _expect_again(lab, octets, recipient)

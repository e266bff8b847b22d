# New rules while messages flow.
from __future__ import annotations

import signal
import threading

from lab import Lab
from lab.audit import value
from lab.clients import Reply, Session
from lab.process import wait_for

from . import case
from .common import (
    ALICE, accepted, expect_signed, message, refused, reload, with_shipped_rules)

CLIENTS = 4


class Load:
    """Clients that submit one honest message after the other until the block ends."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._submit) for _ in range(CLIENTS)]
        self.answers: list[tuple[str, Reply]] = []  # recipient and reply
        self.trouble: list[Exception] = []

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _submit(self) -> None:
        try:
            with Session(self._lab.submission) as session:
                while not self._enough.is_set():
                    recipient = self._lab.new_recipient()
                    reply = session.submit(ALICE, [recipient], message())
                    self.answers.append((recipient, reply))
        except Exception as error:  # noqa: BLE001  a thread has nobody else to tell
            self.trouble.append(error)

    def let_pass(self, count: int) -> None:
        """Waits until that many more messages were answered."""
        goal = len(self.answers) + count
        wait_for(lambda: self.trouble or len(self.answers) >= goal, f"{count} more answers", 20)
        assert not self.trouble, f"a client failed: {self.trouble[0]!r}"


@case
def a_broken_rule_file_under_load_changes_nothing(lab: Lab) -> None:
    before = accepted(lab, message())
    rules = value(lab.audit.of(before.queue_id), "rules hash")
    since = lab.daemon.log_size()
    try:
        with Load(lab) as load:
            load.let_pass(20)
            lab.daemon.break_rules()
            lab.daemon.signal(signal.SIGHUP)
            line = lab.daemon.wait_for_log("event=reload", since)
            load.let_pass(60)
    finally:
        lab.daemon.write_rules()
    assert "result=failed" in line and rules in line, f"log: {line}"
    records = lab.audit.by_queue_id()
    for recipient, reply in load.answers:
        assert reply.code == 250, f"refused with {reply}"
        for record in records[lab.delivered(recipient).queue_id]:
            assert value(record, "rules hash") == rules, "judged by other rules"
    expect_signed(lab, lab.delivered(recipient))
    refused(lab, message({"From": "ceo@example.com"}), "550 5.7.1", "DATA")


@case
def good_new_rules_take_effect(lab: Lab) -> None:
    octets = message({"From": "sales@example.com"})
    refused(lab, octets, "550 5.7.1", "DATA")
    lab.daemon.write_rules("live-2", {"sales@example.com": ALICE})
    reload(lab)
    delivery = accepted(lab, octets)
    expect_signed(lab, delivery)
    assert value(lab.audit.of(delivery.queue_id), "rules version") == "live-2"
    lab.daemon.write_rules()
    reload(lab)
    refused(lab, octets, "550 5.7.1", "DATA")


@case
def a_message_keeps_the_rules_that_it_began_with(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with Session(lab.submission) as session:
        session.open_message(ALICE, recipient)
        lab.daemon.write_rules("live-3")
        reload(lab)
        session.send(message())
        reply = session.end()
        assert reply.code == 250, f"client saw {reply}"
        next_one = lab.new_recipient()
        assert session.submit(ALICE, [next_one], message()).code == 250
    versions = [value(lab.audit.of(lab.delivered(each).queue_id), "rules version")
                for each in (recipient, next_one)]
    lab.daemon.write_rules()
    reload(lab)
    assert versions == ["live", "live-3"], versions


@case
def the_shipped_rules_complete_sign_and_refuse(lab: Lab) -> None:
    with with_shipped_rules(lab):
        delivery = accepted(lab, message({"Message-ID": None}))
        assert delivery.fields("Message-ID")
        expect_signed(lab, delivery)
        refused(lab, message({"From": "ceo@example.com"}), "550 5.7.1", "DATA")

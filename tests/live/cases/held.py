# What a rule holds waits in the MTA's queue; `msa-milter held` lists it, shows it, and lets it go only where
# the trail can say who did that and why.
from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator

from lab import Lab
from lab.audit import value
from lab.sasl import login

from . import case
from .common import ALICE, expect_verifiable, message, submit, with_more_rules

RULES = """
[[rule]]
id = "many-strangers"
check = "visible_recipients"
action = "hold"
maximum = 1
approve = ["group:security"]
"""
MANY = "reader@partner.example, second@partner.example"


class Held:
    """`msa-milter held` about the lab's MTA, as root."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.folder = lab.scratch / "held-programs"  # before all others in the PATH
        self.folder.mkdir(exist_ok=True)
        lab.mta.put_programs(self.folder)

    def run(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        places = self._lab.of_mta(postfix=["--postfix"], sendmail=["--sendmail"])
        return subprocess.run(
            [self._lab.daemon.binary, "held", *words, *places, self._lab.mta.configuration,
             "--config", self._lab.daemon.settings],
            capture_output=True, text=True, check=False,
            env=os.environ | {"PATH": f"{self.folder}:{os.environ['PATH']}"} | changes)

    def list(self) -> list[dict[str, object]]:
        ended = self.run("list", "--json")
        assert ended.returncode == 0, ended
        return json.loads(ended.stdout)["held"]

    def expect(self, status: int, part: str, *words: str, **changes: str) -> str:
        ended = self.run(*words, **changes)
        said = ended.stdout + ended.stderr
        assert ended.returncode == status and part in said, f"{words}: {ended.returncode}: {said}"
        return said


@contextlib.contextmanager
def holding(lab: Lab) -> Iterator[Held]:
    """With a rule in force that holds mail to several strangers; what it leaves in the queue is deleted."""
    held = Held(lab)
    security = f'security = ["{login("carol")}", "{login("alice")}"]\n'
    with with_more_rules(lab, security, RULES):
        try:
            yield held
        finally:
            for each in held.list():
                held.run("delete", str(each["queue_id"]), "--why", "the case is over")


def hold(lab: Lab, held: Held) -> tuple[str, str]:
    """A message that is held: its queue ID and its recipient."""
    before = {each["queue_id"] for each in held.list()}
    recipient = lab.new_recipient()
    reply = submit(lab, message({"To": MANY}), recipient)
    assert reply.code == 250, reply
    fresh = [each for each in held.list() if each["queue_id"] not in before]
    assert len(fresh) == 1, fresh
    return str(fresh[0]["queue_id"]), recipient


def events(lab: Lab, queue_id: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in lab.daemon.audit.read_text().splitlines()]
    return [line for line in lines
            if line["record"] == "held" and line["queue_id"] == queue_id]


@case
def held_mail_is_listed_and_shown_with_who_and_why(lab: Lab) -> None:
    with holding(lab) as held:
        queue_id, recipient = hold(lab, held)
        entry = held.list()[0]
        assert entry["login"] == login("alice") and entry["sender"] == ALICE, entry
        assert entry["recipients"] == [recipient], entry
        assert [rule["rule"] for rule in entry["rules"]] == ["many-strangers"], entry
        said = held.expect(0, "1 held", "list")
        assert queue_id in said and recipient in said and "many-strangers" in said, said
        said = held.expect(0, "Subject: a live test", "show", queue_id)
        assert "DKIM-Signature: " in said and recipient in said, said
        assert not lab.sink.to(recipient), "it was delivered"


@case
def held_mail_leaves_signed_once_another_person_approves(lab: Lab) -> None:
    with holding(lab) as held:
        queue_id, recipient = hold(lab, held)
        act = ("release", queue_id, "--why", "the customer called")
        held.expect(77, "needs the approval of group:security", *act)
        held.expect(77, "is none of them", *act, "--as", login("bob"))
        held.expect(77, "sent this message", *act, "--as", login("alice"))
        assert not lab.sink.to(recipient), "it was delivered without approval"
        held.expect(0, "released", *act, "--as", login("carol"), SUDO_USER="root-user")
        expect_verifiable(lab, lab.delivered(recipient))
        told = events(lab, queue_id)
        assert [each["event"] for each in told] == ["refused"] * 3 + ["release"], told
        last = told[-1]
        assert last["as"] == login("carol") and last["why"] == "the customer called", last
        assert last["login"] == login("alice") and last["rules"] == ["many-strangers"], last
        assert last["uid"] == 0 and last["sudo_user"] == "root-user", last
        assert last["transaction"] == value(lab.audit.of(queue_id), "transaction"), last
        held.expect(65, "no such message is held", *act, "--as", login("carol"))


@case
def held_mail_that_is_deleted_is_never_delivered(lab: Lab) -> None:
    with holding(lab) as held:
        queue_id, recipient = hold(lab, held)
        held.expect(0, "deleted", "delete", queue_id, "--why", "it was a stolen account")
        assert held.list() == []
        lab.expect_nothing(recipient)
        assert [each["event"] for each in events(lab, queue_id)] == ["delete"]


@case
def without_a_daemon_held_mail_stays_where_it_is(lab: Lab) -> None:
    with holding(lab) as held:
        queue_id, recipient = hold(lab, held)
        lab.daemon.end()
        try:
            for act in (("release", "--as", login("carol")), ("delete",)):
                held.expect(69, "because it cannot be recorded", *act, queue_id, "--why", "x")
            assert [each["queue_id"] for each in held.list()] == [queue_id]
        finally:
            lab.daemon.start()
        assert not lab.sink.to(recipient), "it was delivered"


@case
def mail_that_no_rule_held_is_left_alone(lab: Lab) -> None:
    with holding(lab) as held:
        queue_id, _ = hold(lab, held)
        recipient = lab.new_recipient()
        with lab.mta.with_foreign_hold(
                lambda: submit(lab, message(), recipient, user=None, endpoint=lab.ungoverned)) as foreign:
            assert foreign != queue_id
            held.expect(65, "somebody else did", "release", foreign, "--why", "x")
            held.expect(65, "somebody else did", "delete", foreign, "--why", "x")
            held.expect(65, "somebody else did", "show", foreign)
            assert [each["queue_id"] for each in held.list()] == [queue_id]
            held.expect(0, "1 held; 1 that no record is about", "list")
        held.expect(65, "no such message is held", "show", "ABCDEF0123456")
        held.expect(65, "is no queue ID", "release", "../../etc", "--why", "x")
        held.expect(65, "is no queue ID", "delete", "ALL", "--why", "x")
        assert not events(lab, foreign) and not lab.sink.to(recipient)


@case
def what_left_the_queue_meanwhile_is_neither_released_nor_recorded_as_such(lab: Lab) -> None:
    with holding(lab) as held:
        queue_id, recipient = hold(lab, held)
        lab.mta.put_programs(held.folder, vanishing=queue_id)
        try:
            held.expect(69, "it has left the queue meanwhile", "release", queue_id, "--why", "x",
                        "--as", login("carol"))
        finally:
            lab.mta.put_programs(held.folder)
        assert [each["event"] for each in events(lab, queue_id)] == ["release", "failed"]
        lab.expect_nothing(recipient)

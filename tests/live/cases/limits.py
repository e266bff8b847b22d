# What limits do about a thief, and what people do about the limits: rules/limits.toml, enforced as its
# comments tell.
from __future__ import annotations

import contextlib
import datetime
import json
import re
import shutil
import subprocess
from pathlib import Path

from lab import Lab
from lab.audit import value
from lab.clients import Reply, Session
from lab.process import wait_for
from lab.sasl import login
from lab.servers import SharedLimits
from lab.trail import why_not_whole

from . import case
from .common import ALICE, accepted, expect_signed, expect_verifiable, message, submit, with_limits
from .held import Held, events

# The port of other hosts' mail is not governed: through it comes what the daemon tells people.
SCOPE = '\n[scope]\nlistener = ["submission", "submissions", "devices"]\n'
MONITORED = 'mode = "monitor"$'
SLOWED = (r'(?<=^id = "messages-a-minute"\ncount = "messages"\nrate = "30/min"\nburst = 60\n)'
          + MONITORED)
STOLEN = (r'(?<=^id = "new-recipients"\ncount = "new_recipients"\nrate = "200/day"\nwarn_at = "50%"\n)'
          + MONITORED)
DAILY = r'(?<=^id = "daily-messages"\ncount = "messages"\n)rate = "1000/day"\nwarn_at = "80%"\n' + MONITORED
NETWORKS = [f"127.0.{number}.9" for number in range(11, 17)]
STRANGERS = 300
AT_ONCE = 40  # recipients of a message


class Thief:
    """Knows alice's password, and is everywhere at once."""

    def __init__(self, lab: Lab, stack: contextlib.ExitStack) -> None:
        self._lab = lab
        self._sessions = [stack.enter_context(Session(lab.submission, source=network))
                          for network in NETWORKS]
        self._turn = 0
        self.reached: list[str] = []  # who was written to

    def send(self, strangers: list[str]) -> Reply:
        """One message, from the next network, to those in front of the first that is refused."""
        session = self._sessions[self._turn % len(NETWORKS)]
        self._turn += 1
        reply = session.mail(ALICE)
        taken: list[str] = []
        while reply.code < 400 and len(taken) < len(strangers):
            reply = session.recipient(strangers[len(taken)])
            taken += [strangers[len(taken)]] if reply.code < 400 else []
        if taken:
            session.data()
            session.send(message() + b".\r\n")
            reply = session.answer()
        if reply.code == 250:
            assert taken == strangers, f"a message left although {len(taken)} only were taken"
            self.reached += strangers
        else:
            session.smtp.rset()
        return reply


class Admin:
    def __init__(self, lab: Lab, stack: contextlib.ExitStack, limits: str = "") -> None:
        self._lab = lab
        self._settings = lab.daemon.settings
        self._told = lab.scratch / "told"
        self._told.write_text("")
        shutil.chown(self._told, user="nobody")
        self.address = lab.new_recipient("security.example")
        stack.enter_context(lab.daemon.with_sections(
            f'\n[suspensions]\nnotify = ["/usr/bin/tee", "-a", "{self._told}"]\n'
            f'mail = "{self.address}"\n{limits}', self._sendmail()))

    def goes_to(self, settings: Path) -> None:
        """The host whose limits are looked at from now on."""
        self._settings = settings

    def _sendmail(self) -> Path:
        """As the package msmtp-mta has it: what is handed over goes to the MTA by SMTP."""
        program = self._lab.scratch / "sendmail-by-msmtp"
        program.write_text("#!/bin/sh\nexec msmtp --file=/dev/null --host=127.0.0.1 "
                           f'--port={self._lab.ungoverned.port} "$@"\n')
        program.chmod(0o755)
        return program

    def limit(self, *words: str) -> str:
        done = subprocess.run(
            [self._lab.daemon.binary, "limit", *words, "--config", self._settings],
            capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"limit {words}: {done}"
        return done.stdout

    def hears_from_the_program(self) -> dict[str, object]:
        lines = wait_for(lambda: self._told.read_text().splitlines(), "the program to be told")
        assert len(lines) == 1, lines
        return json.loads(lines[0])

    def gets_mail(self) -> str:
        delivery = self._lab.delivered(self.address)
        assert delivery.sender == "", delivery.sender
        return delivery.message.decode()


def other_host(lab: Lab, stack: contextlib.ExitStack) -> Path:
    """The settings of a second daemon that runs from now on, as on a host of its own."""
    folder = lab.scratch / "other-host"
    folder.mkdir()
    shutil.chown(folder, user="nobody")
    stack.callback(shutil.rmtree, folder)
    text = lab.daemon.settings.read_text()
    for place, here in ((str(lab.daemon.socket), f"{folder}/milter.sock"),
                        (str(lab.daemon.audit.parent), str(folder))):
        assert place in text, text
        text = text.replace(place, here)
    settings = folder / "msa-milter.toml"
    settings.write_text(f'host_name = "two.example.com"\n{text}')
    daemon = subprocess.Popen([lab.daemon.binary, "run", "--config", settings],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=(folder / "log").open("w"))
    stack.callback(daemon.wait)
    stack.callback(daemon.terminate)
    wait_for(lambda: (folder / "control").exists() or daemon.poll() is not None,
             "the other host's daemon")
    assert daemon.poll() is None, (folder / "log").read_text()
    return settings


def steps(lab: Lab, since: int) -> list[str]:
    """What the trail tells behind so many octets: a word for each record that is about alice."""
    words = []
    for line in lab.daemon.audit.read_bytes()[since:].decode().splitlines():
        record = json.loads(line)
        kind = record["record"]
        if kind in ("limit", "suspension") and record["login"] == ALICE:
            words.append(record["event"])
        elif kind == "transaction" and value(record, "login") == ALICE:
            words.append("suspends" if "suspends" in record
                         else "refused" if "suspended" in record
                         else "slowed" if value(record, "disposition") == "deferred"
                         else value(record, "disposition"))
    return words


SLOW = re.compile(
    r"4\.7\.1 (?:<\S+>\.\.\. )?30 messages a minute are used up; the next at (?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d)(:\d\d)? UTC "
    r"\(rule messages-a-minute, session ")


def next_one(reply: Reply) -> datetime.datetime:
    """When the reply says that there may be another; it says how many there may be, and by which rule."""
    found = SLOW.match(reply.text)
    assert reply.code == 450 and found, f"the thief saw {reply}"
    day = found[1] or datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    return datetime.datetime.fromisoformat(f"{day} {found[2]}{found[3] or ':00'}+00:00")


def wait_as_told(reply: Reply) -> None:
    then = next_one(reply)
    wait_for(lambda: datetime.datetime.now(datetime.timezone.utc) >= then, "the limit to heal", 120)


def is_suspended(reply: Reply) -> bool:
    return reply.code == 525 and reply.text.startswith("5.7.13 ")


def steal(thief: Thief, strangers: list[str]) -> None:
    """One message after the other until it is slowed; then, patiently, to many at once until it is
    suspended."""
    while (reply := thief.send([strangers.pop(0)])).code == 250:
        pass
    assert len(thief.reached) >= 60, f"slowed after {len(thief.reached)} messages by {reply}"
    while not is_suspended(reply):
        if reply.code != 250:
            wait_as_told(reply)
        many = [strangers.pop(0) for _ in range(AT_ONCE)]
        reply = thief.send(many)
        strangers += [] if reply.code != 450 else many


@case
def a_stolen_account_is_slowed_then_suspended_until_somebody_who_was_told_releases_it(
        lab: Lab) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(with_limits(lab, {SLOWED: "", STOLEN: 'action = "suspend"'}, SCOPE))
        admin = Admin(lab, stack)
        since = lab.daemon.audit.stat().st_size
        thief = Thief(lab, stack)
        everybody = [lab.new_recipient() for _ in range(STRANGERS)]
        strangers = everybody.copy()
        steal(thief, strangers)
        for _ in NETWORKS:
            refusal = thief.send([strangers.pop(0)])
            assert is_suspended(refusal) and refusal.command == "MAIL", f"the thief saw {refusal}"
        wait_for(lab.mta.is_idle, f"{lab.mta.name} to deliver everything")
        got = {stranger: len(lab.sink.to(stranger)) for stranger in everybody}
        assert got == {stranger: int(stranger in thief.reached) for stranger in everybody}, got
        assert len(thief.reached) <= 200, len(thief.reached)

        told = admin.hears_from_the_program()
        assert (told["event"], told["login"], told["until"]) == ("suspended", ALICE, None), told
        assert "new-recipients" in str(told["by"]), told
        mail = admin.gets_mail()
        assert "Subject: A login is suspended on " in mail and f"\n    {ALICE}\r\n" in mail, mail

        seen = admin.limit("show", ALICE)
        assert f"{ALICE}: suspended since " in seen and "until somebody releases it" in seen, seen
        assert "new recipients a day allowed" in seen, seen
        assert "networks: 0 left; 6 client networks an hour allowed" in seen, seen
        admin.limit("reset", ALICE)
        assert is_suspended(submit(lab, message(), lab.new_recipient()))
        assert admin.limit("release", ALICE, "--why", "she has a new password") == \
            f"{ALICE}: released\n"
        expect_signed(lab, accepted(lab, message()))

        words = steps(lab, since)
        assert list(dict.fromkeys(words)) == [
            "accepted", "slowed", "suspends", "refused", "show", "reset", "release"], words
        assert words[-1] == "accepted" and words.count("suspends") == 1, words
        assert why_not_whole(lab.daemon) == ""


@case
def a_thief_is_suspended_on_all_hosts_that_share_limits_until_one_of_them_releases(
        lab: Lab) -> None:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(SharedLimits(lab.scratch, {}, "nobody"))
        stack.enter_context(with_limits(lab, {SLOWED: "", STOLEN: 'action = "suspend"'}, SCOPE))
        admin = Admin(lab, stack, f"\n[limits]\n{server.definition}")
        admin.goes_to(other_host(lab, stack))
        thief = Thief(lab, stack)
        everybody = [lab.new_recipient() for _ in range(STRANGERS)]
        steal(thief, everybody.copy())
        told = admin.hears_from_the_program()
        assert (told["event"], told["login"]) == ("suspended", ALICE), told
        wait_for(lambda: "suspended since " in admin.limit("show", ALICE), "the other host to hear")
        seen = admin.limit("show", ALICE)
        assert "until somebody releases it" in seen and "rule new-recipients, " in seen, seen
        assert "networks: 0 left; 6 client networks an hour allowed" in seen, seen
        assert "counted by this host alone" not in seen, seen
        assert f"new-recipients login:{ALICE}: " in admin.limit("top"), admin.limit("top")
        assert is_suspended(submit(lab, message(), lab.new_recipient()))
        admin.limit("reset", ALICE)
        released = admin.limit("release", ALICE, "--why", "she has a new password")
        assert released == f"{ALICE}: released\n", released
        admin.goes_to(lab.daemon.settings)
        wait_for(lambda: "suspended since" not in admin.limit("show", ALICE), "the first host to hear")
        expect_signed(lab, accepted(lab, message()))
        wait_for(lab.mta.is_idle, f"{lab.mta.name} to deliver everything")
        got = {stranger for stranger in everybody if lab.sink.to(stranger)}
        assert got == set(thief.reached) and len(got) <= 200, len(got)


@case
def what_a_limit_holds_leaves_signed_once_another_person_approves(lab: Lab) -> None:
    changes = {DAILY: 'rate = "1/day"\naction = "hold"\napprove = ["group:security"]'}
    groups = f'[groups]\nsecurity = ["{login("carol")}"]\n'
    held = Held(lab)
    with with_limits(lab, changes, SCOPE + groups):
        accepted(lab, message())
        recipient = lab.new_recipient()
        reply = submit(lab, message(), recipient)
        assert reply.code == 250, reply
        (entry,) = held.list()
        assert entry["login"] == login("alice") and entry["recipients"] == [recipient], entry
        queue_id = str(entry["queue_id"])
        act = ("release", queue_id, "--why", "she called")
        held.expect(0, "rule          daily-messages: login alice@example.com: 1 message a day", "show",
                    queue_id)
        held.expect(77, "rule daily-messages needs the approval of group:security", *act)
        held.expect(77, "is none of them", *act, "--as", login("bob"))
        assert not lab.sink.to(recipient), "it was delivered without approval"
        held.expect(0, "released, signed", *act, "--as", login("carol"))
        expect_verifiable(lab, lab.delivered(recipient))
        told = events(lab, queue_id)
        assert [each["event"] for each in told] == ["refused", "refused", "release"], told
        assert told[-1]["rules"] == ["daily-messages"] and told[-1]["as"] == login("carol"), told

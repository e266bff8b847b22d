# Where a site keeps whose an address is: real servers and files, which go away, hang and talk nonsense
# while mail flows. Then nobody is owner and nobody is not: 451, and the right answer as soon as it can be
# had again, from the same daemon.
from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lab import Lab
from lab.clients import Reply, Session
from lab.daemon import USER
from lab.process import run, wait_for
from lab.servers import DEADLINE, Postgres, Redis, Server, Slapd, Socketmap

from . import case
from .common import ALICE, message, reload, submit

SHARED = "shared@example.com"
OTHERS = "others@example.com"
THIRD = "third@example.com"
OWNERS = {SHARED: ALICE, OTHERS: "bob@example.com"}
CANNOT_TELL = "451 4.3.0"
HTTP = b"HTTP/1.0 200 OK\r\n\r\nalice@example.com\r\n"


@dataclass(frozen=True)
class Answer:
    began: float
    recipient: str
    reply: Reply

    def is_like(self, expected: str) -> bool:
        return f"{self.reply.code} {self.reply.text}".startswith(expected)


class Flow:
    """Three clients that submit as alice, one message after the other, until the block ends: for the
    envelope and for the header From she uses what she may, and she forges what is bob's."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._enough = threading.Event()
        self._answers: dict[str, list[Answer]] = {"sender": [], "author": [], "forger": []}
        mails = {"sender": (SHARED, SHARED), "author": (ALICE, SHARED), "forger": (ALICE, OTHERS)}
        self._threads = [threading.Thread(target=self._submit, args=(who, *mail))
                         for who, mail in mails.items()]
        self._trouble: list[Exception] = []

    def __enter__(self) -> Flow:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _submit(self, who: str, sender: str, author: str) -> None:
        try:
            while not self._enough.is_set():
                recipient = self._lab.new_recipient()
                with Session(self._lab.submission) as session:
                    began = time.monotonic()
                    reply = session.submit(sender, [recipient], message({"From": author}))
                self._answers[who].append(Answer(began, recipient, reply))
        except Exception as error:  # noqa: BLE001  a thread has nobody else to tell
            self._trouble.append(error)

    def expect_answers(self, *, at_once: bool = True) -> None:
        """The table tells: to the last message of each client, or to every one from now on."""
        self._expect("250", "550 5.7.1", at_once)

    def expect_none(self) -> None:
        self._expect(CANNOT_TELL, CANNOT_TELL, at_once=True)

    def _expect(self, honest: str, forged: str, at_once: bool) -> None:
        since = time.monotonic()
        expected = {"sender": honest, "author": honest, "forger": forged}

        def wrong_ones() -> list[str]:
            return [f"{who}: {answer.reply}" for who, answers in self._answers.items()
                    for answer in answers
                    if answer.began >= since and not answer.is_like(expected[who])]

        def is_so() -> bool:
            if self._trouble:
                raise AssertionError(f"a client failed: {self._trouble[0]!r}")
            assert not at_once or not wrong_ones(), wrong_ones()
            return all(
                answers and answers[-1].began >= since and answers[-1].is_like(expected[who])
                for who, answers in self._answers.items())
        try:
            wait_for(is_so, f"{honest} and {forged}")
        except AssertionError as late:
            raise AssertionError(f"{late}; seen: {wrong_ones()[-3:]}") from None

    def expect_nothing_lost(self) -> None:
        """And nothing accepted wrongly, from the beginning to the end, also in between."""
        wait_for(self._lab.mta.is_idle, "everything to be delivered")
        for who, answers in self._answers.items():
            for answer in answers:
                may = ("550 5.7.1",) if who == "forger" else ("250",)
                assert any(map(answer.is_like, (*may, CANNOT_TELL))), f"{who}: {answer.reply}"
                count = len(self._lab.sink.to(answer.recipient))
                assert count == (answer.reply.code == 250), f"{answer.reply}: {count} delivered"


@contextlib.contextmanager
def _table(lab: Lab, definition: str) -> Iterator[Flow]:
    """Mail flows, and this table says whose an address is."""
    try:
        lab.daemon.write_rules_with_table(definition)
        reload(lab)
        with Flow(lab) as flow:
            flow.expect_answers()
            yield flow
        flow.expect_nothing_lost()
    finally:
        lab.daemon.write_rules()
        reload(lab)


def _goes_on(lab: Lab, kind: type[Server], lie: bytes = HTTP) -> None:
    process = lab.daemon.process.pid
    with kind(lab.scratch, OWNERS, USER) as server, _table(lab, server.definition) as flow:
        for trouble in (server.away, server.frozen, lambda: server.replaced_by_liar(lie)):
            with trouble():
                flow.expect_none()
            # A question that was on its way may still wait for its deadline.
            flow.expect_answers(at_once=False)
    assert lab.daemon.process.pid == process


@case
def an_ldap_server_may_be_away_hang_and_lie(lab: Lab) -> None:
    _goes_on(lab, Slapd)


@case
def a_postgresql_server_may_be_away_hang_and_lie(lab: Lab) -> None:
    _goes_on(lab, Postgres)


@case
def a_redis_server_may_be_away_hang_and_lie(lab: Lab) -> None:
    _goes_on(lab, Redis, b"+OK\r\n$17\r\nalice@example.com\r\n")


@case
def a_socketmap_server_may_be_away_hang_and_lie(lab: Lab) -> None:
    _goes_on(lab, Socketmap, b"20:OK alice@example.com!")


def _postmap(folder: Path, kind: str, owners: dict[str, str]) -> Path:
    """What Postfix's own program writes."""
    main = folder / "main.cf"  # it wants one, and waits until it is two seconds old
    main.touch()
    os.utime(main, (0, 0))
    text = folder / "senders"
    text.write_text("".join(f"{key} {value}\n" for key, value in owners.items()))
    run(["postmap", "-c", str(folder), f"{kind}:{text}"])
    return text.with_suffix(f".{kind}")


def _make_sqlite(folder: Path, kind: str, owners: dict[str, str]) -> Path:
    file = folder / f"senders.{kind}"
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE IF NOT EXISTS senders (address text, login text)")
        database.execute("DELETE FROM senders")
        database.executemany("INSERT INTO senders VALUES (?, ?)", owners.items())
    return file


def _reply_to(lab: Lab, author: str) -> Reply:
    return submit(lab, message({"From": author}), lab.new_recipient())


@contextlib.contextmanager
def _moved_away(file: Path) -> Iterator[None]:
    aside = file.with_suffix(".aside")
    file.rename(aside)
    try:
        yield
    finally:
        aside.replace(file)


@contextlib.contextmanager
def _nonsense_in_place_of(file: Path) -> Iterator[None]:
    nonsense = file.with_suffix(".nonsense")
    nonsense.write_bytes(HTTP * 1000)
    nonsense.chmod(0o644)
    with _moved_away(file):
        nonsense.replace(file)
        yield


@contextlib.contextmanager
def _locked(file: Path) -> Iterator[None]:
    """A writer that does not end keeps SQLite's readers waiting."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        yield


Make = Callable[[Path, str, dict[str, str]], Path]
Trouble = Callable[[Path], contextlib.AbstractContextManager[None]]


def _goes_on_with_file(lab: Lab, kind: str, make: Make, *troubles: Trouble, more: str = "") -> None:
    """Through trouble; and what is written into the file counts at once."""
    folder = lab.scratch / kind
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    file = make(folder, kind, OWNERS)
    with _table(lab, f'type = "{kind}"\npath = "{file}"\n{more}') as flow:
        for trouble in (_moved_away, _nonsense_in_place_of, *troubles):
            with trouble(file):
                flow.expect_none()
            flow.expect_answers()
        assert _reply_to(lab, THIRD).code == 550
        make(folder, kind, OWNERS | {THIRD: ALICE})
        assert _reply_to(lab, THIRD).code == 250
        make(folder, kind, OWNERS)
        assert _reply_to(lab, THIRD).code == 550
        flow.expect_answers()


@case
def an_lmdb_file_may_be_away_or_nonsense_and_counts_at_once(lab: Lab) -> None:
    _goes_on_with_file(lab, "lmdb", _postmap)


@case
def a_cdb_file_may_be_away_or_nonsense_and_counts_at_once(lab: Lab) -> None:
    _goes_on_with_file(lab, "cdb", _postmap)


@case
def an_sqlite_file_may_be_away_locked_or_nonsense_and_counts_at_once(lab: Lab) -> None:
    _goes_on_with_file(lab, "sqlite", _make_sqlite, _locked, more=(
        'query = "SELECT login FROM senders WHERE address = :key"\n'
        f"deadline_ms = {DEADLINE}\n"))


@case
def lines_of_a_file_count_from_the_next_reload(lab: Lab) -> None:
    file = lab.scratch / "lines"
    lines = "".join(f"{key} {value}\n" for key, value in OWNERS.items())
    file.write_text(lines)
    with _table(lab, f'type = "file"\npath = "{file}"\n') as flow:
        file.write_text(f"{lines}{THIRD} {ALICE}\n")
        assert _reply_to(lab, THIRD).code == 550
        reload(lab)
        assert _reply_to(lab, THIRD).code == 250
        file.unlink()  # the lines that were read stay in force
        since = lab.daemon.log_size()
        lab.daemon.signal(signal.SIGHUP)
        assert "result=failed" in lab.daemon.wait_for_log("event=reload", since)
        assert _reply_to(lab, THIRD).code == 250
        flow.expect_answers()


@case
def a_module_that_the_daemons_user_cannot_see_is_said(lab: Lab) -> None:
    closed = lab.scratch / "closed"
    shutil.copytree(lab.daemon.binary.parent / "tables", closed / "tables")
    program = shutil.copy2(lab.daemon.binary, closed)
    closed.chmod(0o700)
    settings = lab.scratch / "closed.toml"  # a socket of its own, where its user may make one
    socket = lab.daemon.socket.with_name("closed.sock")
    settings.write_text(lab.daemon.settings.read_text().replace(str(lab.daemon.socket), str(socket))
                        .replace('/control"', '/closed-control"')
                        .replace('/audit.jsonl"', '/closed-audit.jsonl"'))
    try:
        lab.daemon.write_rules_with_table(
            'type = "ldap"\nserver = "ldap://127.0.0.1:9"\nbase = "dc=example"\n'
            'filter = "(mail={key})"\nattributes = ["uid"]\n')
        done = subprocess.run([program, "run", "--config", str(settings)], capture_output=True,
                              check=False, timeout=60)
    finally:
        lab.daemon.write_rules()
        shutil.rmtree(closed)
    said = done.stderr.decode()
    assert done.returncode == 78 and "cannot be looked at" in said, (done.returncode, said)
    assert f"{closed}/tables/ldap.so: Permission denied" in said, said

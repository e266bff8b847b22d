# The daemon under test: its files, its process, its log.
from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .keys import Key
from .mta import REPOSITORY, Mta, with_places
from .process import LabError, Skip, freeze, run, wait_for
from .rules import STAFF, TABLE, key_sections, rules, signing

USER = "nobody"
DRAIN_TIMEOUT = 3  # seconds

SHIPPED_RULES = REPOSITORY / "rules" / "submission.toml"
SENDMAIL = Path("/usr/sbin/sendmail")
# A command that sees another file there than everybody else.
INSTEAD = ("unshare", "--mount", "sh", "-c", 'mount --bind "$1" "$2" && shift 2 && exec "$@"', "sh")


def binary() -> Path:
    path = Path(os.environ.get("MSA_MILTER", REPOSITORY / "build/release/msa-milter"))
    if not os.access(path, os.X_OK):
        raise LabError(f"{path}: no such program; run make first, or set MSA_MILTER")
    return path.resolve()


def _seen_by_everybody(program: Path, folder: Path) -> Path:
    """The program, or a copy of it and what comes with it where the daemon's user, who opens these, cannot
    enter the folders above: in a work tree below /root."""
    if all(parent.stat().st_mode & 0o001 for parent in program.parents):
        return program
    folder.mkdir()
    shutil.copytree(program.parent / "tables", folder / "tables")
    shutil.copy2(program.parent / "msa-milter-verify", folder)
    return Path(shutil.copy2(program, folder))


class Daemon:
    def __init__(self, root: Path, mta: Mta, name_server: str, keys: list[Key]) -> None:
        self.binary = _seen_by_everybody(binary(), root / "program")
        self._process: subprocess.Popen[bytes] | None = None
        self._before: list[str] = []  # words in front of its command
        directory = root / "milter"
        directory.mkdir()
        self.settings = directory / "msa-milter.toml"
        self._rules = directory / "rules.toml"
        self._table = directory / "sender_login"
        self._log = root / "milter.log"
        self._log.touch()
        self.audit = root / "audit" / "audit.jsonl"
        self.socket = mta.socket
        self._login_domain = mta.login_domain
        self.keys = keys
        for key in self.keys:
            key.file.chmod(0o400)
            shutil.chown(key.file, user=USER)
        for place in (self.audit.parent, self.socket.parent):
            place.mkdir()
            shutil.chown(place, user=USER)
        if mta.name == "postfix":  # the folder gives the socket its group
            shutil.chown(self.socket.parent, group="postfix")
            self.socket.parent.chmod(0o2750)
        self._table.write_text(TABLE)
        self.write_rules()
        places = {"socket": f"unix:{self.socket}", "user": USER, "rules": str(self._rules),
                  "audit": str(self.audit), "log": "stderr"}
        engine = os.environ.get("MSA_ENGINE", "libmilter")
        added = (f'engine = "{engine}"\ncontrol = "{self.audit.parent}/control"\n'
                 f'resolver = ["{name_server}"]\n')
        self.settings.write_text(added + with_places(mta.example / "msa-milter.toml", {
            **{rf'^{key} = ".*?"': f'{key} = "{place}"' for key, place in places.items()},
            "^drain_timeout = [0-9]+": f"drain_timeout = {DRAIN_TIMEOUT}"}))
        self.verifier_key = self._sign_trail(directory / "audit.key")

    def _sign_trail(self, key: Path) -> str:
        """Makes a key for the trail; what who verifies it keeps."""
        made = run([str(self.binary), "audit", "key", "new", "--config", str(self.settings), "--file",
                    str(key)])
        named = f'audit = "{self.audit}"\n'
        text = self.settings.read_text()
        assert named in text, text
        self.settings.write_text(
            f'{text.replace(named, "")}\n[audit]\nfile = "{self.audit}"\nkey = "{key}"\n')
        return made.decode().strip()

    def _put_rules(self, text: str) -> None:
        """Into place, as the manual tells: a daemon that starts never reads half of them."""
        fresh = self._rules.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(self._rules)

    def write_rules(self, version: str = "live", more_staff: dict[str, str] | None = None) -> None:
        self._put_rules(
            rules(self._table, self.keys, version, STAFF | (more_staff or {}),
                  self._login_domain))

    def write_more_rules(self, groups: str, more: str) -> None:
        """The lab's rules with further lines of [groups], and sections behind them."""
        self.write_rules()
        text = self._rules.read_text()
        assert text.count("[groups]\n") == 1, text
        self._put_rules(text.replace("[groups]\n", f"[groups]\n{groups}") + more)

    def write_rules_with_table(self, definition: str) -> None:
        """All that is known of owners stands in one table, which these lines define."""
        text = rules(self._table, self.keys, "live", STAFF, self._login_domain)
        tables = 'tables = ["staff", "file"]'
        assert tables in text
        self._put_rules(
            text.replace(tables, 'tables = ["asked"]') + f"[tables.asked]\n{definition}")

    def write_shipped_rules(self, more: str = "", option: str = "") -> None:
        """rules/submission.toml as it is; only `more` sections and the keys are named behind it, and
        an `option` that it offers as a comment is taken."""
        shipped = SHIPPED_RULES.read_text()
        if f"\n#{option}" not in shipped:
            raise LabError(f"rules/submission.toml does not offer {option}")
        if option:
            shipped = shipped.replace(f"\n#{option}", f"\n{option}")
        self._put_rules(shipped + more + "\n" + key_sections(self.keys))

    def write_example(self, rules: str) -> None:
        """A rule file that says nothing of keys."""
        self._put_rules(f'version = "example"\n{rules}{signing(self.keys)}')

    @contextlib.contextmanager
    def with_sections(self, sections: str, sendmail: Path) -> Iterator[None]:
        """Started afresh with these behind its settings, and with this program where it looks for sendmail;
        afterwards as it was."""
        before = self.settings.read_text()
        self._before = [*INSTEAD, str(sendmail), str(SENDMAIL)]
        if subprocess.run([*self._before, "true"], capture_output=True, check=False).returncode != 0:
            self._before = []
            raise Skip(f"nothing can be mounted over {SENDMAIL} here")
        try:
            self.settings.write_text(before + sections)
            self.start()
            yield
        finally:
            self._before = []
            self.settings.write_text(before)
            self.start()

    def break_rules(self) -> None:
        """A key that no rule file knows, as the last line of a good one."""
        self._put_rules(self._rules.read_text() + "no_such_key = true\n")

    def start(self) -> None:
        """Afresh, whether one is running or not."""
        self.end()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._before, str(self.binary), "run", "--config", str(self.settings)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            wait_for(self._is_up, "the daemon to accept connections")
        except AssertionError as late:
            raise LabError(f"{late}; its log:\n{self.log_text()}") from late

    def _is_up(self) -> bool:
        if self.process.poll() is not None:
            raise LabError(f"the daemon ended with {self.process.returncode}:\n{self.log_text()}")
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    @property
    def process(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise LabError("the daemon was not started")
        return self._process

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def freeze(self) -> None:
        """Until SIGCONT it takes connections and answers nothing."""
        freeze(self.process.pid)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Whatever state it is in, nothing of it is left. What must be durable is."""
        if self._process is not None:
            self.kill()

    def log_text(self) -> str:
        return self._log.read_text(errors="replace")

    def log_size(self) -> int:
        return self._log.stat().st_size

    def wait_for_log(self, pattern: str, since: int = 0) -> str:
        """The first line behind `since` in which the pattern is found."""
        def line() -> str | None:
            text = self._log.read_bytes()[since:].decode(errors="replace")
            found = re.search(rf"^.*(?:{pattern}).*$", text, re.MULTILINE)
            return found.group(0) if found else None
        return wait_for(line, f"/{pattern}/ in the daemon's log")

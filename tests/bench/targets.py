# The milters that are compared, each made to do the same: sign with the same key, relaxed/relaxed where
# it can.
from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

from lab.keys import Key

from machine import package_version

ROOT = Path(__file__).resolve().parents[2]
OWNERS = 100_000


# Version 6, every action, every step.
OFFER = struct.pack("!LcLLL", 13, b"O", 6, 0x1FF, 0x1FFFFF)
QUIT = struct.pack("!Lc", 1, b"Q")


def _answers(path: Path) -> bool:
    """Whether a milter there answers an offer now."""
    with socket.socket(socket.AF_UNIX) as mta:
        mta.settimeout(20)
        try:
            mta.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        mta.sendall(OFFER)
        answer = mta.recv(5)
        mta.sendall(QUIT)
    if answer[4:] != b"O":
        raise RuntimeError(f"answers an offer with {answer!r}")
    return True


def rss_kb(pids: list[int]) -> int:
    """Of all together."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * resource.getpagesize() // 1024


class Target:
    name = ""
    package: str | None = None  # of Debian; None: it is ours
    selectors: tuple[str, ...] = ("rsa1",)

    def __init__(self, folder: Path, keys: dict[str, Key]) -> None:
        self.folder = folder / self.name
        self.folder.mkdir()
        self.folder.chmod(0o755)
        self.keys = [keys[selector] for selector in self.selectors]
        self.socket = f"unix:{self.folder}/s"
        self.start_seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self.prepare()

    def prepare(self) -> None:
        """Writes what the program reads."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    @classmethod
    def version(cls) -> str | None:
        """None: it is not installed."""
        return package_version(cls.package) if cls.package else "this source"

    def start(self) -> None:
        """Until it answers an offer."""
        path = Path(self.socket.removeprefix("unix:"))
        path.unlink(missing_ok=True)
        began = time.monotonic()
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log,
                                             stderr=log, env=self.environment(),
                                             start_new_session=True)
        while not _answers(path):
            if self._process.poll() is not None or time.monotonic() > began + 20:
                said = (self.folder / "log").read_text(errors="replace").splitlines()
                raise RuntimeError(f"does not start: {''.join(said[-1:])}")
            time.sleep(0.0005)
        self.start_seconds = time.monotonic() - began
        path.chmod(0o666)  # Postfix is a user of its own

    def pids(self) -> list[int]:
        """The process and those that it started."""
        assert self._process is not None
        found = [self._process.pid]
        for pid in found:
            with contextlib.suppress(FileNotFoundError):  # gone meanwhile
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                found.extend(int(child) for child in children)
        return found

    def ask_to_end(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        for pid in reversed(self.pids()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def stop(self) -> None:
        if self._process is None:
            return
        self.ask_to_end()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class Ours(Target):
    """All rules as they are shipped, a table of owners, the audit trail."""
    name = "msa-milter"
    engine = "libmilter"

    def owners(self) -> str:
        """The table of owners, as the rule file has it."""
        owners = self.folder / "owners"
        with owners.open("w", encoding="ascii") as file:
            file.write("alice@example.com alice@example.com\n")
            for number in range(OWNERS - 1):
                file.write(f"user{number}@example.com user{number}@example.com\n")
        return f'type = "file"\npath = "{owners}"'

    def prepare(self) -> None:
        rules = (ROOT / "rules" / "submission.toml").read_text(encoding="utf-8")
        rules = rules.replace('#tables = ["staff"]', 'tables = ["staff"]').replace(
            'sources = ["sasl"]', 'sources = ["sasl", "network"]').replace(
            '\n[dkim]\n', '\n[dkim]\nrequire_safe_keys = false\n')
        keys = "\n".join(
            f'[[dkim.key]]\ndomain = "example.com"\nselector = "{key.selector}"\n'
            f'file = "{key.file}"' for key in self.keys)
        self.records = self.folder / "audit.jsonl"
        self.rules = self.folder / "rules.toml"
        self.rules.write_text(f'{rules}\n[tables.staff]\n{self.owners()}\n'
                              f'[[identity.network]]\nrange = ["127.0.0.1/32"]\n'
                              f'login = "alice@example.com"\n{keys}\n', encoding="utf-8")
        self.settings = self.folder / "settings.toml"
        self.settings.write_text(
            f'socket = "{self.socket}"\nengine = "{self.engine}"\nrules = "{self.rules}"\n'
            f'audit = "{self.records}"\nlog = "stderr"\nuser = "nobody"\ncontrol = "none"\n'
            'socket_mode = "0666"\n',
            encoding="utf-8")
        shutil.chown(self.folder, "nobody", "nogroup")

    def command(self) -> list[str]:
        return [os.environ["MSA_MILTER"], "run", "--config", str(self.settings)]

    def start(self) -> None:
        self.records.unlink(missing_ok=True)
        (self.folder / "log").write_bytes(b"")
        super().start()


class OursInline(Ours):
    """With one owner, in the rule file."""
    name = "msa-milter-inline"

    def owners(self) -> str:
        return 'type = "inline"\nentries = { "alice@example.com" = ["alice@example.com"] }'


class OursEd25519(Ours):
    name = "msa-milter-ed25519"
    selectors = ("ed1",)


class OursNative(Ours):
    name = "msa-milter-native"
    engine = "native"


class OursNativeOnDisk(OursNative):
    """Its trail on a disk: each record has to be on it before its client is answered."""
    name = "msa-milter-native-on-disk"

    def __init__(self, folder: Path, disk: Path, keys: dict[str, Key]) -> None:
        self._disk = disk
        super().__init__(folder, keys)

    def prepare(self) -> None:
        super().prepare()
        shutil.chown(self._disk, "nobody", "nogroup")
        in_memory, self.records = self.records, self._disk / self.records.name
        settings = self.settings.read_text(encoding="utf-8")
        self.settings.write_text(settings.replace(str(in_memory), str(self.records)), encoding="utf-8")


class OursNativeEd25519(OursNative):
    name = "msa-milter-native-ed25519"
    selectors = ("ed1",)


class OursBoth(Ours):
    name = "msa-milter-both"
    selectors = ("rsa1", "ed1")


class OpenDkim(Target):
    name = "opendkim"
    package = "opendkim"

    def prepare(self) -> None:
        algorithm = self.keys[0].algorithm
        (self.folder / "conf").write_text(
            f"Mode s\nDomain example.com\nSelector {self.keys[0].selector}\n"
            f"KeyFile {self.keys[0].file}\nSocket local:{self.folder}/s\nSyslog no\nUMask 000\n"
            f"Canonicalization relaxed/relaxed\nSignatureAlgorithm {algorithm}\n"
            f"InternalHosts {self.folder}/hosts\nRequireSafeKeys no\n", encoding="ascii")
        (self.folder / "hosts").write_text("0.0.0.0/0\n::/0\n", encoding="ascii")

    def command(self) -> list[str]:
        return ["opendkim", "-f", "-x", str(self.folder / "conf")]


class OpenDkimEd25519(OpenDkim):
    name = "opendkim-ed25519"
    selectors = ("ed1",)


class GoMsgauth(Target):
    name = "go-msgauth"
    package = "go-msgauth"

    def command(self) -> list[str]:
        return ["dkim-milter", "-d", "example.com", "-k", str(self.keys[0].file), "-s",
                self.keys[0].selector, "-l", f"unix://{self.folder}/s"]


class Dkimpy(Target):
    name = "dkimpy-milter"
    package = "dkimpy-milter"

    def prepare(self) -> None:
        (self.folder / "conf").write_text(
            f"Syslog no\nMode s\nDomain example.com\nSelector {self.keys[0].selector}\n"
            f"KeyFile {self.keys[0].file}\nSocket local:{self.folder}/s\n"
            f"PidFile {self.folder}/pid\nUserID root\nCanonicalization relaxed/relaxed\n"
            f"UMask 000\nInternalHosts 192.0.2.0/24\nMacroList daemon_name|submission\n",
            encoding="ascii")

    def start(self) -> None:
        (self.folder / "pid").unlink(missing_ok=True)
        super().start()

    def command(self) -> list[str]:
        return ["dkimpy-milter", str(self.folder / "conf")]


class Rspamd(Target):
    """Its proxy, which scans by itself; of its modules only the one that signs."""
    name = "rspamd"
    package = "rspamd"

    def prepare(self) -> None:
        shutil.chown(self.folder, "_rspamd", "_rspamd")
        (self.folder / "suffixes").write_text("com\nnet\norg\n", encoding="ascii")
        (self.folder / "conf").write_text(RSPAMD.format(
            folder=self.folder, key=self.keys[0].file, selector=self.keys[0].selector,
            workers=os.cpu_count()), encoding="ascii")

    def command(self) -> list[str]:
        return ["rspamd", "-f", "-c", str(self.folder / "conf"), "-u", "_rspamd", "-g", "_rspamd"]


RSPAMD = """\
options {{
  filters = "dkim"; explicit_modules = [];
  dns {{ nameserver = ["127.0.0.1"]; }}  # nobody asks it
  url_tld = "{folder}/suffixes"; tempdir = "{folder}"; hs_cache_dir = "{folder}/";
  pidfile = "{folder}/pid"; control_socket = "{folder}/control mode=0600";
  cache_file = "{folder}/symbols.cache"; stats_file = "{folder}/stats.ucl";
  dynamic_conf = "{folder}/dynamic"; history_file = "{folder}/history";
}}
logging {{ type = "console"; level = "warning"; }}
actions {{ reject = 150; add_header = 60; greylist = null; }}
modules {{ path = "/usr/share/rspamd/plugins/dkim_signing.lua"; }}
dkim_signing {{
  domain {{ example.com {{ path = "{key}"; selector = "{selector}"; }} }}
  use_domain = "header"; use_esld = false; use_redis = false; check_pubkey = false;
  sign_authenticated = true; sign_local = true; allow_username_mismatch = true;
}}
worker "rspamd_proxy" {{
  bind_socket = "{folder}/s mode=0666"; milter = yes; timeout = 120s; count = {workers};
  upstream "local" {{ default = yes; self_scan = yes; }}
}}
"""

EVERYBODY: tuple[type[Target], ...] = (
    Ours, OursInline, OursEd25519, OursBoth, OursNative, OursNativeEd25519, OpenDkim, OpenDkimEd25519,
    Rspamd, GoMsgauth, Dkimpy)

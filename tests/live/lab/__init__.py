# The lab: a private MTA with its example configuration, the daemon, users, certificates and a next
# hop, all on loopback in a temporary directory, all gone afterwards.
from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import NoReturn, TypeVar

from .audit import AuditTrail
from .clients import Endpoint, Tls
from .daemon import Daemon
from .keys import make_keys, zone_of
from .mta import Mta, Surroundings
from .name_server import ROOT, NameServer
from .postfix import Postfix
from .process import LabError, Skip, wait_for
from .sendmail import Sendmail
from .sink import Delivery, Sink
from .tls import make_certificates

T = TypeVar("T")
KEPT = ("MSA_MILTER", "MSA_ENGINE", "TMPDIR", "ROUNDS", "SEED")  # of the environment, through sudo
MTAS: tuple[type[Mta], ...] = (Postfix, Sendmail)


class Lab:
    """A context manager; starts on entry."""

    def __init__(self, kind: type[Mta] = Postfix) -> None:
        self._kind = kind
        self._stack = contextlib.ExitStack()
        self._numbers = itertools.count(1)

    def __enter__(self) -> Lab:
        with contextlib.ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self, stack: contextlib.ExitStack) -> None:
        root = Path(tempfile.mkdtemp(prefix="msa-live-", dir=self._kind.home))
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        root.chmod(0o755)  # the MTA and the daemon work in it as other users
        self.scratch = root
        certificates = self.certificates = make_certificates(root / "tls")
        self.sink = Sink()
        self.sink.start()
        stack.callback(self.sink.stop)
        self.mta = self._kind(root, Surroundings(
            certificates, next_hop=self.sink.port, seven_bit_hop=self.sink.seven_bit_port))
        keys = make_keys(root / "keys")
        names = stack.enter_context(NameServer(root / "nsd", ROOT | zone_of(keys)))
        self.daemon = Daemon(root, self.mta, names.address, keys)
        stack.callback(self.daemon.end)
        self.daemon.start()
        stack.callback(self.mta.stop)
        self.mta.start()
        self.audit = AuditTrail(self.daemon.audit)
        ports, authority = self.mta, certificates.authority
        self.submission = Endpoint("submission", ports.submission, Tls.STARTTLS, authority)
        self.submissions = Endpoint("submissions", ports.submissions, Tls.IMPLICIT, authority)
        self.devices = Endpoint("devices", ports.devices, Tls.STARTTLS, authority)
        self.ungoverned = Endpoint("relay", ports.ungoverned, Tls.NONE, authority)

    def new_recipient(self, domain: str = "partner.example") -> str:
        """An address that no other case writes to."""
        return f"reader{next(self._numbers)}@{domain}"

    def of_mta(self, *, postfix: T, sendmail: T) -> T:
        """What differs between the two."""
        return {"postfix": postfix, "sendmail": sendmail}[self.mta.name]

    def delivered(self, recipient: str) -> Delivery:
        """The one message that this recipient got."""
        wait_for(lambda: self.sink.to(recipient), f"a message to {recipient}")
        wait_for(self.mta.is_idle, f"{self.mta.name} to deliver everything")
        messages = self.sink.to(recipient)
        assert len(messages) == 1, f"{len(messages)} messages to {recipient}"
        return messages[0]

    def expect_nothing(self, recipient: str) -> None:
        wait_for(self.mta.is_idle, f"{self.mta.name} to deliver everything")
        assert not self.sink.to(recipient), f"a message to {recipient} was delivered"


def become_root(program: str) -> None:
    """A private MTA needs root: run the program again with sudo, or say so and end."""
    if os.geteuid() == 0:
        return
    if shutil.which("sudo") is None:
        sys.exit(f"{program}: needs root, because a private MTA does; run it as root")
    kept = [f"{name}={os.environ[name]}" for name in KEPT if name in os.environ]
    os.execvp("sudo", ["sudo", "env", *kept, sys.executable, *sys.argv])


def end_on_signals() -> None:
    """Cleans up behind Ctrl-C, SIGTERM and SIGHUP."""
    def leave(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


__all__ = ["MTAS", "Lab", "LabError", "Mta", "Postfix", "Sendmail", "Skip", "become_root",
           "end_on_signals"]

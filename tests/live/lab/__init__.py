# The lab: a private Postfix with the example configuration, the daemon, users, certificates and a
# next hop, all on loopback in a temporary directory, all gone afterwards.
from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from .audit import AuditTrail
from .clients import Endpoint, Tls
from .daemon import Daemon
from .postfix import Postfix
from .process import LabError, wait_for
from .sasl import make_sasldb
from .sink import Delivery, Sink
from .tls import make_certificates


class Lab:
    """A context manager; starts on entry."""

    def __init__(self) -> None:
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
        root = Path(tempfile.mkdtemp(prefix="msa-live-"))
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        root.chmod(0o755)  # Postfix and the daemon work in it as other users
        self.scratch = root
        queue = root / "queue"
        queue.mkdir()
        sasldb = root / "sasl" / "sasldb2"
        make_sasldb(sasldb, queue)
        certificates = make_certificates(root / "tls")
        self.sink = Sink()
        self.sink.start()
        stack.callback(self.sink.stop)
        self.daemon = Daemon(root, queue)
        stack.callback(self.daemon.end)
        self.daemon.start()
        self.postfix = Postfix(root, self.sink.port, certificates, sasldb)
        stack.callback(self.postfix.stop)
        self.postfix.start()
        self.audit = AuditTrail(self.daemon.audit)
        ports, authority = self.postfix, certificates.authority
        self.submission = Endpoint("submission", ports.submission, Tls.STARTTLS, authority)
        self.submissions = Endpoint("submissions", ports.submissions, Tls.IMPLICIT, authority)
        self.ungoverned = Endpoint("relay", ports.ungoverned, Tls.NONE, authority)

    def new_recipient(self) -> str:
        """An address that no other case writes to."""
        return f"reader{next(self._numbers)}@partner.example"

    def delivered(self, recipient: str) -> Delivery:
        """The one message that this recipient got."""
        wait_for(lambda: self.sink.to(recipient), f"a message to {recipient}")
        wait_for(self.postfix.is_idle, "Postfix to deliver everything")
        messages = self.sink.to(recipient)
        assert len(messages) == 1, f"{len(messages)} messages to {recipient}"
        return messages[0]

    def expect_nothing(self, recipient: str) -> None:
        wait_for(self.postfix.is_idle, "Postfix to deliver everything")
        assert not self.sink.to(recipient), f"a message to {recipient} was delivered"


def become_root(program: str) -> None:
    """A private Postfix needs root: run the program again with sudo, or say so and end."""
    if os.geteuid() == 0:
        return
    if shutil.which("sudo") is None:
        sys.exit(f"{program}: needs root, because a private Postfix does; run it as root")
    kept = [f"{name}={os.environ[name]}" for name in ("MSA_MILTER", "TMPDIR") if name in os.environ]
    os.execvp("sudo", ["sudo", "env", *kept, sys.executable, *sys.argv])


def end_on_signals() -> None:
    """Cleans up behind Ctrl-C, SIGTERM and SIGHUP."""
    def leave(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


__all__ = ["Lab", "LabError", "become_root", "end_on_signals"]

# Between the MTA and the daemon: passes the milter protocol's packets on, until the one at which the
# daemon is to die.
from __future__ import annotations

import contextlib
import os
import socket
import threading
from types import TracebackType

from .daemon import Daemon

# Commands of the MTA, in the order in which a message sees them.
STAGES = {"negotiation": b"O", "connect": b"C", "helo": b"H", "mail": b"M", "rcpt": b"R",
          "a header field": b"L", "the end of the header": b"N", "the body": b"B",
          "the end of the message": b"E"}
EDITS = (b"h", b"i", b"m")  # add, insert, change a header field: answers of the daemon


class Deadly:
    """While it lasts, the daemon is killed when the MTA sends one of these packets, which it does not
    get, or as soon as the MTA got one of these from it."""

    def __init__(self, daemon: Daemon, *, sent: tuple[bytes, ...] = (),
                 answered: tuple[bytes, ...] = ()) -> None:
        self._daemon = daemon
        self._sent, self._answered = sent, answered
        self._real = daemon.socket.with_suffix(".real")
        self._lock = threading.Lock()
        self.has_struck = False

    def __enter__(self) -> Deadly:
        path = self._daemon.socket
        owner = path.stat()
        path.rename(self._real)  # it goes on listening there
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        os.chmod(path, owner.st_mode & 0o777)
        os.chown(path, owner.st_uid, owner.st_gid)
        self._listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # ends accept()
        self._listener.close()
        for path in (self._daemon.socket, self._real):
            path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while True:
            try:
                mta, _ = self._listener.accept()
            except OSError:
                return
            daemon = socket.socket(socket.AF_UNIX)
            daemon.connect(str(self._real))
            for ends in ((mta, daemon, self._sent, ()), (daemon, mta, (), self._answered)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, before: tuple[bytes, ...],
                 behind: tuple[bytes, ...]) -> None:
        with contextlib.suppress(OSError), source.makefile("rb") as packets:
            while head := packets.read(4):
                body = packets.read(int.from_bytes(head, "big"))
                if body[:1] not in before:
                    sink.sendall(head + body)
                if body[:1] in before + behind:
                    self._strike()
                    break
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _strike(self) -> None:
        with self._lock:
            if not self.has_struck:
                self.has_struck = True
                self._daemon.kill()

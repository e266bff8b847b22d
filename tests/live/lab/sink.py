# The next hop: an SMTP server that keeps every message, octet by octet, with its envelope.
from __future__ import annotations

import re
import socketserver
import sys
import threading
from dataclasses import dataclass
from typing import Any

GREETING = ("250-sink", "250-8BITMIME", "250-SMTPUTF8", "250-SIZE 0", "250 PIPELINING")
SEVEN_BIT_GREETING = ("250-sink", "250-SIZE 0", "250 PIPELINING")
GONE = "gone-"  # local parts that begin so are refused: who wrote to them gets a bounce


@dataclass(frozen=True)
class Delivery:
    sender: str  # as in MAIL FROM, brackets and parameters removed
    recipients: tuple[str, ...]
    message: bytes

    @property
    def queue_id(self) -> str:
        """The one in the topmost Received, which the submission server wrote."""
        found = re.search(rb"\sid ([0-9A-Za-z]+)", self.message)
        if found is None:
            raise AssertionError(f"no queue id in {self.message[:200]!r}")
        return found.group(1).decode()

    @property
    def was_submitted(self) -> bool:
        """Over TLS and with authentication (RFC 3848), hence on a listener that is governed."""
        return b" with ESMTPSA " in self.header

    @property
    def header(self) -> bytes:
        return self.message.partition(b"\r\n\r\n")[0] + b"\r\n"

    @property
    def body(self) -> bytes:
        return self.message.partition(b"\r\n\r\n")[2]

    def fields(self, name: str) -> list[str]:
        """Values of all fields of that name, unfolded, from top to bottom."""
        pattern = rb"^" + name.encode() + rb"[ \t]*:((?:.|\r\n[ \t])*)\r\n"
        values = re.findall(pattern, self.header, re.IGNORECASE | re.MULTILINE)
        return [value.replace(b"\r\n", b"").decode(errors="replace").strip() for value in values]


class _Conversation(socketserver.StreamRequestHandler):
    server: "_Server"
    disable_nagle_algorithm = True  # else every delivery waits 40 ms

    def handle(self) -> None:
        self.say("220 sink ESMTP")
        sender = ""
        recipients: list[str] = []
        while line := self.rfile.readline():
            text = line.decode(errors="replace").rstrip("\r\n")
            verb = text[:4].upper()
            if verb == "EHLO":
                self.say(*self.server.greeting)
            elif verb == "MAIL":
                sender, recipients = _path(text), []
                self.say("250 2.1.0 ok")
            elif verb == "RCPT" and _path(text).startswith(GONE):
                self.say("550 5.1.1 no such reader")
            elif verb == "RCPT":
                recipients.append(_path(text))
                self.say("250 2.1.5 ok")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.sink.keep(Delivery(sender, tuple(recipients), self.message()))
                self.say("250 2.0.0 kept")
            elif verb == "QUIT":
                self.say("221 2.0.0 bye")
                return
            else:
                self.say("250 2.0.0 ok" if verb in ("RSET", "NOOP", "HELO") else "500 5.5.1 what?")

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(line + "\r\n" for line in lines).encode())

    def message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError("closed within a message")
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


def _path(command: str) -> str:
    return command.partition("<")[2].partition(">")[0]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: "Sink"
    greeting: tuple[str, ...]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is Postfix being stopped; anything else is told as usual."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Sink:
    """Runs in threads of this process, on two ports: one takes 8-bit mail, one does not."""

    def __init__(self) -> None:
        self._kept: list[Delivery] = []
        self._lock = threading.Lock()
        self._servers = [self._server(GREETING), self._server(SEVEN_BIT_GREETING)]
        self.port, self.seven_bit_port = (
            int(server.server_address[1]) for server in self._servers)

    def _server(self, greeting: tuple[str, ...]) -> _Server:
        server = _Server(("127.0.0.1", 0), _Conversation)
        server.sink, server.greeting = self, greeting
        return server

    def start(self) -> None:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05},
                             daemon=True).start()

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def keep(self, delivery: Delivery) -> None:
        with self._lock:
            self._kept.append(delivery)

    def deliveries(self) -> list[Delivery]:
        with self._lock:
            return list(self._kept)

    def to(self, recipient: str) -> list[Delivery]:
        return [each for each in self.deliveries() if recipient in each.recipients]

# Who submits: a session under the test's control, and three programs that people use.
from __future__ import annotations

import enum
import re
import smtplib
import ssl
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .process import LabError
from .sasl import login, password

HOST = "127.0.0.1"
TIMEOUT = 60


class Tls(enum.Enum):
    NONE = enum.auto()
    STARTTLS = enum.auto()
    IMPLICIT = enum.auto()


@dataclass(frozen=True)
class Endpoint:
    name: str
    port: int
    tls: Tls
    authority: Path  # CA certificate that the client trusts

    @property
    def implicit_tls(self) -> bool:
        return self.tls is Tls.IMPLICIT


@dataclass(frozen=True)
class Reply:
    command: str  # which was answered: MAIL, RCPT, DATA (the end of the message)
    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.command}: {self.code} {self.text}"


class Session:
    """One SMTP connection, step by step."""

    @classmethod
    def of(cls, smtp: smtplib.SMTP) -> Session:
        """Of somebody who has logged in already."""
        session = cls.__new__(cls)
        session.smtp = smtp
        return session

    def __init__(self, endpoint: Endpoint, user: str | None = "alice", *,
                 has_bare_login: bool = False, certificate: Path | None = None,
                 secret: str | None = None, source: str = HOST) -> None:
        context = ssl.create_default_context(cafile=str(endpoint.authority))
        if certificate is not None:
            context.load_cert_chain(certificate)
        if endpoint.implicit_tls:
            self.smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                HOST, endpoint.port, timeout=TIMEOUT, context=context, source_address=(source, 0))
        else:
            self.smtp = smtplib.SMTP(
                HOST, endpoint.port, timeout=TIMEOUT, source_address=(source, 0))
            if endpoint.tls is Tls.STARTTLS:
                self.smtp.starttls(context=context)
        self.smtp.ehlo()
        if user is not None:
            self.smtp.login(user if has_bare_login else login(user),
                            password(user) if secret is None else secret)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.smtp.close()

    def mail(self, sender: str) -> Reply:
        return self._reply("MAIL", f"MAIL FROM:<{sender}>")

    def recipient(self, recipient: str) -> Reply:
        return self._reply("RCPT", f"RCPT TO:<{recipient}>")

    def data(self) -> Reply:
        return self._reply("DATA", "DATA")

    def open_message(self, sender: str, recipient: str) -> None:
        """As far as the message itself, which must be possible."""
        for reply in (self.mail(sender), self.recipient(recipient), self.data()):
            assert reply.code < 400, f"refused with {reply}"

    def send(self, octets: bytes) -> None:
        """A part of the message; dots at the start of a line are the caller's business."""
        self.smtp.send(octets)

    def end(self) -> Reply:
        self.send(b".\r\n")
        return self.answer()

    def answer(self) -> Reply:
        """To an end of the message that send() sent."""
        code, text = self.smtp.getreply()
        return Reply("DATA", code, text.decode(errors="replace"))

    def submit(self, sender: str, recipients: Sequence[str], message: bytes) -> Reply:
        """The first refusal, or the reply to the end of the message."""
        replies = [self.mail(sender)]
        for recipient in recipients:
            replies.append(self.recipient(recipient))
        replies.append(self.data())
        for reply in replies:
            if reply.code >= 400:
                return reply
        self.send(re.sub(rb"(?m)^\.", b"..", message))
        return self.end()

    def _reply(self, command: str, line: str) -> Reply:
        code, text = self.smtp.docmd(line)
        return Reply(command, code, text.decode(errors="replace"))


@dataclass(frozen=True)
class Run:
    """What a client program did."""

    exit_code: int
    transcript: str


def _run(command: list[str], message: bytes) -> Run:
    try:
        done = subprocess.run(
            command, input=message, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=TIMEOUT, check=False)
    except FileNotFoundError as missing:
        raise LabError(f"{command[0]} is missing; run contrib/install-deps.sh") from missing
    return Run(done.returncode, done.stdout.decode(errors="replace"))


def swaks(endpoint: Endpoint, user: str, sender: str, recipients: Sequence[str],
          message: bytes) -> Run:
    return _run(
        ["swaks", "--server", HOST, "--port", str(endpoint.port),
         "--tls-on-connect" if endpoint.implicit_tls else "--tls",
         "--tls-verify", "--tls-ca-path", str(endpoint.authority),
         "--auth", "PLAIN", "--auth-user", login(user), "--auth-password", password(user),
         "--ehlo", "client.example.com", "--from", sender, "--to", ",".join(recipients),
         "--data", "-"],
        message)


def curl(endpoint: Endpoint, user: str, sender: str, recipients: Sequence[str],
         message: bytes) -> Run:
    scheme = "smtps" if endpoint.implicit_tls else "smtp"
    to = [word for recipient in recipients for word in ("--mail-rcpt", recipient)]
    return _run(
        ["curl", "--silent", "--show-error", "--verbose", "--ssl-reqd",
         "--cacert", str(endpoint.authority), "--user", f"{login(user)}:{password(user)}",
         "--url", f"{scheme}://{HOST}:{endpoint.port}/client.example.com",
         "--mail-from", sender, *to, "--upload-file", "-"],
        message)


def msmtp(endpoint: Endpoint, user: str, sender: str, recipients: Sequence[str],
          message: bytes) -> Run:
    """Its lines end in LF, as a program that calls sendmail writes them."""
    return _run(
        ["msmtp", "--file=/dev/null", "--debug", f"--host={HOST}", f"--port={endpoint.port}",
         "--tls=on", f"--tls-starttls={'off' if endpoint.implicit_tls else 'on'}",
         f"--tls-trust-file={endpoint.authority}", "--auth=plain", f"--user={login(user)}",
         f"--passwordeval=echo '{password(user)}'", "--domain=client.example.com",
         f"--from={sender}", "--", *recipients],
        message.replace(b"\r\n", b"\n"))

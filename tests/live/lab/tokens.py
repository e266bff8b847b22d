# Logins by a token (OAUTHBEARER, RFC 7628): JSON Web Tokens that Dovecot verifies by itself, with a key
# that it shares with who issues them, and its submission service, which hands mail on to Postfix.
from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import ssl
import time
from pathlib import Path

from .background import program
from .clients import HOST, TIMEOUT, Endpoint, Tls
from .process import free_ports, listens, wait_for
from .sasl import login
from .tls import Certificates

SECRET = b"only Dovecot and the issuer know this secret"

TOKENS = """\
auth_mechanisms = plain login oauthbearer xoauth2
passdb {{
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {folder}/oauth2.conf
}}
"""

# Before it hands a session on, it says by XCLIENT whose it is.
SUBMISSION = """\
protocols = pop3 submission
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
hostname = msa.example.com
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
submission_relay_trusted = yes
submission_relay_ssl = starttls
submission_relay_ssl_verify = no
service submission-login {{
  inet_listener submission {{
    port = {port}
  }}
}}
"""


def _encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def token(user: str, *, lifetime: int = 600, secret: bytes = SECRET) -> str:
    """For one of the lab's users; seconds."""
    now = int(time.time())
    head = {"alg": "HS256", "typ": "JWT"}
    claims = {"sub": login(user), "iat": now - 5, "nbf": now - 5, "exp": now + lifetime}
    text = ".".join(_encoded(json.dumps(part).encode()) for part in (head, claims))
    return f"{text}.{_encoded(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def tokens_in(folder: Path) -> str:
    """Settings of Dovecot, for which `folder` is made."""
    key = folder / "keys" / "default" / "HS256" / "default"
    key.parent.mkdir(parents=True)
    key.write_bytes(base64.b64encode(SECRET))
    (folder / "oauth2.conf").write_text(
        "introspection_mode = local\nusername_attribute = sub\n"
        f"local_validation_key_dict = fs:posix:prefix={folder}/keys/\n")
    return TOKENS.format(folder=folder)


class SubmissionService:
    """Of Dovecot, in front of a listener of Postfix."""

    def __init__(self, certificates: Certificates, relay: int) -> None:
        program("/usr/lib/dovecot/submission-login", "dovecot-submissiond")
        (self._port,) = free_ports(1)
        self.settings = SUBMISSION.format(certificate=certificates.certificate,
                                          key=certificates.key, port=self._port, relay=relay)
        self._authority = certificates.authority

    def endpoint(self) -> Endpoint:
        wait_for(lambda: listens(self._port), "Dovecot's submission service")
        return Endpoint("submission", self._port, Tls.STARTTLS, self._authority)


def bearer_reply(endpoint: Endpoint, user: str, bearer: str) -> tuple[smtplib.SMTP, int]:
    """A session in which the user shows the token, and the answer's code."""
    smtp = smtplib.SMTP(HOST, endpoint.port, timeout=TIMEOUT)
    smtp.starttls(context=ssl.create_default_context(cafile=str(endpoint.authority)))
    smtp.ehlo()
    assert "OAUTHBEARER" in smtp.esmtp_features["auth"].split(), smtp.esmtp_features
    message = f"n,a={login(user)},\x01auth=Bearer {bearer}\x01\x01".encode()
    code, _ = smtp.docmd("AUTH", f"OAUTHBEARER {base64.b64encode(message).decode()}")
    if code == 334:  # what was wrong; the client is to answer (RFC 7628, 3.2.3)
        code, _ = smtp.docmd(base64.b64encode(b"\x01").decode())
    return smtp, code

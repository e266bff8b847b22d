# Mail of others that a user sends on. Only the block on top is hers (RFC 5322, 3.6.6): below it every
# octet stays, and with it the signature of whoever wrote it.
from __future__ import annotations

import tempfile
from pathlib import Path

import dkim
import dkim_verify

from lab import Lab, keys

from . import case
from .common import ALICE, accepted, with_shipped_rules

DOMAIN = "partner.example"
ENCODED = '[check.encode_8bit]\naction = "repair"\n'
RESENT = (f"Resent-From: Alice <{ALICE}>\r\nResent-To: carol@{DOMAIN}\r\n"
          "Resent-Bcc: dan@partner.example\r\nReceived: from a by b; Sat, 21 Nov 2026 10:00:00 +0000\r\n")
# Each is repaired in mail of one's own.
ORIGINAL = ("Authentication-Results: mx.example.com; dkim=pass\r\n"
            "Delivered-To: alice@example.com\r\n"
            f"From: Dan <dan@{DOMAIN}>, Eve <eve@other.example>\r\n"
            f"Sender: list-bounces@{DOMAIN}\r\n"
            f"To: list@{DOMAIN}\r\n"
            f"Reply-To: <>\r\n"
            "Subject: Grüße\r\n"
            "Date: 28 Nov 12 22:40 GMT\r\n"
            f"Message-ID: <4711@{DOMAIN}>\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8;\r\n"
            "Content-Transfer-Encoding: 8bit\r\n"
            "\r\n"
            "Größe\r\n").encode()
SIGNED = [b"from", b"sender", b"to", b"cc", b"reply-to", b"subject", b"date", b"message-id", b"content-type",
          b"content-transfer-encoding"]


def _signed(key: keys.Key, canonical: bytes) -> bytes:
    field = dkim.sign(ORIGINAL, key.selector.encode(), DOMAIN.encode(), key.file.read_bytes(),
                      canonicalize=(canonical, canonical), include_headers=SIGNED)
    return field + ORIGINAL


@case
def the_signature_of_mail_that_is_sent_on_still_verifies(lab: Lab) -> None:
    with tempfile.TemporaryDirectory() as directory:
        key = keys.make_key(Path(directory), "rsa1")
        messages = [_signed(key, b"simple"), _signed(key, b"relaxed")]
    records = {f"{key.selector}._domainkey.{DOMAIN}".encode(): key.record.encode()}
    with with_shipped_rules(lab, ENCODED, 'resent_hosted_domains = ["example.com"]'):
        for octets in messages:
            delivery = accepted(lab, RESENT.encode() + octets)
            assert not delivery.fields("Resent-Bcc"), "Resent-Bcc is left"
            assert delivery.fields("Resent-Date"), "no Resent-Date"
            said = dkim_verify.verify(delivery.message, records)
            assert [good for good, _ in said] == [True], f"{said}: {delivery.message!r}"

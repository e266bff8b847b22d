# A certificate authority of the lab's own, and the certificates of a server and of a client that it
# signed.
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .process import run


@dataclass(frozen=True)
class Certificates:
    authority: Path
    certificate: Path
    key: Path
    client: Path  # certificate and key


NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]


def make_certificates(directory: Path) -> Certificates:
    directory.mkdir()
    authority = directory / "ca.pem"
    run(["openssl", "req", "-x509", *NEW_KEY, "-days", "2", "-subj", "/CN=Lab CA",
         "-keyout", str(directory / "ca.key"), "-out", str(authority)])
    certificate, key = _signed(directory, "server", "/CN=msa.example.com",
                               "subjectAltName=DNS:msa.example.com,DNS:localhost,IP:127.0.0.1\n")
    client = directory / "client-and-key.pem"
    client.write_bytes(b"".join(file.read_bytes() for file in _signed(
        directory, "client", "/CN=alice@example.com", "extendedKeyUsage=clientAuth\n")))
    return Certificates(authority, certificate, key, client)


def _signed(directory: Path, name: str, subject: str, extensions: str) -> tuple[Path, Path]:
    """Certificate and key."""
    certificate, key = directory / f"{name}.pem", directory / f"{name}.key"
    request, settings = directory / f"{name}.csr", directory / f"{name}.ext"
    settings.write_text(extensions)
    run(["openssl", "req", *NEW_KEY, "-subj", subject, "-keyout", str(key), "-out", str(request)])
    run(["openssl", "x509", "-req", "-in", str(request), "-days", "2",
         "-CA", str(directory / "ca.pem"), "-CAkey", str(directory / "ca.key"), "-CAcreateserial",
         "-extfile", str(settings), "-out", str(certificate)])
    return certificate, key

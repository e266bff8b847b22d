# A certificate authority of the lab's own, and the server certificate that it signed.
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .process import run


@dataclass(frozen=True)
class Certificates:
    authority: Path
    certificate: Path
    key: Path


def make_certificates(directory: Path) -> Certificates:
    directory.mkdir()
    made = Certificates(
        authority=directory / "ca.pem",
        certificate=directory / "server.pem",
        key=directory / "server.key",
    )
    authority_key, request = directory / "ca.key", directory / "server.csr"
    extensions = directory / "server.ext"
    extensions.write_text("subjectAltName=DNS:msa.example.com,DNS:localhost,IP:127.0.0.1\n")
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
    run(["openssl", "req", "-x509", *new_key, "-days", "2", "-subj", "/CN=Lab CA",
         "-keyout", str(authority_key), "-out", str(made.authority)])
    run(["openssl", "req", *new_key, "-subj", "/CN=msa.example.com",
         "-keyout", str(made.key), "-out", str(request)])
    run(["openssl", "x509", "-req", "-in", str(request), "-days", "2",
         "-CA", str(made.authority), "-CAkey", str(authority_key), "-CAcreateserial",
         "-extfile", str(extensions), "-out", str(made.certificate)])
    return made

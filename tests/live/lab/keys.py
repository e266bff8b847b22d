# DKIM keys: the PEM files that the daemon reads and the TXT records that a verifier reads.
from __future__ import annotations

import base64
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .process import run
from .sasl import REALM

VERIFIER = Path(__file__).resolve().parents[1] / "dkim_verify.py"
ALGORITHMS = {
    "rsa1": ("rsa-sha256", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
    "ed1": ("ed25519-sha256", ["-algorithm", "ED25519"]),
}


@dataclass(frozen=True)
class Key:
    selector: str
    algorithm: str
    file: Path
    record: str  # TXT


def make_key(directory: Path, selector: str) -> Key:
    algorithm, options = ALGORITHMS[selector]
    file = directory / f"{selector}.pem"
    run(["openssl", "genpkey", *options, "-out", str(file)])
    public = run(["openssl", "pkey", "-in", str(file), "-pubout", "-outform", "DER"])
    if algorithm == "ed25519-sha256":
        public = public[-32:]  # RFC 8463, 4.2: the bare key
    kind = algorithm.partition("-")[0]
    record = f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}"
    return Key(selector, algorithm, file, record)


def make_keys(directory: Path) -> list[Key]:
    directory.mkdir()
    return [make_key(directory, selector) for selector in ALGORITHMS]


def verify(message: bytes, keys: list[Key], scratch: Path) -> str:
    """What the verifier (dkimpy) said; an AssertionError unless every signature holds."""
    file = scratch / "to-verify.eml"
    file.write_bytes(message)
    records = [f"{key.selector}._domainkey.{REALM}={key.record}" for key in keys]
    done = subprocess.run(
        [sys.executable, str(VERIFIER), str(file), *records],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"signatures do not verify: {done.stdout}{done.stderr}")
    return done.stdout.strip()

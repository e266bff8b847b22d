# DKIM keys: the PEM files that the daemon reads and the TXT records that a verifier reads.
from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import dkim_verify

from .process import run
from .sasl import REALM

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


def zone_of(keys: list[Key]) -> dict[str, str]:
    """What the domain of the users publishes: the keys, and nothing else."""
    def spelled(record: str) -> str:
        return " ".join(f'"{record[begin:begin + 250]}"' for begin in range(0, len(record), 250))
    return {f"{REALM}.": "\n".join(
        f"{key.selector}._domainkey.{REALM}. TXT {spelled(key.record)}" for key in keys)}


def signatures(message: bytes, keys: list[Key]) -> list[tuple[bool, str]]:
    """What dkimpy says of each signature: whether it holds, and a line for people."""
    records = {f"{key.selector}._domainkey.{REALM}".encode(): key.record.encode() for key in keys}
    return dkim_verify.verify(message, records)


def verify(message: bytes, keys: list[Key]) -> str:
    """What the verifier said; an AssertionError unless there are signatures and every one holds."""
    found = signatures(message, keys)
    said = "\n".join(line for _, line in found)
    if not found or not all(good for good, _ in found):
        raise AssertionError(f"signatures do not verify: {said}")
    return said


def verify_by_libopendkim(message: bytes, keys: list[Key], program: Path) -> None:
    """`program`: msa-milter-verify. An AssertionError unless every signature passes there."""
    given = "".join(f"key {key.selector}._domainkey.{REALM} {key.record}\n" for key in keys)
    done = subprocess.run([str(program)], input=f"{given}\n".encode() + message,
                          capture_output=True, check=False)
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == 0, f"{program.name}: exit {done.returncode}: {said}"
    verdicts = {each["s"]: each["verdict"] for each in json.loads(done.stdout)["signatures"]}
    assert verdicts == {key.selector: "pass" for key in keys}, said

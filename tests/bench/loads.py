# What is put on whom: the rows of the table.
from __future__ import annotations

from dataclasses import dataclass

RSA = ("msa-milter", "msa-milter-native", "opendkim", "rspamd", "go-msgauth", "dkimpy-milter")
# Both engines of ours, and the peer that ratios are against.
ENGINES = ("msa-milter", "msa-milter-native", "opendkim")
# Who else signs more than some megabytes in the time of a round.
LARGE = (*ENGINES, "go-msgauth")


@dataclass(frozen=True)
class Load:
    name: str
    targets: tuple[str, ...]
    options: tuple[str, ...]
    is_quick: bool = True  # part of the short run


def _load(name: str, targets: tuple[str, ...], connections: int, body: int = 4096,
          *more: str, is_quick: bool = True) -> Load:
    return Load(name, targets, ("--connections", str(connections), "--body", str(body), *more),
                is_quick)


ONE_CONNECTION = _load("rsa, 4 KB, 1 connection", RSA, 1)
EIGHT = _load("rsa, 4 KB, 8 connections", RSA, 8)
SIXTY_FOUR = _load("rsa, 4 KB, 64 connections", RSA, 64, is_quick=False)
HUNDRED_KB = _load("rsa, 100 KB, 8 connections", RSA, 8, 100_000)
FIVE_MB = _load("rsa, 5 MB, 8 connections", LARGE, 8, 5_000_000, is_quick=False)
ED25519 = _load("ed25519, 4 KB, 8 connections",
                ("msa-milter-ed25519", "msa-milter-native-ed25519", "opendkim-ed25519"), 8)
ED25519_SIXTY_FOUR = _load("ed25519, 4 KB, 64 connections", ED25519.targets, 64, is_quick=False)
MANY = _load("rsa, 4 KB, 512 connections", ENGINES, 512, is_quick=False)
PAUSING = _load("64 clients that pause 10 ms", ENGINES, 64, 4096, "--think", "10", is_quick=False)
BESIDE_IDLE = _load("the same beside 10,000 idle sessions", ENGINES, 64, 4096, "--think", "10",
                    "--idle", "10000", is_quick=False)
BOTH = _load("rsa and ed25519, 4 KB, 8 connections", ("msa-milter-both",), 8)

LOADS = (ONE_CONNECTION, EIGHT, SIXTY_FOUR, MANY, HUNDRED_KB, FIVE_MB, ED25519,
         ED25519_SIXTY_FOUR, BOTH, PAUSING,
         BESIDE_IDLE)

# `dns check` beside this MTA: a zone as `dns print` prints it, on a real name server, and the MTA's own
# submission ports, where the SRV records lead.
from __future__ import annotations

import subprocess
from pathlib import Path

from lab import Lab
from lab.daemon import USER
from lab.name_server import NameServer
from lab.rules import STAFF, rules

from . import case

HOST = "msa.example.com"  # in the certificate of the lab
SENDING = '[check.egress_spf]\naction = "log"\negress = ["192.0.2.10 mx.example.com"]\n'


def _dns(lab: Lab, folder: Path, words: list[str]) -> tuple[int, str]:
    done = subprocess.run(
        [str(lab.daemon.binary), "dns", *words, "--config", str(folder / "names.toml"), "--user", USER],
        capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def _write_files(lab: Lab, folder: Path) -> None:
    table = folder / "sender_login"
    table.write_text("press@example.com  alice@example.com\n")
    (folder / "rules.toml").write_text(rules(table, lab.daemon.keys, "1", STAFF, None) + SENDING)
    (folder / "names.toml").write_text(
        f'rules = "rules.toml"\n[names]\nhost = "{HOST}"\nsubmission = {lab.submission.port}\n'
        f"submissions = {lab.submissions.port}\n")


def _zones(printed: str, more: str) -> dict[str, str]:
    lines = [line for line in printed.splitlines() if not line.startswith(";")]
    return {"example.com.": "\n".join([line for line in lines if ".arpa." not in line] + [more]),
            "2.0.192.in-addr.arpa.": "\n".join(line for line in lines if ".arpa." in line)}


def _checked(lab: Lab, name: str, host: str, more: str) -> tuple[int, str]:
    """Of the zone that is printed, with this host in its SRV records."""
    folder = lab.scratch / f"names-{name}"
    folder.mkdir()
    _write_files(lab, folder)
    status, printed = _dns(lab, folder, ["print", "example.com"])
    assert status == 0, printed
    zones = _zones(printed.replace(f" {HOST}.", f" {host}."), more)
    with NameServer(folder / "nsd", zones) as server:
        return _dns(lab, folder, ["check", "example.com", "--server", server.address, "--resolver",
                                  server.address, "--ca", str(lab.certificates.authority)])


@case
def dns_check_finds_the_printed_zone_and_both_ports_well(lab: Lab) -> None:
    status, said = _checked(lab, "good", HOST, f"{HOST}. A 127.0.0.1\nns.example.com. A 127.0.0.1")
    assert status == 0, said
    for port, how in ((lab.submissions.port, "from the first octet on"),
                      (lab.submission.port, "by STARTTLS")):
        assert any(f"{HOST}:{port}: TLSv1.3 {how}, AUTH under TLS only" in line
                   for line in said.splitlines()), said


@case
def dns_check_finds_that_the_certificate_has_another_name(lab: Lab) -> None:
    other = "smtp.example.com"
    status, said = _checked(lab, "other", other, f"{other}. A 127.0.0.1\n{HOST}. A 127.0.0.1")
    assert status == 1, said
    assert f"names {other}, not this host, {HOST}" in said, said
    assert said.count(f"the certificate does not hold the name {other}") == 2, said

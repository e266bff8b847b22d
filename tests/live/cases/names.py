# `dns check` beside this MTA: a zone as `dns print` prints it, on a real name server, and the MTA's own
# submission ports, where the SRV records lead.
from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab import Lab
from lab.daemon import USER
from lab.process import Skip, free_ports, listens, wait_for
from lab.rules import STAFF, rules

from . import case

NSD = Path("/usr/sbin/nsd")
HOST = "msa.example.com"  # in the certificate of the lab
SETTINGS = """\
server:
    ip-address: 127.0.0.1@{port}
    username: ""
    server-count: 1
    database: ""
    rrl-ratelimit: 0
    zonesdir: "{folder}"
    logfile: "{folder}/log"
    pidfile: "{folder}/pid"
    xfrdfile: "{folder}/xfrd"
    xfrdir: "{folder}"
    zonelistfile: "{folder}/zones"
remote-control:
    control-enable: no
zone:
    name: "example.com"
    zonefile: "example.com"
zone:
    name: "2.0.192.in-addr.arpa"
    zonefile: "reverse"
"""
HEAD = "$TTL 60\n{zone}. SOA ns.example.com. hostmaster.example.com. 1 3600 600 86400 60\n{zone}. NS ns.example.com.\n"
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


@contextmanager
def _name_server(folder: Path, printed: str, more: str) -> Iterator[str]:
    if not NSD.exists():
        raise Skip(f"{NSD} is not installed; package nsd")
    (port,) = free_ports(1)
    lines = [line for line in printed.splitlines() if not line.startswith(";")]
    for file, zone, records in (
            ("example.com", "example.com", [line for line in lines if ".arpa." not in line] + [more]),
            ("reverse", "2.0.192.in-addr.arpa", [line for line in lines if ".arpa." in line])):
        (folder / file).write_text(HEAD.format(zone=zone) + "\n".join(records) + "\n")
    (folder / "nsd.conf").write_text(SETTINGS.format(port=port, folder=folder))
    server = subprocess.Popen([str(NSD), "-d", "-c", str(folder / "nsd.conf")],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: listens(port), "the name server")
        yield f"127.0.0.1@{port}"
    finally:
        server.terminate()
        server.wait()


def _checked(lab: Lab, name: str, host: str, more: str) -> tuple[int, str]:
    """Of the zone that is printed, with this host in its SRV records."""
    folder = lab.scratch / f"names-{name}"
    folder.mkdir()
    _write_files(lab, folder)
    status, printed = _dns(lab, folder, ["print", "example.com"])
    assert status == 0, printed
    with _name_server(folder, printed.replace(f" {HOST}.", f" {host}."), more) as server:
        return _dns(lab, folder, ["check", "example.com", "--server", server, "--resolver", server,
                                  "--ca", str(lab.certificates.authority)])


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

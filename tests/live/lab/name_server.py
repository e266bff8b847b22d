# A real name server on loopback, so that no question of a test leaves this host.
from __future__ import annotations

import subprocess
from pathlib import Path

from .process import LabError, free_ports, listens, wait_for

NSD = Path("/usr/sbin/nsd")
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
"""
ZONE = """\
zone:
    name: "{zone}"
    zonefile: "{file}"
"""
HEAD = "$TTL 60\n{zone} SOA {server} hostmaster.example.com. 1 3600 600 86400 60\n{zone} NS {server}\n"
ROOT = {".": ""}  # and nothing below it: every name does not exist


class NameServer:
    """Used as a context manager. Knows the records of each zone, which are named with their dots."""

    def __init__(self, folder: Path, zones: dict[str, str], server: str = "ns.example.com.") -> None:
        if not NSD.exists():
            raise LabError(f"{NSD} is not installed; package nsd")
        folder.mkdir(exist_ok=True)
        self._folder = folder
        (self._port,) = free_ports(1)
        settings = SETTINGS.format(port=self._port, folder=folder)
        for number, (zone, records) in enumerate(zones.items()):
            file = f"zone-{number}"
            (folder / file).write_text(HEAD.format(zone=zone, server=server) + records + "\n")
            settings += ZONE.format(zone=zone, file=file)
        (folder / "nsd.conf").write_text(settings)

    @property
    def address(self) -> str:
        """As settings and commands name it."""
        return f"127.0.0.1@{self._port}"

    def __enter__(self) -> NameServer:
        self._process = subprocess.Popen([str(NSD), "-d", "-c", str(self._folder / "nsd.conf")],
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: self._process.poll() is not None or listens(self._port), "the name server")
        if self._process.poll() is not None:
            raise LabError(f"{NSD} ended: {(self._folder / 'log').read_text(errors='replace')[-500:]}")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

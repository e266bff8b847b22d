# A name server in the booted system that takes updates of its zone, and what the keys of the site's domain
# are in it and in their folder.
from __future__ import annotations

import json
import re
from collections import Counter

from system import Failure, System, wait_for

SOFTWARE = ["bind9-dnsutils", "knot"]
SERVER = "127.0.0.1@5300"
KEYS = "/var/lib/msa-milter/keys"
DOMAIN = "example.com"
TSIG = "/etc/msa-milter/tsig.key"
SECRET = "3lSJ0Zb4kkqPgk2Y4rQYc9mXnMZ7a1Wb0m5u2n7VvJ4="
ZONE = f"$ORIGIN {DOMAIN}.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n"
KNOT = f"""\
server:
    rundir: "/run/zone"
    listen: {SERVER}
log:
  - target: stderr
    any: warning
key:
  - id: update
    algorithm: hmac-sha256
    secret: {SECRET}
acl:
  - id: update
    action: update
    key: update
    update-type: [TXT]
database:
    storage: "/var/lib/zone"
zone:
  - domain: {DOMAIN}
    storage: "/var/lib/zone"
    file: zone
    acl: update
    zonefile-sync: -1
    zonefile-load: difference
    journal-content: all
"""
ROTATION = f"""
[dkim]
folder = "{KEYS}"
rotate = "90d"
publish = "nsupdate"
nsupdate_key = "{TSIG}"
nsupdate_server = "{SERVER}"
servers = ["{SERVER}"]
"""


def start_server(system: System) -> None:
    """With an empty zone."""
    system.run("systemctl mask knot && apt-get install " + " ".join(SOFTWARE))
    system.run("mkdir -p /var/lib/zone")
    system.write("/var/lib/zone/zone", ZONE)
    system.write("/var/lib/zone/knot.conf", KNOT)
    system.write(TSIG, f'key "update" {{\n    algorithm hmac-sha256;\n    secret "{SECRET}";\n}};\n', 0o400)
    system.run(f"chown msa-milter: {TSIG}")
    system.run("systemd-run --quiet --unit=zone --property=RuntimeDirectory=zone knotd -c /var/lib/zone/knot.conf")
    wait_for(lambda: "hostmaster" in system.run(f"dig @127.0.0.1 -p 5300 +short SOA {DOMAIN}", status=None),
             "the name server answers")


def publish_keys(system: System) -> None:
    """Those that the rules sign with."""
    system.run("(echo server 127.0.0.1 5300; msa-milter key dns --format nsupdate) >update"
               f" && nsupdate -k {TSIG} update")


def record(system: System, selector: str) -> str:
    """That DNS has now; empty: none."""
    said = system.run(f"dig @127.0.0.1 -p 5300 +short TXT {selector}._domainkey.{DOMAIN}")
    return "".join(re.findall('"(.*?)"', said))


def keys(system: System) -> dict[str, str]:
    """The state of each, by selector."""
    listed = json.loads(system.run("msa-milter key list --json"))
    return {key["selector"]: key["state"] for key in listed}


def of_state(system: System, state: str) -> set[str]:
    return {selector for selector, found in keys(system).items() if found == state}


def reach(system: System, **wanted: int) -> None:
    """So many keys of each state, by looks of the daemon; `coming`: generated or published, as it looks when
    it likes, too."""
    def is_reached() -> bool:
        system.run("msa-milter key rotate")
        found = Counter(keys(system).values())
        if "coming" in wanted:
            found["coming"] = found.pop("generated", 0) + found.pop("published", 0)
        return found == wanted

    try:
        wait_for(is_reached, f"keys are {wanted}")
    except Failure as failure:
        raise Failure(f"{failure}\n{keys(system)}") from failure


def age(system: System, hours: int) -> None:
    """Time passes for all keys."""
    for file in (system.root / KEYS.lstrip("/") / DOMAIN).glob("*.state"):
        life = json.loads(file.read_text())
        life["since"] -= hours * 3600
        file.write_text(json.dumps(life) + "\n")

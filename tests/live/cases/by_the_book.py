# postfix-example/README.md, word by word: its commands, run in the folder of its files, on a Postfix that
# has no submission service yet. Only this is different: folders and ports are the lab's, the daemon's
# user is there already, and so is the program.
from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab import Lab
from lab.clients import Endpoint, Reply, Session, Tls
from lab.daemon import USER
from lab.mta import REPOSITORY, Surroundings
from lab.postfix import PlainPostfix
from lab.process import listens, wait_for
from lab.manual import put
from lab.sasl import password
from lab.sink import Delivery, Sink

from . import case_of
from .common import ALICE, message

README = REPOSITORY / "postfix-example" / "README.md"
CEO = "ceo@example.com"
KEY = """
[[dkim.key]]
domain = "example.com"
selector = "s1"
file = "/etc/msa-milter/keys/s1.pem"
"""


def _commands(heading: str) -> list[str]:
    """The indented blocks below that heading, each a piece of shell; but not what a server says."""
    section = README.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"(?:^    [^\n]*\n)+", section, re.MULTILINE)
    return [re.sub("^    ", "", block, flags=re.MULTILINE) for block in blocks
            if not block.startswith("    550")]


@dataclass
class Site:
    folder: Path  # where the commands run
    postfix: PlainPostfix
    sink: Sink  # its own: the lab's trail tells nothing of this
    places: dict[str, str]

    def here(self, text: str) -> str:
        for place, ours in self.places.items():
            text = text.replace(place, ours)
        return text

    def environment(self) -> dict[str, str]:
        return os.environ | {"MAIL_CONFIG": str(self.postfix.configuration),
                             "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}

    def run(self, commands: str, status: int = 0) -> str:
        done = subprocess.run(["sh", "-ec", self.here(commands)], cwd=self.folder, text=True,
                              env=self.environment(), stdin=subprocess.DEVNULL, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == status, f"{commands}: {done.returncode}: {done.stdout}"
        return done.stdout

    @contextmanager
    def running(self, command: str) -> Iterator[None]:
        log = self.folder / "run.log"
        with log.open("wb") as output:
            process = subprocess.Popen(self.here(command).split(), cwd=self.folder, stdout=output,
                                       stderr=output, env=self.environment())
        try:
            wait_for(lambda: process.poll() is not None or self.postfix.socket.exists(), command)
            assert process.poll() is None, log.read_text()
            yield
        finally:
            process.terminate()
            process.wait()


def _site(lab: Lab, sink: Sink) -> Site:
    root = lab.scratch / "book"
    root.mkdir()
    postfix = PlainPostfix(root, Surroundings(
        lab.certificates, next_hop=sink.port, seven_bit_hop=sink.seven_bit_port))
    folder = root / "site"
    shutil.copytree(lab.daemon.binary.parent / "tables", folder / "bin" / "tables")
    shutil.copy2(lab.daemon.binary, folder / "bin" / "msa-milter")
    site = Site(folder, postfix, sink, {
        "/etc/postfix": str(postfix.configuration), "/var/spool/postfix": str(root / "queue"),
        "/etc/msa-milter": str(root / "etc"), "/var/log/msa-milter": str(root / "log"),
        "-o msa-milter": f"-o {USER}", "chown msa-milter:": f"chown {USER}:",
        'user = "msa-milter"': f'user = "{USER}"', 'log = "syslog"': 'log = "stderr"',
        "msa-milter check": f"msa-milter check --user {USER}",
        "msa-milter key dns": f"msa-milter key dns --user {USER}",
        "doctor --postfix": f"doctor --postfix --config {root}/etc/msa-milter.toml",
        "mail.example.com --port 587": f"127.0.0.1 --port {postfix.submission}",
        "\nsubmission inet": f"\n127.0.0.1:{postfix.submission} inet",
        "\nsubmissions inet": f"\n127.0.0.1:{postfix.submissions} inet"})
    for file in ("postfix-example/msa-milter.toml", "postfix-example/main.cf.submission",
                 "postfix-example/master.cf.submission", "rules/submission.toml"):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(site.here((REPOSITORY / file).read_text()))
    return site


def _submit(lab: Lab, site: Site, sender: str) -> tuple[Reply, str]:
    recipient = lab.new_recipient()
    endpoint = Endpoint("book", site.postfix.submission, Tls.STARTTLS, lab.certificates.authority)
    with Session(endpoint) as session:
        return session.submit(sender, [recipient], message()), recipient


def _install(site: Site) -> str:
    """All of section 1 but its last command, which goes on running; that one."""
    first, key, start = _commands("1. The daemon")
    site.run(put(first, {
        "make && sudo make install\n": "",
        "adduser --system --group --home /nonexistent --no-create-home msa-milter\n": ""}))
    site.run(key)
    rules = Path(site.here("/etc/msa-milter/rules/submission.toml"))
    rules.write_text(rules.read_text() + site.here(KEY))
    *before, run = start.splitlines()
    said = site.run("\n".join(before))
    assert "s1._domainkey" in said, said
    return run


def _expect_guard(lab: Lab, site: Site) -> None:
    """Without the milter: nobody is somebody else in the envelope."""
    def is_told_by_postfix() -> bool:
        reply, _ = _submit(lab, site, CEO)
        assert reply.code >= 400, f"a forged sender was accepted: {reply}"
        return str(reply).startswith("RCPT: 553 5.7.1")
    wait_for(is_told_by_postfix, "Postfix to refuse by itself")
    for sender in ("ceo", "ceo+x@example.com", '"ceo"@example.com', "ceo%example.com@example.com"):
        reply, _ = _submit(lab, site, sender)
        assert reply.code >= 500, f"{sender}: {reply}"
    for sender in (ALICE, "alice+news@example.com", "ALICE@Example.COM", ""):
        reply, recipient = _submit(lab, site, sender)
        assert reply.code == 250, f"{sender}: {reply}"
        assert not _delivered(site, recipient).fields("DKIM-Signature")


def _delivered(site: Site, recipient: str) -> Delivery:
    wait_for(lambda: site.sink.to(recipient), f"a message to {recipient}")
    return site.sink.to(recipient)[0]


def _try(lab: Lab, site: Site) -> None:
    (command,) = _commands("3. Try it")
    command = command.rstrip("\n") + f" --auth-password '{password('alice')}'"
    site.run(command)
    assert _delivered(site, "you@elsewhere.example").fields("DKIM-Signature")
    said = site.run(command + ' --header "From: ceo@example.com"', status=26)
    assert "550 5.7.1 You may not use ceo@example.com in From (rule header_from_rights" in said, said
    reply, _ = _submit(lab, site, CEO)
    assert str(reply).startswith("MAIL: 550 5.7.1"), reply
    trail = Path(site.here("/var/log/msa-milter/audit.jsonl"))
    assert trail.read_text().count('"record":"transaction"') == 3
    assert trail.group() == "adm", "who reads logs reads the trail"


@case_of("postfix", "its README")
def the_readme_of_the_example_is_right_to_the_letter(lab: Lab) -> None:
    sink = Sink()
    site = _site(lab, sink)
    files = [site.postfix.configuration / name for name in ("main.cf", "master.cf")]
    before = [file.read_bytes() for file in files]
    with ExitStack() as stack:
        sink.start()
        stack.callback(sink.stop)
        stack.callback(site.postfix.stop)
        site.run("postfix start")
        with site.running(_install(site)):
            for each in _commands("2. Postfix"):
                said = site.run(each)
            assert said.endswith("\n") and "ok: " in said.splitlines()[-1], said
            wait_for(lambda: listens(site.postfix.submission), "Postfix to listen")
            _try(lab, site)
            for_a_while, for_good = _commands("Taking it out")
            site.run(for_a_while)
        _expect_guard(lab, site)
        site.run(for_good)
        assert [file.read_bytes() for file in files] == before
        assert not listens(site.postfix.submission)

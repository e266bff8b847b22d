# The story of msa-milter-rollout(7): a change breaks a delegation, and each step sees it before anybody's
# mail does.
from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from lab import Lab
from lab.audit import value
from lab.mta import REPOSITORY
from lab.rules import signing
from lab.sasl import login

from . import case
from .common import accepted, message

STORY = REPOSITORY / "tests/story"
CAROL = login("carol")
BROKEN = ('assistants = ["carol@example.com"]', 'assistants = ["dan@example.com"]')
RIGHT = (BROKEN[0], 'assistants = ["carol@example.com", "dan@example.com"]')


class Site:
    """The daemon with the story's rules, its candidate, the gate and the facts that replay needs."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        folder = lab.daemon.settings.parent
        self.main = folder / "rules.toml"  # what the settings name
        self.candidate = folder / "candidate.toml"
        self.proposed = lab.scratch / "proposed"  # the branch: main.toml and its tests
        self.proposed.mkdir(exist_ok=True)
        text = (STORY / "main.toml").read_text()
        self.text = text[:text.index("[dkim]")] + signing(lab.daemon.keys)
        self.tests = (STORY / "main.test.toml").read_text()

    def changed(self, change: tuple[str, str]) -> str:
        assert change[0] in self.text
        return self.text.replace(*change)

    def propose(self, text: str) -> Path:
        (self.proposed / "main.test.toml").write_text(self.tests)
        file = self.proposed / "main.toml"
        file.write_text(text)
        return file

    def enforce(self, text: str) -> None:
        self.main.with_suffix(".test.toml").write_text(self.tests)
        self.main.write_text(text)

    def command(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self._lab.daemon.binary, *words], capture_output=True, text=True,
                              check=False, cwd=self._lab.scratch)

    def ask(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.command(*words, "--config", self._lab.daemon.settings)

    def hash_in_force(self) -> str:
        return json.loads(self.ask("status", "--json").stdout)["rules"][0]["hash"]


@contextlib.contextmanager
def _site(lab: Lab) -> Iterator[Site]:
    settings = lab.daemon.settings
    before = settings.read_text()
    site = Site(lab)
    site.enforce(site.text)
    settings.write_text(f'candidate = "{site.candidate}"\n{before}facts = "judged"\n[tests]\nrequired = true\n')
    lab.daemon.start()
    try:
        yield site
    finally:
        settings.write_text(before)
        site.candidate.unlink(missing_ok=True)
        site.main.with_suffix(".test.toml").unlink(missing_ok=True)
        lab.daemon.write_rules()
        lab.daemon.start()


def _carols_mail(lab: Lab) -> dict:
    """She writes for the CEO, and it arrives; its record."""
    delivery = accepted(lab, message({"From": "The Boss <ceo@example.com>"}), user="carol", sender=CAROL)
    assert delivery.fields("Sender"), "nobody sees who wrote"
    return lab.audit.of(delivery.queue_id)


@case
def a_change_that_breaks_a_delegation_is_seen_by_each_step_before_it_is_in_force(lab: Lab) -> None:
    with _site(lab) as site:
        before = site.hash_in_force()
        first = _carols_mail(lab)
        assert "candidate" not in first

        # The ticket: dan is to write for the CEO, too. Carol was not to go.
        broken = site.propose(site.changed(BROKEN))
        tested = site.command("test", site.proposed)
        assert tested.returncode == 1, tested.stdout + tested.stderr
        assert "FAILED: carol writes for the CEO" in tested.stdout, tested.stdout

        different = site.command("diff", site.main, broken)
        assert different.returncode == 1, different.stdout + different.stderr
        for words in (("carol@example.com", "no longer"), ("dan@example.com", "may now")):
            assert any(all(word in line for word in (*words, "ceo@example.com", "ceo-office"))
                       for line in different.stdout.splitlines()), different.stdout

        replayed = site.command("replay", broken, "--trail", lab.audit.file, "--since", value(first, "time"),
                                "--fail-on", "accepted->rejected>0")
        assert replayed.returncode == 2, replayed.stdout + replayed.stderr
        assert "carol@example.com" in replayed.stdout, replayed.stdout

        # The gate.
        site.enforce(site.changed(BROKEN))
        reloaded = site.ask("reload")
        assert reloaded.returncode == 78, reloaded.stdout + reloaded.stderr
        assert 'test "carol writes for the CEO" fails' in reloaded.stderr, reloaded.stderr
        assert site.hash_in_force() == before
        _carols_mail(lab)
        site.enforce(site.text)

        # The candidate.
        site.candidate.write_text(site.changed(BROKEN))
        reloaded = site.ask("reload")
        assert reloaded.returncode == 0, reloaded.stderr
        judged = _carols_mail(lab)
        assert judged["candidate"]["disposition"] == "rejected", judged
        summed = site.ask("rules", "--candidate")
        assert "accepted -> rejected  1  header_from_rights  1 login: carol@example.com 1" in summed.stdout, \
            summed.stdout
        assert judged["transaction"] in summed.stdout
        assert "otherwise since start: 1," in site.ask("status").stdout

        # The mended change agrees with what is in force, and comes into force.
        right = site.propose(site.changed(RIGHT))
        assert site.command("test", site.proposed).returncode == 0
        replayed = site.command("replay", right, "--trail", lab.audit.file, "--since", value(first, "time"),
                            "--fail-on", "different>0")
        assert replayed.returncode == 0, replayed.stdout + replayed.stderr
        site.candidate.write_text(site.changed(RIGHT))
        assert site.ask("reload").returncode == 0
        assert "candidate" not in _carols_mail(lab)
        site.candidate.replace(site.main)
        assert site.ask("reload").returncode == 0
        now = site.hash_in_force()
        assert now != before
        assert value(_carols_mail(lab), "rules hash") == now
        accepted(lab, message({"From": "ceo@example.com"}), user="dan", sender=login("dan"))

        # And back: the trail has the text that was in force.
        told = site.ask("audit", "rules", "--at", value(first, "time"))
        old = told.stdout.split("\n", 2)[2]
        assert old == site.text, told.stdout + told.stderr
        site.enforce(old)
        assert site.ask("reload").returncode == 0
        assert site.hash_in_force() == before

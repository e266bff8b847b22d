# The doctor before this MTA, whose files (and postconf(1)) are real.
from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from lab import Lab

from . import case, case_of
from .common import with_example

Told = dict[str, Any]


def _examined(lab: Lab, configuration: Path) -> tuple[int, Told]:
    settings = lab.scratch / "doctor.toml"  # the lab's MTAs wait for a shorter time than a site's
    settings.write_text("resolver_deadline = 3\n" + lab.daemon.settings.read_text())
    done = subprocess.run(
        [str(lab.daemon.binary), "doctor", f"--{lab.mta.name}", str(configuration), "--config",
         str(settings), "--format", "json"], capture_output=True, check=False)
    assert not done.stderr, done.stderr.decode()
    return done.returncode, json.loads(done.stdout)


def _problems(told: Told) -> list[str]:
    return [each["what"] for each in told["findings"] if each["severity"] == "problem"]


def _worse_postfix(lab: Lab, name: str, main: str) -> Path:
    """A copy of the configuration with more lines in main.cf; Postfix itself keeps its own."""
    copy = lab.scratch / f"doctor-{name}"
    shutil.copytree(lab.mta.configuration, copy)
    with (copy / "main.cf").open("a") as file:
        file.write(main)
    return copy


@case
def the_doctor_finds_the_example_well(lab: Lab) -> None:
    status, told = _examined(lab, lab.mta.configuration)
    assert status == 0 and told["ok"], told
    warnings = [each["what"] for each in told["findings"] if each["severity"] == "warning"]
    # Dovecot, which checks logins, stands before one listener of the lab.
    in_front = lab.of_mta(postfix=["smtpd_authorized_xclient_hosts = 127.0.0.0/8"], sendmail=[])
    assert warnings == in_front, told
    seen = lab.of_mta(
        postfix=f"on this host: may user postfix connect to {lab.daemon.socket}",
        sendmail=f"on this host: the directories to {lab.daemon.socket}")
    assert seen in told["checked"], told


@case_of("postfix", "its default_action")
def the_doctor_finds_a_milter_that_is_passed_over(lab: Lab) -> None:
    status, told = _examined(lab, _worse_postfix(
        lab, "accept", "msa_milter = { unix:msa-milter/milter.sock, default_action=accept }\n"))
    assert status == 1, told
    assert _problems(told) == ["unix:msa-milter/milter.sock: default_action=accept"], told


@case_of("postfix", "its chroot")
def the_doctor_finds_a_path_that_the_chroot_hides(lab: Lab) -> None:
    status, told = _examined(
        lab, _worse_postfix(lab, "path", f"msa_milter = unix:{lab.daemon.socket}\n"))
    assert status == 1, told
    listeners = (lab.mta.configuration / "master.cf").read_text().count("smtpd_milters=$msa_milter")
    problems = _problems(told)
    assert len(problems) == listeners, told
    assert all("runs in the chroot" in each for each in problems), told


@case_of("sendmail", "its F=")
def the_doctor_finds_a_filter_that_is_passed_over(lab: Lab) -> None:
    worse = lab.scratch / "doctor.cf"
    worse.write_text(lab.mta.configuration.read_text().replace(", F=T,", ","))
    status, told = _examined(lab, worse)
    assert status == 1 and _problems(told) == ["filter msa-milter: no F"], told


@case_of("postfix", "its pickup(8)")
def the_doctor_compares_local_mail_with_the_rules(lab: Lab) -> None:
    def warnings(rules: str) -> list[str]:
        with with_example(lab, rules):
            told = _examined(lab, lab.mta.configuration)[1]
        return [each["what"] for each in told["findings"]
                if each["severity"] == "warning" and "non_smtpd_milters" in each["what"]]

    assert warnings("Programs of this host") == ["non_smtpd_milters does not name the milter"]
    with lab.mta.with_local_mail():
        assert not warnings("Programs of this host")
        assert warnings("Groups, delegations, exceptions") == ["non_smtpd_milters names the milter"]

# What becomes of the packages in a Debian 12, in order: each case goes on from where the one before it ended.
from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import zone
from apparmor import Profile, opened_paths, opened_while
from system import PLACE, REPOSITORY, Failure, Skip, System, wait_for

sys.path.insert(0, str(REPOSITORY / "tests/live"))

Case = Callable[[System], None]
RULES = "/etc/msa-milter/rules/submission.toml"
SETTINGS = "/etc/msa-milter/msa-milter.toml"
REFEREE = "/usr/lib/msa-milter/msa-milter-verify"
TRAIL = "/var/log/msa-milter/audit.jsonl"
SECTION = "## Install it on Debian 12"
INSTALL = "apt-get install ./msa-milter_0*.deb"
# What the commands of README.md install beside the package, and what it says to answer.
MAIL_SERVER = ["dovecot-core", "postfix", "swaks"]
ANSWERS = ("postfix postfix/main_mailer_type select Internet Site",
           "postfix postfix/mailname string example.com",
           "msa-milter msa-milter/domain string example.com")
SUBMIT = ("swaks --server localhost:587 --tls --auth-user alice --auth-password secret "
          "--from alice@example.com --to alice@example.com")


def packages() -> list[Path]:
    found = [package for package in sorted((REPOSITORY / "build/deb").glob("*.deb"))
             if "-dbgsym_" not in package.name]
    if not found:
        raise Skip("there are no packages: make deb")
    return found


def source() -> Path:
    """What the packages were built of."""
    return next((REPOSITORY / "build/deb").glob("msa-milter-*/debian")).parent


def tested_with() -> list[str]:
    """What the package's own test needs beside the package."""
    fields = (source() / "debian/tests/control").read_text().partition("Depends: @,")[2]
    return fields.partition("\nR")[0].replace(",", " ").split()


def expect(is_so: object, what: str, said: object = "") -> None:
    if not is_so:
        raise Failure(f"{what}\n{said}")


def digests(system: System, *places: str) -> dict[str, str]:
    said = system.run(f"find {' '.join(places)} -type f -exec sha256sum {{}} +")
    return {line.split()[1]: line.split()[0] for line in said.splitlines()}


def next_version(system: System) -> str:
    """The package again, as a newer one; its file."""
    system.run("rm -rf next && dpkg-deb -R msa-milter_0*.deb next"
               " && sed -i 's/^Version: .*/&+next/' next/DEBIAN/control && dpkg-deb -Znone -b next next.deb")
    return "./next.deb"


def show(system: System, unit: str, what: str) -> str:
    return system.run(f"systemctl show --value --property={what} {unit}").strip()


def process_of(system: System) -> str:
    return show(system, "msa-milter", "MainPID")


def is_delivered(system: System, what: str) -> bool:
    return system.has("/var/mail/alice") and what in system.read("/var/mail/alice")


def submit(system: System, subject: str) -> None:
    """A message, which arrives."""
    system.run(f"{SUBMIT} --header 'Subject: {subject}'")
    wait_for(lambda: is_delivered(system, subject), f"'{subject}' is delivered")


def key_records(system: System) -> dict[str, str]:
    """Name and text of what DNS is to publish."""
    said = system.run("msa-milter key dns")
    return {name.rstrip("."): "".join(re.findall('"(.*?)"', texts)) for name, texts in re.findall(
        r"^(\S+_domainkey\S+) IN TXT \((.*?)\)", said, re.MULTILINE | re.DOTALL)}


def first_message(system: System) -> str:
    """What was delivered first."""
    return system.read("/var/mail/alice").partition("\n")[2].partition("\n\nFrom ")[0].rstrip("\n") + "\n"


# -- in a chroot, where nothing is started

def without_rules_the_package_makes_nothing_and_says_what_to_do(system: System) -> None:
    said = system.run(INSTALL)
    expect('"msa-milter setup" makes them' in said, "it does not say what to do", said)
    expect(not system.has(SETTINGS), "there are settings")
    expect("enabled" in system.run("systemctl is-enabled msa-milter"), "the unit is not enabled")
    said = system.run("stat -c '%U %G %a' /var/log/msa-milter /var/spool/postfix/msa-milter")
    expect(said == "msa-milter adm 2750\nmsa-milter postfix 2750\n", "folders", said)


def modules_of_tables_come_in_packages_of_their_own(system: System) -> None:
    for name, keys in (("ldap", 'server = "ldap://127.0.0.1"\nbase = "dc=x"\nfilter = "(mail={key})"\n'
                                'attributes = ["uid"]\n'),
                       ("pgsql", 'server = "host=127.0.0.1"\nquery = "SELECT x FROM y WHERE z = $1"\n'),
                       ("mysql", 'server = "host=127.0.0.1"\nquery = "SELECT x FROM y WHERE z = ?"\n')):
        system.write(f"/tmp/{name}.toml", 'version = "1"\n[identity]\nsources = ["sasl"]\n[owners]\n'
                     f'tables = ["x"]\n[tables.x]\ntype = "{name}"\n{keys}')
        said = system.run(f"msa-milter check /tmp/{name}.toml", status=78)
        expect(f"/usr/lib/msa-milter/{name}.so" in said, "it does not say what is missing", said)
        system.run(f"apt-get install ./msa-milter-{name}_*.deb")
        system.run(f"msa-milter check /tmp/{name}.toml")


def purged_before_it_was_set_up_it_says_that_the_trail_stays(system: System) -> None:
    said = system.run("apt-get purge 'msa-milter*'")
    expect("/var/log/msa-milter stays" in said, "it does not say so", said)
    expect(not system.has("/etc/msa-milter"), "/etc/msa-milter is there")


def a_domain_that_was_answered_sets_the_site_up(system: System) -> None:
    system.run("echo msa-milter msa-milter/domain string example.com | debconf-set-selections")
    said = system.run(INSTALL)
    expect("_domainkey.example.com. IN TXT" in said, "no DNS records", said)
    system.run("msa-milter check")
    said = system.run("stat -c '%U %a' /etc/msa-milter/keys/example.com/* /etc/msa-milter/audit.key")
    expect(said == "msa-milter 400\n" * 3, "keys", said)


def the_package_s_own_test_shows_the_main_job(system: System) -> None:
    if shutil.which("autopkgtest") is None:
        raise Skip("autopkgtest is not installed")
    log = PLACE / "autopkgtest"
    shutil.rmtree(log, ignore_errors=True)
    done = subprocess.run(
        ["autopkgtest", f"--output-dir={log}", *map(str, packages()), f"{source()}/", "--", "chroot",
         str(system.root)], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, f"autopkgtest ended with {done.returncode}", done.stdout + done.stderr)
    said = (log / "demo-stdout").read_text()
    expect("PASS" in said and "550 5.7.1" in said, "the demo shows something else", said)


def an_upgrade_keeps_rules_keys_trail_and_what_was_edited(system: System) -> None:
    system.run(f"echo '# ours' >>{RULES} && echo '# ours' >>/etc/logrotate.d/msa-milter && echo x >{TRAIL}")
    places = "/etc/msa-milter", "/var/log/msa-milter", "/etc/logrotate.d/msa-milter"
    before = digests(system, *places)
    system.run(f"apt-get install {next_version(system)}")
    expect("+next" in system.run("dpkg-query -W msa-milter"), "the version is the old one")
    after = digests(system, *places)
    expect(len(before) >= 7 and before == after, "something was changed", f"{before}\n{after}")


def purged_it_leaves_the_trail_and_says_so(system: System) -> None:
    said = system.run("apt-get purge msa-milter")
    expect("the audit trail in /var/log/msa-milter stays" in said, "it does not say so", said)
    expect(system.read(TRAIL) == "x\n", "the trail is not what it was")
    for path in ("/etc/msa-milter", "/etc/logrotate.d/msa-milter", "/var/spool/postfix/msa-milter"):
        expect(not system.has(path), f"{path} is there")


# -- booted

def four_commands_of_the_readme_lead_to_a_signed_message(system: System) -> None:
    import dkim_verify
    section = (REPOSITORY / "README.md").read_text().partition(SECTION)[2].partition("\n## ")[0]
    block = re.search(r"(?:^    .*\n)+", section, re.MULTILINE)
    expect(block, f"README.md has no commands below '{SECTION}'")
    assert block is not None
    commands = [line.partition("   #")[0].strip() for line in block.group().splitlines()]
    expect(1 <= len(commands) <= 4, "there are more than four", commands)
    for answer in ANSWERS:
        system.run(f"echo {answer} | debconf-set-selections")
    for command in commands:
        system.run(command, answers="secret\n")
    wait_for(lambda: is_delivered(system, "DKIM-Signature"), "the message is delivered")
    records = {name.encode(): record.encode() for name, record in key_records(system).items()}
    found = dkim_verify.verify(first_message(system).encode(), records)
    expect(len(found) == 2 and all(good for good, _ in found), "signatures do not verify", found)


def the_doctor_finds_no_problem(system: System) -> None:
    system.run("msa-milter doctor --postfix")


def systemd_tells_which_rules_are_in_force(system: System) -> None:
    digest = re.search(r"sha256:[0-9a-f]{8}", system.run("msa-milter status"))
    told = show(system, "msa-milter", "StatusText")
    expect(digest and digest.group() in told, "another hash", told)


def a_reload_of_broken_rules_fails_and_keeps_the_old_ones(system: System) -> None:
    rules, process = system.read(RULES), process_of(system)
    system.write(RULES, rules + "[nonsense]\n")
    expect("failed" in system.run("systemctl reload msa-milter", status=1), "it does not say so")
    expect("reload failed" in show(system, "msa-milter", "StatusText"), "the status does not tell")
    submit(system, "under the old rules")
    system.write(RULES, rules)
    system.run("systemctl reload msa-milter")
    expect(process == process_of(system), "the daemon was started anew")


def a_crash_ends_in_a_new_daemon(system: System) -> None:
    crashed = process_of(system)
    system.run(f"kill -KILL {crashed}")
    wait_for(lambda: process_of(system) not in ("0", crashed)
             and show(system, "msa-milter", "ActiveState") == "active", "another daemon runs")
    submit(system, "after the crash")


def a_daemon_that_hangs_is_replaced(system: System) -> None:
    system.write("/etc/systemd/system/msa-milter.service.d/short.conf", "[Service]\nWatchdogSec=5\n")
    system.run("systemctl daemon-reload && systemctl restart msa-milter")
    hung = process_of(system)
    system.run(f"kill -STOP {hung}")
    wait_for(lambda: process_of(system) not in ("0", hung)
             and show(system, "msa-milter", "ActiveState") == "active", "another daemon runs")
    said = system.run("journalctl --unit=msa-milter")
    expect("Watchdog timeout" in said, "it was not the watchdog", said)
    submit(system, "after the watchdog")
    system.run("rm /etc/systemd/system/msa-milter.service.d/short.conf && systemctl daemon-reload")


def the_key_of_the_trail_may_be_roots_alone(system: System) -> None:
    system.run("chown root: /etc/msa-milter/audit.key && chmod 0400 /etc/msa-milter/audit.key")
    system.run("sed -i 's|^key = .*|key = \"credential:audit.key\"|' " + SETTINGS)
    system.write("/etc/systemd/system/msa-milter.service.d/key.conf",
                 "[Service]\nLoadCredential=audit.key:/etc/msa-milter/audit.key\n")
    system.run("systemctl daemon-reload && systemctl restart msa-milter")
    submit(system, "recorded under a credential")
    system.run("msa-milter audit verify")


def within_the_unit_the_referee_confines_itself_and_answers(system: System) -> None:
    keys = "".join(f"key {name} {record}\n" for name, record in key_records(system).items())
    system.write("/etc/msa-milter/question", f"{keys}\n{first_message(system)}")
    system.write("/etc/systemd/system/msa-milter.service.d/referee.conf", "[Service]\nExecStartPre=-/bin/sh -c "
                 f"'{REFEREE} </etc/msa-milter/question >/run/msa-milter/answer 2>&1'\n")
    system.run("systemctl daemon-reload && systemctl restart msa-milter")
    answer = system.run("cat /run/msa-milter/answer")  # of its own /run
    expect(answer.count('"verdict":"pass"') == 2, "the signatures do not pass", answer)
    system.run("rm /etc/systemd/system/msa-milter.service.d/referee.conf /etc/msa-milter/question"
               " && systemctl daemon-reload && systemctl restart msa-milter")


def logrotate_moves_the_trail_on(system: System) -> None:
    system.run("logrotate --force --verbose /etc/logrotate.d/msa-milter")
    wait_for(lambda: system.has(TRAIL), "there is a new trail")
    submit(system, "recorded in the new file")
    said = system.run("ls /var/log/msa-milter && msa-milter audit verify /var/log/msa-milter/audit.jsonl*")
    expect(re.search(r"audit\.jsonl-[0-9]{8}\n", said), "there is no old file", said)


def after_a_boot_it_is_there_before_postfix(system: System) -> None:
    system.reboot()
    ready = show(system, "msa-milter", "ActiveEnterTimestampMonotonic")
    started = show(system, "postfix@-", "InactiveExitTimestampMonotonic")
    expect(0 < int(ready) < int(started), "Postfix was there first", f"{ready} {started}")
    submit(system, "after the boot")


def the_apparmor_profile_has_all_that_it_opens(system: System) -> None:
    profile = Profile(REPOSITORY / "contrib/apparmor/msa-milter")
    opened = opened_while(system, SETTINGS, lambda: submit(system, "while it was watched"))
    system.run(f"strace -f -qq -e trace=%file -o /root/opened {REFEREE} </dev/null", status=None)
    opened |= opened_paths(system.read("/root/opened"), REFEREE)
    expect(profile.allows(REFEREE, to="x"), "the referee may not be started")
    missing = sorted(path for path in opened if not profile.allows(path))
    expect(not missing, "it does not have", "\n".join(missing))


def signed_by(system: System, subject: str, selectors: set[str]) -> None:
    """A message of this moment: these keys sign it, and it verifies with what DNS has now."""
    import dkim_verify
    submit(system, subject)
    message = next(each for each in ("\n\n" + system.read("/var/mail/alice")).split("\n\nFrom ")
                   if f"\nSubject: {subject}\n" in each).partition("\n")[2].rstrip("\n") + "\n"
    records = {f"{each}._domainkey.{zone.DOMAIN}".encode(): zone.record(system, each).encode()
               for each in selectors}
    found = dkim_verify.verify(message.encode(), records)
    expect(found and all(good for good, _ in found), f"'{subject}' does not verify", found)
    signed = set(re.findall(r"\bs=([^;\s]+)", " ".join(line for _, line in found)))
    expect(signed == selectors, f"'{subject}' is signed by", signed)


def keys_rotate_within_the_unit_and_mail_is_signed_throughout(system: System) -> None:
    zone.start_server(system)
    zone.publish_keys(system)
    system.run(f"cp -a /etc/msa-milter/keys/. {zone.KEYS}/ && chown -R msa-milter: {zone.KEYS}")  # as the manual has it
    system.write(RULES, system.read(RULES).partition("\n[dkim]\n")[0] + zone.ROTATION)
    system.write(SETTINGS, f'resolver = ["{zone.SERVER}"]\n' + system.read(SETTINGS))
    system.run("systemctl restart msa-milter")
    zone.reach(system, active=2)
    old = zone.of_state(system, "active")
    signed_by(system, "by the first keys", old)
    zone.age(system, 90 * 24)
    zone.reach(system, active=2, coming=2)
    signed_by(system, "while the next keys are made", old)
    zone.reach(system, active=2, published=2)
    signed_by(system, "while DNS has both", old)
    zone.age(system, 1)
    zone.reach(system, retired=2, active=2)
    new = zone.of_state(system, "active")
    expect(not new & old, "the old keys sign", new)
    signed_by(system, "by the next keys", new)
    zone.age(system, 7 * 24)
    zone.reach(system, revoked=2, active=2)
    for selector in old:
        expect(zone.record(system, selector).endswith("p="), "DNS has the old key", selector)
        expect(not system.has(f"{zone.KEYS}/{zone.DOMAIN}/{selector}.pem"), "the private key is there")
    signed_by(system, "after the old keys are gone", new)
    said = system.run(f"msa-milter key check --prove --resolver {zone.SERVER}")
    expect(said.count("libopendkim verifies a signed probe") == 2, "the keys are not proved", said)


def a_key_that_root_makes_is_the_daemons(system: System) -> None:
    said = system.run(f"msa-milter key new {zone.DOMAIN} --selector other --algorithm ed25519")
    expect(f"other._domainkey.{zone.DOMAIN}. IN TXT" in said, "no record", said)
    said = system.run(f"stat -c '%U %G %a' {zone.KEYS}/{zone.DOMAIN}/other.*")
    expect(said == "msa-milter msa-milter 600\n" * 2, "files", said)
    zone.reach(system, revoked=2, active=2, published=1)
    system.run(f"msa-milter key retire {zone.DOMAIN} other")
    zone.reach(system, revoked=3, active=2)
    expect(zone.record(system, "other").endswith("p="), "DNS has its record")


def what_a_rotation_opens_is_in_the_apparmor_profile(system: System) -> None:
    def rotate() -> None:
        zone.age(system, 90 * 24)
        zone.reach(system, revoked=3, active=2, published=2)
        zone.age(system, 1)
        zone.reach(system, revoked=3, retired=2, active=2)
        signed_by(system, "while a rotation was watched", zone.of_state(system, "active"))

    profile = Profile(REPOSITORY / "contrib/apparmor/msa-milter")
    opened = opened_while(system, SETTINGS, rotate)
    for program in ("/usr/bin/nsupdate", REFEREE):
        expect(program in opened and profile.allows(program, to="x"), f"{program} may not be started", opened)
    expect(any(path.endswith(".state.new") for path in opened), "no state was written", opened)
    missing = sorted(path for path in opened if not profile.allows(path))
    expect(not missing, "it does not have", "\n".join(missing))


def an_upgrade_starts_the_new_program(system: System) -> None:
    process = process_of(system)
    system.run(f"apt-get install {next_version(system)}")
    expect(process_of(system) not in ("0", process), "the old one runs")
    submit(system, "after the upgrade")


def purged_it_runs_no_more_and_its_trail_verifies(system: System) -> None:
    system.run("cp /usr/sbin/msa-milter /root/kept")
    said = system.run("apt-get purge msa-milter")
    expect("stays" in said and "Postfix still asks" in said, "it does not say so", said)
    expect(show(system, "msa-milter", "ActiveState") == "inactive", "it runs")
    said = system.run("./kept audit verify /var/log/msa-milter/audit.jsonl*", status=None)
    expect("integrity" in said and "not given" not in said, "the trail", said)
    said = system.run(SUBMIT, status=None)
    expect(re.search(r" 45[14] ", said), "Postfix does not ask clients to wait", said)


UNBOOTED: list[Case] = [
    without_rules_the_package_makes_nothing_and_says_what_to_do,
    modules_of_tables_come_in_packages_of_their_own,
    purged_before_it_was_set_up_it_says_that_the_trail_stays,
    a_domain_that_was_answered_sets_the_site_up,
    the_package_s_own_test_shows_the_main_job,
    an_upgrade_keeps_rules_keys_trail_and_what_was_edited,
    purged_it_leaves_the_trail_and_says_so,
]
BOOTED: list[Case] = [
    four_commands_of_the_readme_lead_to_a_signed_message,
    the_doctor_finds_no_problem,
    systemd_tells_which_rules_are_in_force,
    a_reload_of_broken_rules_fails_and_keeps_the_old_ones,
    a_crash_ends_in_a_new_daemon,
    a_daemon_that_hangs_is_replaced,
    the_key_of_the_trail_may_be_roots_alone,
    within_the_unit_the_referee_confines_itself_and_answers,
    logrotate_moves_the_trail_on,
    after_a_boot_it_is_there_before_postfix,
    the_apparmor_profile_has_all_that_it_opens,
    keys_rotate_within_the_unit_and_mail_is_signed_throughout,
    a_key_that_root_makes_is_the_daemons,
    what_a_rotation_opens_is_in_the_apparmor_profile,
    an_upgrade_starts_the_new_program,
    purged_it_runs_no_more_and_its_trail_verifies,
]

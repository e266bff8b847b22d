# A private Sendmail on loopback ports with its own queue, made of sendmail-example/ and of Debian's
# packages as contrib/install-deps.sh unpacks them: Sendmail and Postfix cannot be installed side by
# side. Only this differs from a real site: places, ports, the milter's timeouts, which are short, and
# the lines of EXTRA.
from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from .mta import PATIENCE, REPOSITORY, SEVEN_BIT, Mta, Surroundings, with_places
from .process import LabError, free_ports, listens, run, wait_for
from .sasl import REALM, make_sasldb, sasl_conf

UNPACKED = REPOSITORY / "build" / "unpacked"
PROGRAM = UNPACKED / "usr/libexec/sendmail/sendmail"
MAKEMAP = UNPACKED / "usr/sbin/makemap"
MACROS = UNPACKED / "usr/share/sendmail/cf"
SHIM = Path(__file__).with_name("syslog_shim.c")
HOST = "msa.example.com"
# Clients that stand for a network without logins: no client of another case has these addresses.
DEVICE_NETWORK = "127.0.0.65"

# Everything goes to the next hop, without DNS; whatever the load of the machine.
EXTRA = """\
define(`confSERVICE_SWITCH_FILE', `{etc}/service.switch')dnl
define(`confPID_FILE', `{pid}')dnl
define(`QUEUE_DIR', `{queue}')dnl
define(`STATUS_FILE', `')dnl
define(`HELP_FILE', `{etc}/helpfile')dnl
undefine(`ALIAS_FILE')dnl
define(`confLOG_LEVEL', `9')dnl
define(`confMIN_QUEUE_AGE', `0')dnl
define(`confREFUSE_LA', `900')dnl
define(`confQUEUE_LA', `900')dnl
FEATURE(`accept_unresolvable_domains')dnl
define(`SMART_HOST', `esmtp:[127.0.0.1]')dnl
define(`ESMTP_MAILER_ARGS', `TCP $h {next_hop}')dnl
define(`SMTP_MAILER_ARGS', `TCP $h {seven_bit_hop}')dnl
DAEMON_OPTIONS(`Name=relay, Family=inet, Addr=127.0.0.1, Port={ungoverned}, InputMailFilters=msa-milter')dnl
"""
# Behind the MAILER lines.
RULES = """\
LOCAL_RULE_0
R$* < @ {seven_bit} . > $*	$#smtp $@ [127.0.0.1] $: $1 < @ {seven_bit} . > $2
LOCAL_CONFIG
ESASL_CONF_PATH={sasl}
"""


class Sendmail(Mta):
    name = "sendmail"
    example = REPOSITORY / "sendmail-example"
    login_domain = REALM
    # Sendmail refuses a milter's socket below a directory that everybody may write to.
    home = "/run"

    def __init__(self, root: Path, surroundings: Surroundings) -> None:
        if not PROGRAM.exists():
            raise LabError(f"{PROGRAM} is missing; run contrib/install-deps.sh")
        self._etc = root / "sendmail"
        self._queue = root / "queue"
        self._log = root / "sendmail.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.socket = root / "msa-milter" / "milter.sock"
        self.saslauthd_folder = root / "saslauthd"
        self.submission, self.submissions, self.devices, self.ungoverned = free_ports(4)
        self._lay_out(surroundings)
        self._write_configuration(root, surroundings)

    def _lay_out(self, surroundings: Surroundings) -> None:
        for directory in (self._etc, self._queue):
            directory.mkdir()
        self._queue.chmod(0o700)
        tls = self._etc / "tls"
        tls.mkdir()
        certificates = surroundings.certificates
        for source, name in ((certificates.certificate, "server.pem"),
                             (certificates.key, "server.key"),
                             (certificates.devices, "clients-ca.pem")):
            shutil.copy(source, tls / name)
        (tls / "server.key").chmod(0o600)
        (self._etc / "service.switch").write_text("hosts files\npasswd files\n")
        run([str(MAKEMAP), "-C/dev/null", "hash", str(self._etc / "access")], stdin=self._access().encode())
        sasl = self._etc / "sasl"
        make_sasldb(sasl / "sasldb2", "root")
        self._sasl_conf = sasl / "Sendmail.conf"
        self._sasl_conf.write_text(sasl_conf(sasl / "sasldb2"))

    def _access(self) -> str:
        """As devices.m4 has it."""
        lines = re.findall(r"^dnl   (\S+) +RELAY$", (self.example / "devices.m4").read_text(),
                           re.MULTILINE)
        if len(lines) != 2:
            raise LabError(f"devices.m4 has {lines}")
        return "".join(f"{line}\tRELAY\n" for line in lines).replace(
            "Connect:192.0.2\t", f"Connect:{DEVICE_NETWORK}\t")

    def _write_configuration(self, root: Path, surroundings: Surroundings) -> None:
        (self._etc / "submission.m4").write_text(
            with_places(self.example / "submission.m4", {
                "(?<=Name=submission, Family=inet, )Port=submission,":
                    f"Addr=127.0.0.1, Port={self.submission},",
                "(?<=Name=submissions, Family=inet, )Port=submissions,":
                    f"Addr=127.0.0.1, Port={self.submissions},",
                "/run/msa-milter/milter.sock": str(self.socket),
                "R:30s": f"R:{PATIENCE}s"}))
        (self._etc / "devices.m4").write_text(
            with_places(self.example / "devices.m4", {
                "(?<=Name=devices, Family=inet, )Port=2587,":
                    f"Addr=127.0.0.1, Port={self.devices},",
                "(?<=^FEATURE.`access_db', `hash -T<TMPF> )/etc/mail/": f"{self._etc}/"}))
        extra = EXTRA.format(
            etc=self._etc, pid=root / "sendmail.pid", queue=self._queue, ungoverned=self.ungoverned,
            next_hop=surroundings.next_hop, seven_bit_hop=surroundings.seven_bit_hop)
        complete = with_places(self.example / "sendmail.mc", {
            r"(?<=^include\(`)/usr/share/sendmail/cf/": f"{MACROS}/",
            r"^dnl (?=include\(`/etc/mail/devices\.m4)": "",
            r"(?<=^define\(`confDOMAIN_NAME', `)mail\.example\.com": HOST,
            "^MAILER(?=.`local)": f"{extra}MAILER"})
        complete = complete.replace("`/etc/mail/", f"`{self._etc}/")
        complete += RULES.format(seven_bit=SEVEN_BIT, sasl=self._etc / "sasl")
        (self._etc / "sendmail.mc").write_text(complete)
        # Debian's m4 files name each other by where they are installed.
        self.configuration = self._etc / "sendmail.cf"
        self.configuration.write_bytes(
            run(["m4", f"-D_CF_DIR_={MACROS}/", str(self._etc / "sendmail.mc")]))

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "LD_PRELOAD": str(_shim()), "MSA_LIVE_LOG": str(self._log), "MSA_LIVE_HOST": HOST}

    @contextlib.contextmanager
    def with_saslauthd(self) -> Iterator[int]:
        before = self._sasl_conf.read_text()
        self._restart_with("pwcheck_method: saslauthd\nmech_list: PLAIN LOGIN\n"
                           f"saslauthd_path: {self.saslauthd_folder}/mux\n")
        try:
            yield self.submission
        finally:
            self._restart_with(before)

    def _restart_with(self, sasl: str) -> None:
        self.stop()
        self._sasl_conf.write_text(sasl)
        self.start()

    @contextlib.contextmanager
    def with_local_mail(self) -> Iterator[None]:
        """Only sendmail -bs reads it: the daemon goes on with the settings that it has."""
        before = self.configuration.read_text()
        self.configuration.write_text(with_places(
            self.configuration, {"^#?O InputMailFilters=?$": "O InputMailFilters=msa-milter"}))
        try:
            yield
        finally:
            self.configuration.write_text(before)

    def hand_over(self, sender: str, recipient: str, octets: bytes) -> str:
        """By SMTP over pipes: the first refusal, or the answer to the message."""
        with subprocess.Popen(
                [str(PROGRAM), f"-C{self.configuration}", "-bs"], env=self._environment(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            assert program.stdin and program.stdout
            answer = b""
            for words in (b"", b"EHLO localhost", f"MAIL FROM:<{sender}>".encode(),
                          f"RCPT TO:<{recipient}>".encode(), b"DATA", octets + b"."):
                if words:
                    program.stdin.write(words + b"\r\n")
                    program.stdin.flush()
                while (answer := program.stdout.readline())[3:4] == b"-":
                    pass
                if answer[:1] not in b"23":
                    break
            program.stdin.write(b"QUIT\r\n")
        return answer.decode(errors="replace")

    def put_programs(self, folder: Path, vanishing: str = "") -> None:
        # A message is listed once to be found, and once more before it is released.
        seen = folder / "listed-once"
        seen.unlink(missing_ok=True)
        vanish = (f'case " $* " in *" -bp "*) if [ -e "{seen}" ]; then\n'
                  f'rm -f "{self._queue}"/?f{vanishing}; else : >"{seen}"; fi;; esac\n')
        preload = f'LD_PRELOAD="{_shim()}" MSA_LIVE_LOG="{self._log}" MSA_LIVE_HOST="{HOST}"'
        program = folder / "sendmail"
        program.write_text(f'#!/bin/sh\n{vanish if vanishing else ""}'
                           f'exec env {preload} "{PROGRAM}" "$@"\n')
        program.chmod(0o755)

    @contextlib.contextmanager
    def with_foreign_hold(self, hand_in: Callable[[], object]) -> Iterator[str]:
        """A copy of a message that our rules held."""
        control = next(self._queue.glob("hf*"))
        identifier = control.name[2:]
        copy = identifier[:-6] + f"{(int(identifier[-6:]) + 1) % 1000000:06}"
        files = [Path(shutil.copy2(self._queue / f"{kind}f{identifier}", self._queue / f"{kind}f{copy}"))
                 for kind in "dh"]
        try:
            yield copy
        finally:
            for file in files:
                file.unlink()

    def start(self) -> None:
        # In the foreground, and with its children in a group of their own.
        with self._log.open("ab") as log:
            process = self._process = subprocess.Popen(
                [str(PROGRAM), f"-C{self.configuration}", "-bD", "-q5s"], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment())
        ports = (self.submission, self.submissions, self.devices, self.ungoverned)
        try:
            wait_for(lambda: all(map(listens, ports)) or process.poll() is not None,
                     f"Sendmail to listen on ports {ports}")
        except AssertionError as late:
            raise LabError(f"{late}; its log:\n{self.log_text()}") from late
        if process.poll() is not None:
            raise LabError(f"Sendmail ended with {process.returncode}: {self.log_text()}")

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(ProcessLookupError):  # sessions and deliveries that it leaves behind
            os.killpg(self._process.pid, signal.SIGKILL)

    def is_idle(self) -> bool:
        return not any(file.is_file() for file in self._queue.rglob("*"))

    def log_text(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""


def debian_configuration(scratch: Path) -> str:
    """sendmail.cf, made of Debian's own sendmail.mc as sendmail-example/README.md says."""
    etc = scratch / "debian"
    (etc / "m4").mkdir(parents=True)
    for name in ("dialup.m4", "provider.m4"):  # the package writes them when it is installed
        (etc / "m4" / name).touch()
    shutil.copy(Sendmail.example / "submission.m4", etc)
    own = with_places(MACROS / "debian" / "sendmail.mc", {
        r"(?<=^include\(`)/usr/share/sendmail/cf/": f"{MACROS}/",
        r"^DAEMON_OPTIONS.* Port=submission,.*\n": "",
        "^MAILER_DEFINITIONS": "include(`/etc/mail/submission.m4')dnl\nMAILER_DEFINITIONS"})
    (etc / "sendmail.mc").write_text(own.replace("`/etc/mail/", f"`{etc}/"))
    return run(["m4", f"-D_CF_DIR_={MACROS}/", str(MACROS / "debian" / "autoconf.m4"),
                str(etc / "sendmail.mc")]).decode()


def _shim() -> Path:
    """Compiled beside the program, where programs may be executed."""
    made = UNPACKED / "syslog_shim.so"
    if not made.exists() or made.stat().st_mtime < SHIM.stat().st_mtime:
        fresh = made.with_suffix(f".{os.getpid()}")
        run(["cc", "-O1", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", str(fresh), str(SHIM)])
        fresh.rename(made)  # another suite may be doing the same
    return made

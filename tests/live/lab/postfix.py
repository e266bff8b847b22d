# A private Postfix on loopback ports with its own queue. It runs Debian's master.cf and the files of
# postfix-example appended as postfix-example/README.md tells an administrator to. Only this
# differs from a real site: main.cf before the appended part is the lab's, the services listen on
# free loopback ports, the milter's timeouts are short, clients of 192.0.2.0/24 have an address of the
# loopback network, and there are more listeners: one that the rule file does not govern, and the
# submission service with other password services.
from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .mta import PATIENCE, REFUSING, REPOSITORY, SEVEN_BIT, Mta, Surroundings, with_places
from .process import free_ports, listens, run, wait_for
from .sasl import REALM, make_sasldb, sasl_conf

DEBIAN_MASTER = Path("/usr/share/postfix/master.cf.dist")
QUEUES = ("maildrop", "incoming", "active", "deferred", "hold", "corrupt")

MAIN = """\
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
maillog_file = {log}
maillog_file_prefixes = {root}
myhostname = msa.example.com
mydomain = {realm}
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
default_transport = smtp:[127.0.0.1]:{sink_port}
relay_transport = $default_transport
transport_maps = inline:{{ {{ {seven_bit} = smtp:[127.0.0.1]:{seven_bit_port} }}
    {{ {refusing} = error:5.1.1 nobody is there }} }}
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
"""

# Clients that stand for a network without logins: no client of another case has these addresses.
DEVICE_NETWORK = "127.0.0.64/27"

UNGOVERNED = """\
127.0.0.1:{port} inet n - y - - smtpd
  -o smtpd_milters=$msa_milter
  -o milter_macro_daemon_name=relay
  -o cleanup_service_name=submission-cleanup
"""


class Postfix(Mta):
    name = "postfix"
    example = REPOSITORY / "postfix-example"

    def __init__(self, root: Path, surroundings: Surroundings) -> None:
        self.configuration = root / "postfix"
        self._queue = root / "queue"
        self._log = root / "postfix.log"
        self._sasldb = root / "sasl" / "sasldb2"
        self.socket = self._queue / "msa-milter" / "milter.sock"
        self.submission, self.submissions, self.devices, self.ungoverned = free_ports(4)
        self.by_dovecot, self._by_saslauthd, self.behind_dovecot = free_ports(3)
        self.dovecot_socket = self._queue / "private" / "dovecot"
        self.saslauthd_folder = self._queue / "saslauthd"
        self._lay_out(root / "data")
        self._write_main(root, surroundings)
        self._write_master(surroundings.certificates.devices)

    def _lay_out(self, data: Path) -> None:
        for directory in (self.configuration, self._queue, data):
            directory.mkdir()
        shutil.chown(data, user="postfix")
        data.chmod(0o700)
        make_sasldb(self._sasldb, "postfix")
        # smtpd opens it inside its chroot, at the same path below the queue.
        inside = self._queue / self._sasldb.relative_to("/")
        inside.parent.mkdir(parents=True)
        shutil.chown(shutil.copy2(self._sasldb, inside), group="postfix")
        sasl = self.configuration / "sasl"  # where Debian's Postfix looks, and nowhere else
        sasl.mkdir()
        (sasl / "smtpd.conf").write_text(sasl_conf(self._sasldb))
        # In the chroot, as saslauthd's socket is.
        (sasl / "by_saslauthd.conf").write_text(
            "pwcheck_method: saslauthd\nmech_list: PLAIN LOGIN\n"
            f"saslauthd_path: /{self.saslauthd_folder.name}/mux\n")

    def _plain_main(self, root: Path, surroundings: Surroundings) -> str:
        return MAIN.format(
            queue=self._queue, data=root / "data", log=self._log, root=root, realm=REALM,
            sink_port=surroundings.next_hop, seven_bit=SEVEN_BIT, refusing=REFUSING,
            seven_bit_port=surroundings.seven_bit_hop,
            certificate=surroundings.certificates.certificate, key=surroundings.certificates.key)

    def _write_main(self, root: Path, surroundings: Surroundings) -> None:
        main = self._plain_main(root, surroundings)
        example = with_places(self.example / "main.cf.submission", {
            "command_timeout=30s": f"command_timeout={PATIENCE}s",
            "content_timeout=120s": f"content_timeout={PATIENCE}s"})
        self._write_settings(main + example)

    def _write_settings(self, text: str) -> None:
        (self.configuration / "main.cf").write_text(text)
        self._make_settings_old()

    def _make_settings_old(self) -> None:
        """Postfix waits for a main.cf to be two seconds old ("cool down"): this one is."""
        old = time.time() - 10
        os.utime(self.configuration / "main.cf", (old, old))

    def _with_passwords(self, example: str, port: int, kind: str, path: str) -> str:
        """The submission service on another port, with another password service."""
        service = example[example.index(f"127.0.0.1:{self.submission} "):].split("\n#")[0]
        service = service.replace(f":{self.submission} ", f":{port} ", 1).rstrip("\n")
        return f"{service}\n  -o smtpd_sasl_type={kind}\n  -o smtpd_sasl_path={path}\n"

    def _write_master(self, authorities: Path) -> None:
        example = with_places(self.example / "master.cf.submission", {
            "^submission(?= +inet )": f"127.0.0.1:{self.submission}",
            "^submissions(?= +inet )": f"127.0.0.1:{self.submissions}"})
        devices = with_places(self.example / "master.cf.devices", {
            "^2587(?= +inet )": f"127.0.0.1:{self.devices}",
            "=/etc/postfix/devices-ca.pem": f"={authorities}",
            "=192.0.2.0/24": f"={DEVICE_NETWORK}"})
        master = self.configuration / "master.cf"
        master.write_text(
            DEBIAN_MASTER.read_text() + example + devices + UNGOVERNED.format(port=self.ungoverned)
            + self._with_passwords(example, self.by_dovecot, "dovecot", "private/dovecot")
            + self._with_passwords(example, self._by_saslauthd, "cyrus", "by_saslauthd")
            # As the README of the hosts has it: Dovecot's submission service says who logged in.
            + self._with_passwords(example, self.behind_dovecot, "cyrus", "smtpd")
            + "  -o smtpd_authorized_xclient_hosts=127.0.0.0/8\n")
        run(["postconf", "-c", str(self.configuration), "-MX", "smtp/inet"])  # port 25

    def start(self) -> None:
        run(["postfix", "-c", str(self.configuration), "start"])
        ports = (self.submission, self.submissions, self.devices, self.ungoverned)
        wait_for(lambda: all(map(listens, ports)), f"Postfix to listen on ports {ports}")

    @contextlib.contextmanager
    def with_saslauthd(self) -> Iterator[int]:
        yield self._by_saslauthd

    def with_local_mail(self) -> contextlib.AbstractContextManager[None]:
        return self.with_settings("non_smtpd_milters = $msa_milter\n"
                                  "internal_mail_filter_classes = bounce\n")

    @contextlib.contextmanager
    def with_settings(self, lines: str) -> Iterator[None]:
        """While it lasts, these replace what main.cf has under their names. Of a name that it had twice
        every process would warn: postlogd too, to itself, and its socket holds ten lines."""
        before = (self.configuration / "main.cf").read_text()
        run(["postconf", "-c", str(self.configuration), "-e", *lines.splitlines()])
        self._make_settings_old()
        self._reload()
        try:
            yield
        finally:
            self._write_settings(before)
            self._reload()

    def _reload(self) -> None:
        """No process is left that goes by the old settings."""
        master = self._master_pid()
        assert master is not None, "Postfix does not run"
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        names = ("pickup", "cleanup", "smtpd", "bounce")
        old = [pid for pid in children if _is_one_of(pid, names)]
        os.kill(master, signal.SIGHUP)
        wait_for(lambda: not any(_is_one_of(pid, names) for pid in old),
                 "the processes of before to end")

    def hand_over(self, sender: str, recipient: str, octets: bytes) -> str:
        """Nothing, as sendmail(1) says nothing."""
        return run(["/usr/sbin/sendmail", "-C", str(self.configuration), "-i", "-f", sender, "--",
                    recipient], stdin=octets.replace(b"\r\n", b"\n")).decode()

    def put_programs(self, folder: Path, vanishing: str = "") -> None:
        program = folder / "postsuper"
        program.unlink(missing_ok=True)
        if vanishing:
            real = f'/usr/sbin/postsuper -c "{self.configuration}" -d {vanishing} hold'
            program.write_text(f'#!/bin/sh\n{real} 2>/dev/null\nexec /usr/sbin/postsuper "$@"\n')
            program.chmod(0o755)

    @contextlib.contextmanager
    def with_foreign_hold(self, hand_in: Callable[[], object]) -> Iterator[str]:
        hold = self._queue / "hold"
        with self.with_settings("header_checks = static:HOLD\n"):
            before = {file.name for file in hold.rglob("*")}
            hand_in()
            (made,) = {file.name for file in hold.rglob("*") if file.is_file()} - before
        try:
            yield made
        finally:
            run(["postsuper", "-c", str(self.configuration), "-d", made, "hold"])

    def stop(self) -> None:
        pid = self._master_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while self._master_pid() is not None:
            if time.monotonic() > deadline:
                os.killpg(pid, signal.SIGKILL)  # master leads a group of its own
                return
            time.sleep(0.02)

    def _master_pid(self) -> int | None:
        """Pid of the running master, which holds a lock on its pid file; None: it does not run."""
        try:
            pid = int((self._queue / "pid" / "master.pid").read_text())
            os.kill(pid, 0)
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return None
        return pid

    def is_idle(self) -> bool:
        """Whether nothing is left to deliver."""
        return not any(
            file.is_file() for name in QUEUES for file in (self._queue / name).rglob("*"))

    def log_text(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""


class PlainPostfix(Postfix):
    """Before anything of the example was appended."""

    def _write_main(self, root: Path, surroundings: Surroundings) -> None:
        self._write_settings(self._plain_main(root, surroundings))

    def _write_master(self, authorities: Path) -> None:
        (self.configuration / "master.cf").write_text(DEBIAN_MASTER.read_text())
        run(["postconf", "-c", str(self.configuration), "-MX", "smtp/inet"])  # port 25


def _is_one_of(pid: str, names: tuple[str, ...]) -> bool:
    """Whether it runs and is such a program."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() in names
    except (FileNotFoundError, ProcessLookupError):
        return False

# A private Postfix on loopback ports with its own queue. It runs Debian's master.cf and the two files
# of postfix-example appended as postfix-example/README.md tells an administrator to. Only this
# differs from a real site: main.cf before the appended part is the lab's, the two services listen on
# free loopback ports, and there is one more listener that the rule file does not govern.
from __future__ import annotations

import os
import re
import shutil
import signal
import time
from pathlib import Path

from .process import LabError, free_ports, listens, run, wait_for
from .sasl import REALM, smtpd_conf
from .tls import Certificates

EXAMPLE = Path(__file__).resolve().parents[3] / "postfix-example"
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
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
"""

UNGOVERNED = """\
127.0.0.1:{port} inet n - y - - smtpd
  -o smtpd_milters=$msa_milter
  -o milter_macro_daemon_name=relay
"""


class Postfix:
    def __init__(self, root: Path, sink_port: int, certificates: Certificates,
                 sasldb: Path) -> None:
        self._configuration = root / "postfix"
        self.queue = root / "queue"
        self.log = root / "postfix.log"
        self.submission, self.submissions, self.ungoverned = free_ports(3)
        self._lay_out(root, sasldb)
        self._write_main(root, sink_port, certificates)
        self._write_master()

    def _lay_out(self, root: Path, sasldb: Path) -> None:
        data = root / "data"
        for directory in (self._configuration, self.queue, data):
            directory.mkdir(exist_ok=True)
        shutil.chown(data, user="postfix")
        data.chmod(0o700)
        sasl = self._configuration / "sasl"  # where Debian's Postfix looks, and nowhere else
        sasl.mkdir()
        (sasl / "smtpd.conf").write_text(smtpd_conf(sasldb))

    def _write_main(self, root: Path, sink_port: int, certificates: Certificates) -> None:
        main = MAIN.format(
            queue=self.queue, data=root / "data", log=self.log, root=root, realm=REALM,
            sink_port=sink_port, certificate=certificates.certificate, key=certificates.key)
        example = (EXAMPLE / "main.cf.submission").read_text()
        (self._configuration / "main.cf").write_text(main + example)

    def _write_master(self) -> None:
        example = (EXAMPLE / "master.cf.submission").read_text()
        for service, port in (("submission", self.submission), ("submissions", self.submissions)):
            example, count = re.subn(
                rf"^{service}(?= +inet )", f"127.0.0.1:{port}", example, flags=re.MULTILINE)
            if count != 1:
                raise LabError(f"master.cf.submission: {count} services named {service}")
        master = self._configuration / "master.cf"
        master.write_text(
            DEBIAN_MASTER.read_text() + example + UNGOVERNED.format(port=self.ungoverned))
        run(["postconf", "-c", str(self._configuration), "-MX", "smtp/inet"])  # port 25

    def start(self) -> None:
        run(["postfix", "-c", str(self._configuration), "start"])
        ports = (self.submission, self.submissions, self.ungoverned)
        wait_for(lambda: all(map(listens, ports)), f"Postfix to listen on ports {ports}")

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
            pid = int((self.queue / "pid" / "master.pid").read_text())
            os.kill(pid, 0)
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return None
        return pid

    def is_idle(self) -> bool:
        """Whether nothing is left to deliver."""
        return not any(
            file.is_file() for name in QUEUES for file in (self.queue / name).rglob("*"))

    def log_text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

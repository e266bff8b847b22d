# Delivery from end to end: smtp-source, a private Postfix with a milter or without one, smtp-sink.
from __future__ import annotations

import contextlib
import re
import subprocess
import time
from pathlib import Path

from lab.process import free_ports, listens, run, wait_for

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = msa.example.com
mydestination =
mynetworks = 127.0.0.1/32
alias_maps =
alias_database =
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtpd_peername_lookup = no
relayhost = [127.0.0.1]:{sink}
smtpd_relay_restrictions = permit_mynetworks, reject
milter_macro_daemon_name = submission
milter_default_action = tempfail
smtpd_client_connection_count_limit = 0
default_destination_concurrency_limit = 50
in_flow_delay = 0
"""
MASTER = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Private, and its next hop."""

    def __init__(self, folder: Path, milter: str | None) -> None:
        self.folder = folder
        self.port, self._sink_port = free_ports(2)
        etc = folder / "etc"
        for name in ("etc", "queue", "data"):
            (folder / name).mkdir(parents=True)
        run(["chown", "postfix", str(folder / "data")])
        daemons = run(["postconf", "-dh", "daemon_directory"]).decode().strip()
        (etc / "main.cf").write_text(
            MAIN.format(folder=folder, daemons=daemons, sink=self._sink_port)
            + (f"smtpd_milters = {milter}\n" if milter else ""))
        (etc / "master.cf").write_text(MASTER.format(port=f"127.0.0.1:{self.port}"))

    def __enter__(self) -> Postfix:
        with contextlib.ExitStack() as stack:
            sink = subprocess.Popen(
                ["smtp-sink", "-u", "postfix", f"127.0.0.1:{self._sink_port}", "1000"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(sink.wait)
            stack.callback(sink.terminate)
            postfix = ["postfix", "-c", str(self.folder / "etc")]
            run([*postfix, "start"])
            stack.callback(run, [*postfix, "stop"])
            wait_for(lambda: listens(self.port) and listens(self._sink_port),
                     "Postfix and smtp-sink")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _is_empty(self) -> bool:
        return not any(file.is_file() for name in ("incoming", "active", "deferred", "maildrop")
                       for file in (self.folder / "queue" / name).rglob("*"))

    def delivered_per_second(self, messages: int) -> float:
        """From the first connection until the queue is empty again."""
        began = time.monotonic()
        done = subprocess.run(
            ["smtp-source", "-c", "-s", "16", "-m", str(messages), "-l", "4096", "-d", "-f",
             "alice@example.com", "-t", "bob@example.net", f"127.0.0.1:{self.port}"],
            capture_output=True, text=True, check=False, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"smtp-source: {done.stderr or done.stdout}")
        wait_for(self._is_empty, "the queue to become empty", 120)
        seconds = time.monotonic() - began
        bounced = re.findall(r"status=(?:bounced|deferred).*", (self.folder / "log").read_text())
        if bounced:
            raise RuntimeError(f"not delivered: {bounced[0]}")
        return messages / seconds

# Real servers that keep tables: children of the test, each with a folder and a port of its own. They can
# be stopped, frozen, and replaced by somebody who talks nonsense on the same port.
from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socketserver
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .process import LabError, Skip, free_ports, freeze, listens, run, wait_for

HOST = "127.0.0.1"
DEADLINE = 1000  # milliseconds that the daemon waits for an answer
Owners = dict[str, str]  # address: login
SOCKETMAP = Path(__file__).with_name("socketmap.py")


class Server(ABC):
    """Used as a context manager: runs from the beginning, and is gone at the end."""

    package: str  # of Debian
    program: Path
    user: str | None = None  # who it runs as; None: who the test runs as
    definition: str  # of a table that asks it, as the rule file has it

    def __init__(self, scratch: Path, owners: Owners, reader: str) -> None:
        """`reader`: the user whose files hold passwords."""
        if not self.program.exists():
            raise Skip(f"{self.program} is not installed; package {self.package}")
        self.folder = scratch / type(self).__name__.lower()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        if self.user:
            shutil.chown(self.folder, user=self.user)
        self._reader = reader
        (self.port,) = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare(owners)

    @abstractmethod
    def _prepare(self, owners: Owners) -> None:
        """Writes its files and the definition."""

    @abstractmethod
    def _command(self) -> Sequence[str]: ...

    def _is_up(self) -> bool:
        return listens(self.port)

    def _secret(self, name: str, text: str) -> Path:
        """A file that only the reader may read."""
        file = self.folder.with_name(f"{self.folder.name}-{name}")  # in a folder that is root's
        file.write_text(text)
        file.chmod(0o400)
        shutil.chown(file, user=self._reader)
        return file

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        log = self.folder / "log"
        with log.open("ab") as output:
            process = self._process = subprocess.Popen(
                self._command(), cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                user=self.user, group=self.user, extra_groups=[] if self.user else None)
        wait_for(lambda: process.poll() is not None or self._is_up(), f"{self.program} to serve")
        if process.poll() is not None:
            raise LabError(f"{self.program} ended: {log.read_text(errors='replace')[-500:]}")

    def stop(self) -> None:
        if self._process is not None:
            self._signal(signal.SIGCONT)
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """The kernel still takes connections; nobody answers."""
        self._each(freeze)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        def send(pid: int) -> None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        self._each(send)

    def _each(self, act: Callable[[int], None]) -> None:
        """Its process, and the children of that one."""
        assert self._process is not None
        parent = self._process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        for pid in (parent, *map(int, children)):
            act(pid)

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextlib.contextmanager
    def replaced_by_liar(self, answer: bytes) -> Iterator[None]:
        """Says this to everything, on the same port."""
        with self.away(), _Liar(self.port, answer):
            yield


class _Liar(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, answer: bytes) -> None:
        class Talk(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    while self.request.recv(4096):
                        self.request.sendall(answer)
        super().__init__((HOST, port), Talk)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05},
                         daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Slapd(Server):
    package, program = "slapd", Path("/usr/sbin/slapd")

    def _prepare(self, owners: Owners) -> None:
        (self.folder / "db").mkdir()
        (self.folder / "conf").write_text("".join(
            f"include /etc/ldap/schema/{name}.schema\n"
            for name in ("core", "cosine", "inetorgperson")) + f"""\
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
maxsize 10485760
suffix dc=example,dc=com
rootdn cn=admin,dc=example,dc=com
rootpw secret
directory {self.folder}/db
access to * by users read by * auth
""")
        (self.folder / "data").write_text(
            "dn: dc=example,dc=com\nobjectClass: domain\ndc: example\n\n" + "".join(
                f"dn: cn={address},dc=example,dc=com\nobjectClass: inetOrgPerson\n"
                f"cn: {address}\nsn: x\nmail: {address}\nuid: {login}\n\n"
                for address, login in owners.items()))
        run(["slapadd", "-f", str(self.folder / "conf"), "-l", str(self.folder / "data")])
        self.definition = f"""\
type = "ldap"
server = "ldap://{HOST}:{self.port}"
base = "dc=example,dc=com"
filter = "(mail={{key}})"
attributes = ["uid"]
bind_dn = "cn=admin,dc=example,dc=com"
password_file = "{self._secret("password", "secret")}"
deadline_ms = {DEADLINE}
"""

    def _command(self) -> Sequence[str]:
        return [str(self.program), "-d", "0", "-h", f"ldap://{HOST}:{self.port}",
                "-f", str(self.folder / "conf")]


class Postgres(Server):
    package, user = "postgresql", "postgres"
    # Debian has a folder for each version.
    program = max(Path("/usr/lib/postgresql").glob("*/bin/postgres"),
                  default=Path("/usr/lib/postgresql"), key=lambda path: path.parts[4])

    def _prepare(self, owners: Owners) -> None:
        if not self.program.is_file():
            raise Skip(f"there is no {self.program}/*/bin/postgres; package {self.package}")
        data, password = str(self.folder / "data"), self.folder / "initial"
        password.write_text("secret")
        drop = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        run([*drop, str(self.program.with_name("initdb")), "-D", data, "-A", "scram-sha-256",
             "-U", "postgres", f"--pwfile={password}", "-N", "-E", "UTF8", "--locale=C"])
        rows = ", ".join(f"('{address}', '{login}')" for address, login in owners.items())
        run([*drop, str(self.program), "--single", "-F", "-D", data, "postgres"], stdin=(
            "CREATE TABLE senders (address text, login text);\n"
            f"INSERT INTO senders VALUES {rows};\n").encode())
        passwords = self._secret("pgpass", f"{HOST}:{self.port}:*:postgres:secret\n")
        self.definition = f"""\
type = "pgsql"
server = "host={HOST} port={self.port} user=postgres dbname=postgres passfile={passwords}"
query = "SELECT login FROM senders WHERE address = $1"
deadline_ms = {DEADLINE}
"""

    def _command(self) -> Sequence[str]:
        return [str(self.program), "-D", str(self.folder / "data"), "-p", str(self.port),
                "-c", f"listen_addresses={HOST}", "-c", "unix_socket_directories=",
                "-c", "fsync=off"]

    def _is_up(self) -> bool:
        return subprocess.run(
            [str(self.program.with_name("pg_isready")), "-q", "-h", HOST, "-p", str(self.port)],
            check=False).returncode == 0


class Redis(Server):
    package, program = "redis-server", Path("/usr/bin/redis-server")

    def _prepare(self, owners: Owners) -> None:
        # A file of commands, as the server itself writes them.
        commands = "".join(
            f"*3\r\n$3\r\nSET\r\n${len(address) + 7}\r\nsender:{address}\r\n"
            f"${len(login)}\r\n{login}\r\n" for address, login in owners.items())
        append = self.folder / "appendonlydir"
        append.mkdir()
        (append / "appendonly.aof.1.incr.aof").write_bytes(commands.encode())
        (append / "appendonly.aof.manifest").write_text(
            "file appendonly.aof.1.incr.aof seq 1 type i\n")
        self.definition = f"""\
type = "redis"
server = "inet:{self.port}@{HOST}"
command = ["GET", "sender:{{key}}"]
password_file = "{self._secret("password", "secret")}"
deadline_ms = {DEADLINE}
"""

    def _command(self) -> Sequence[str]:
        return [str(self.program), "--port", str(self.port), "--bind", HOST,
                "--dir", str(self.folder), "--save", "", "--appendonly", "yes",
                "--requirepass", "secret"]


class SharedLimits(Server):
    """A Redis without a table, in which hosts count their limits; the definition is of [limits]."""

    package, program = Redis.package, Redis.program

    def _prepare(self, owners: Owners) -> None:
        secret = self._secret("secret", "a secret of the hosts of the lab\n")
        self.definition = f"""\
store = "redis"
redis = "redis://{HOST}:{self.port}"
secret_file = "{secret}"
hosts = 2
deadline = {DEADLINE}
"""

    def _command(self) -> Sequence[str]:
        return [str(self.program), "--port", str(self.port), "--bind", HOST,
                "--dir", str(self.folder), "--save", ""]


class Socketmap(Server):
    package, program = "python3", Path(sys.executable)

    def _prepare(self, owners: Owners) -> None:
        self._map = self.folder / "map"
        self._map.write_text("".join(f"{key} {value}\n" for key, value in owners.items()))
        self.definition = f"""\
type = "socketmap"
server = "inet:{self.port}@{HOST}"
map = "senders"
deadline_ms = {DEADLINE}
"""

    def _command(self) -> Sequence[str]:
        return [str(self.program), str(SOCKETMAP), str(self.port), str(self._map)]

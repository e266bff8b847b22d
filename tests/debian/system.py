# A Debian 12 of its own below build/debian/: made by debootstrap once, copied for each run. Programs run in
# it by chroot, or, once it is booted, beside its systemd. Nothing outside of it is changed; what is mounted
# is seen by nobody else.
from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PLACE = REPOSITORY / "build/debian"
ARCHIVE = "http://deb.debian.org/debian"
SOURCES = f"""\
deb {ARCHIVE} bookworm main
deb {ARCHIVE} bookworm-updates main
deb http://deb.debian.org/debian-security bookworm-security main
"""
# What boots, and what the tests look with; nothing of a mail server.
BASE = "ca-certificates,dbus,logrotate,strace,systemd-sysv"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
PATIENCE = 120.0  # seconds; with other work on this machine


class Skip(Exception):
    """It cannot run here; why."""


class Failure(AssertionError):
    """What should have been, and what was."""


def wait_for(answer: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answer():
        if time.monotonic() > deadline:
            raise Failure(f"not within {PATIENCE:.0f} s: {what}")
        time.sleep(0.2)


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """`folder`, which is there as a whole or not at all."""
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        make(part)
        part.rename(folder)
    return folder


def copied(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def debootstrap(folder: Path) -> None:
    with (PLACE / "debootstrap.log").open("w") as log:
        done = subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={BASE}",
             "bookworm", str(folder), ARCHIVE], stdout=log, stderr=log, check=False)
    if done.returncode != 0:
        raise Skip(f"debootstrap cannot run here, or there is no network: {log.name}")


class System:
    """One Debian, at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._booted: subprocess.Popen[bytes] | None = None
        self._leader = 0

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def read(self, path: str) -> str:
        return (self.root / path.lstrip("/")).read_text(errors="replace")

    def has(self, path: str) -> bool:
        return os.path.lexists(self.root / path.lstrip("/"))

    def run(self, command: str, *, status: int | None = 0, answers: str = "") -> str:
        """What a shell command says in there, as root in /root; `status`: None for any."""
        words = ["env", "-i", *(f"{key}={value}" for key, value in ENVIRONMENT.items()), "sh", "-c",
                 f"cd /root && {command}"]
        into = (["nsenter", f"--target={self._leader}", "--all"] if self._leader
                else ["chroot", str(self.root)])
        done = subprocess.run(into + words, input=answers.encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        said = done.stdout.decode(errors="replace")
        if status is not None and done.returncode != status:
            raise Failure(f"{command}: status {done.returncode}\n{said}")
        return said

    @contextlib.contextmanager
    def mounted(self) -> Iterator[None]:
        """With /proc and /dev, which a system that boots mounts itself."""
        for kind, place in (("proc", "proc"), ("tmpfs", "run")):
            subprocess.run(["mount", "-t", kind, kind, str(self.root / place)], check=True)
        subprocess.run(["mount", "--rbind", "/dev", str(self.root / "dev")], check=True)
        try:
            yield
        finally:
            for place in ("dev", "run", "proc"):
                subprocess.run(["umount", "--recursive", "--lazy", str(self.root / place)], check=True)

    @contextlib.contextmanager
    def booted(self) -> Iterator[None]:
        """Under its own systemd, with a loopback device and no other network."""
        if shutil.which("systemd-nspawn") is None:
            raise Skip("systemd-nspawn is not installed (package systemd-container)")
        try:
            self._boot()
            yield
        finally:
            self._halt()

    def reboot(self) -> None:
        self._halt()
        self._boot()

    def _boot(self) -> None:
        with (PLACE / "boot.log").open("a") as log:
            self._booted = subprocess.Popen(
                ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--boot",
                 f"--directory={self.root}", "--machine=msa-milter-test"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._wait_for_systemd()

    def _halt(self) -> None:
        self._leader = 0
        # The first lets it end as a machine does.
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self._booted is not None and self._booted.poll() is None:
                self._booted.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._booted.wait(PATIENCE)

    def _wait_for_systemd(self) -> None:
        def is_up() -> bool:
            assert self._booted is not None
            if self._booted.poll() is not None:
                raise Skip(f"systemd-nspawn cannot boot here: {PLACE / 'boot.log'}")
            self._leader = self._leader or first_process(self._booted.pid)
            return self._leader != 0 and "running" in self.run(
                "systemctl is-system-running --wait", status=None).replace("degraded", "running")

        wait_for(is_up, "systemd has booted")


def first_process(parent: int) -> int:
    """The process below `parent` that is process 1 in a name space of its own; 0: there is none yet."""
    for child in children(parent):
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{child}/status").read_text()
            numbers = next(line.split() for line in status.splitlines() if line.startswith("NSpid:"))
            if len(numbers) > 2 and numbers[-1] == "1" and "Name:\tsystemd\n" in status:
                return child
        found = first_process(child)
        if found:
            return found
    return 0


def children(parent: int) -> list[int]:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        return [int(word) for word in text.split()]
    return []


def prepare_site(folder: Path) -> None:
    """A Debian that has a user, alice, and no mail server."""
    debootstrap(folder)
    system = System(folder)
    system.write("/etc/apt/sources.list", SOURCES)
    system.write("/etc/apt/apt.conf.d/50test", 'APT::Get::Assume-Yes "true";\nAPT::Sandbox::User "root";\n')
    system.write("/etc/dpkg/dpkg.cfg.d/test", "force-unsafe-io\n")  # who loses power, makes it again
    system.write("/etc/hosts", "127.0.0.1 localhost mail.example.com\n")
    system.write("/etc/hostname", "mail.example.com\n")
    system.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    with system.mounted():
        update_lists(system)
        system.run("useradd --create-home alice && echo alice:secret | chpasswd")


def update_lists(system: System) -> None:
    try:
        system.run("apt-get update -o APT::Update::Error-Mode=any")
    except Failure as failure:
        raise Skip(f"there is no network: {failure}") from failure


def fetch(folder: Path, packages: list[Path], others: list[str]) -> None:
    """Packages into /root of a system that is copied later, and what they and others need into its cache."""
    for old in (folder / "root").glob("*.deb"):
        old.unlink()
    for package in packages:
        shutil.copy(package, folder / "root")
    system = System(folder)
    command = "apt-get install --download-only ./msa-milter*.deb " + " ".join(others)
    with system.mounted():
        try:
            system.run(command)
        except Failure:  # the lists may be old
            update_lists(system)
            system.run(command)

# What an AppArmor profile allows, as apparmor_parser(8) reads it with all that it includes, beside what
# strace(1) saw a program open.
from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from system import REPOSITORY, Failure, Skip, System, wait_for

UNPACKED = REPOSITORY / "build/unpacked"
# What stands for itself in paths; @{PROC} and the like are variables of tunables/.
WILD = {"**": ".*", "*": "[^/]*", "?": "[^/]"}


def parser() -> list[str]:
    """The parser with the files that come with it: installed, or unpacked for the tests."""
    installed = shutil.which("apparmor_parser", path="/usr/sbin:/sbin")
    if installed:
        return [installed]
    if (UNPACKED / "sbin/apparmor_parser").exists():
        return [str(UNPACKED / "sbin/apparmor_parser"), f"--base={UNPACKED}/etc/apparmor.d"]
    raise Skip("apparmor_parser is not there (package apparmor)")


def parsed(*options: str) -> str:
    done = subprocess.run([*parser(), *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"apparmor_parser: {done.stderr}")
    return done.stdout


def pattern(glob: str) -> str:
    """The regular expression that means the same."""
    result, depth, place = "", 0, 0
    while place < len(glob):
        char = glob[place]
        wild = "**" if glob.startswith("**", place) else char
        if wild in WILD:
            result += WILD[wild]
            place += len(wild)
            continue
        depth += (char == "{") - (char == "}")
        result += {"{": "(?:", "}": ")"}.get(char, "|" if char == "," and depth else
                                             char if char in "[]^-" else re.escape(char))
        place += 1
    return result


class Profile:
    def __init__(self, file: Path) -> None:
        text = parsed("--preprocess", str(file))
        variables: dict[str, list[str]] = {}
        for name, values in re.findall(r"^\s*(@\{\w+\})\s*\+?=\s*(.*?)\s*(?:#.*)?$", text, re.MULTILINE):
            variables.setdefault(name, []).extend(value.strip('"') for value in values.split())

        def without_variables(path: str) -> str:
            found = re.search(r"@\{\w+\}", path)
            if found is None:
                return path
            rest = path[found.end():]
            values = [value[:-1] if value.endswith("/") and rest.startswith("/") else value
                      for value in variables.get(found.group(), ["*"])]
            inner = values[0] if len(values) == 1 else "{" + ",".join(values) + "}"
            return without_variables(path[:found.start()] + inner + rest)

        rules = re.findall(r'^\s*(?:owner\s+)?"?((?:/|@\{)[^\s"]*)"?\s+(\S+?),', text, re.MULTILINE)
        self._allowed = [(re.compile(pattern(without_variables(rule))), rights) for rule, rights in rules]

    def allows(self, path: str, to: str = "") -> bool:
        """`to`: letters of the rights that count; none: any."""
        return any(set(to) <= set(rights) and allowed.fullmatch(path) for allowed, rights in self._allowed)


def opened_paths(trace: str, program: str) -> set[str]:
    """From the start of `program` on, of calls that did what they were to do: AppArmor asks nobody about
    files that are not there, nor about looks at them without opening. Folders end with a slash, as it has
    them."""
    paths = set()
    begun = trace[max(trace.find(f'execve("{program}"'), 0):]
    for line in begun.splitlines():
        call = re.match(r'(?:\d+\s+)?(?:open|openat|connect|bind|unlink|rename|execve)\(.*?"(/[^"]*)"', line)
        if call and " = -1 " not in line:
            path = call.group(1).rstrip("/") + ("/" if "O_DIRECTORY" in line else "")
            paths.add(re.sub(r"^/proc/self/", "/proc/1/", path))
    return paths


def opened_while(system: System, settings: str, work: Callable[[], None]) -> set[str]:
    """What the daemon and the programs that it started have opened, by way of strace(1)."""
    system.run("systemctl stop msa-milter")
    command = ("strace -f -qq -e trace=%file,connect,bind -o /root/opened setpriv --reuid=msa-milter "
               "--regid=msa-milter --init-groups env CREDENTIALS_DIRECTORY=/run/credentials/msa-milter.service"
               f" msa-milter run --config {settings}")
    system.run("mkdir -p /run/credentials/msa-milter.service /run/msa-milter && cp /etc/msa-milter/audit.key "
               "/run/credentials/msa-milter.service/ && chown -R msa-milter: /run/credentials/msa-milter.service "
               "/run/msa-milter && chmod 0500 /run/credentials/msa-milter.service")
    system.run(f"systemd-run --quiet --unit=traced {command}")
    try:
        wait_for(lambda: system.run("msa-milter status >status 2>&1 && echo up", status=None) == "up\n",
                 "it runs")
        work()
        system.run("msa-milter reload")
    finally:
        system.run("systemctl stop traced; systemctl start msa-milter")
    opened = opened_paths(system.read("/root/opened"), "/usr/sbin/msa-milter")
    if settings not in opened:
        raise Failure(f"nothing was seen\n{opened}")
    return opened

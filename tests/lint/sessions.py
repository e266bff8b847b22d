#!/usr/bin/python3
# The sessions in README.md's section for security teams are what the program prints: each command is run
# in the folder of tests/story, in which a change has broken a delegation. `make sessions` writes them anew.
#   tests/lint/sessions.py MSA_MILTER [--write]
from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
STORY = TOP / "tests/story"
README = TOP / "README.md"
BEGIN = "<!-- make sessions: begin -->\n"
END = "<!-- make sessions: end -->\n"
CHANGE = ('assistants = ["carol@example.com"]', 'assistants = ["dan@example.com"]')

COMMANDS = (
    "msa-milter test rules | head -3",
    "msa-milter explain mail.eml --login carol --from carol@example.com --rules rules/main.toml | tail -2",
    "msa-milter diff old.toml rules/main.toml; echo status $?",
    "msa-milter replay rules/main.toml --trail trail --fail-on 'accepted->rejected>0' --examples 1; echo status $?",
    "msa-milter explain c4526a1dd4f74cfb --trail trail | grep -E '^(recorded|decided)|Sender:'",
    "msa-milter rules --candidate --trail trail | head -3",
)


def make_site(folder: Path, program: Path) -> None:
    rules = folder / "rules"
    rules.mkdir()
    text = (STORY / "main.toml").read_text()
    assert CHANGE[0] in text
    (folder / "old.toml").write_text(text)
    (rules / "main.toml").write_text(text.replace(*CHANGE))
    shutil.copy(STORY / "main.test.toml", rules)
    shutil.copy(STORY / "mail.eml", folder)
    shutil.copytree(STORY / "trail", folder / "trail")
    for path in (folder, *folder.rglob("*")):  # whoever reads rules as the daemon's user reads these
        path.chmod(0o755 if path.is_dir() else 0o644)
    (folder / "bin").mkdir()
    (folder / "bin/msa-milter").symlink_to(program)


def session(program: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="msa-story-") as top:
        folder = Path(top)
        make_site(folder, program)
        environment = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "LANG": "C.UTF-8", "HOME": top}
        lines: list[str] = []
        for command in COMMANDS:
            done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            lines += [f"$ {command}", *done.stdout.splitlines(), ""]
    return "".join(f"    {line}".rstrip() + "\n" for line in lines[:-1])


def main() -> int:
    now = session(Path(sys.argv[1]).resolve())
    text = README.read_text()
    head, rest = text.split(BEGIN)
    said, tail = rest.split(END)
    wanted = f"\n{now}\n"
    if said == wanted:
        return 0
    if "--write" in sys.argv:
        README.write_text(head + BEGIN + wanted + END + tail)
        return 0
    sys.stderr.writelines(difflib.unified_diff(
        said.splitlines(keepends=True), wanted.splitlines(keepends=True), "README.md", "the program"))
    print("sessions: README.md is not what the program prints; `make sessions` writes it anew", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

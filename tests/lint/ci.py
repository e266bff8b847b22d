#!/usr/bin/python3
# The examples in contrib/ci/ are YAML, and what they have a runner do works: each of their scripts is
# run in a repository of rule files as a site has one, with a trail beside it. What installs
# packages is left out.
#   tests/lint/ci.py MSA_MILTER
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
STORY = TOP / "tests/story"
EXAMPLES = {"github": TOP / "contrib/ci/github-rules.yml", "gitlab": TOP / "contrib/ci/gitlab-rules.yml"}

try:
    import yaml
except ImportError:
    print("skip: python3-yaml is not installed: the examples in contrib/ci/ are not looked at")
    sys.exit(0)


class Fault(Exception):
    pass


def github_scripts(workflow: dict) -> dict[str, tuple[str, dict[str, str]]]:
    """By the name of a step, with its variables."""
    scripts = {}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if "run" in step:
                scripts[step["name"]] = (step["run"], {**workflow["env"], **step.get("env", {})})
    return scripts


def gitlab_scripts(pipeline: dict) -> dict[str, tuple[str, dict[str, str]]]:
    scripts = {}
    for name, job in pipeline.items():
        if isinstance(job, dict) and "script" in job:
            scripts[name] = ("\n".join(job["script"]), {**pipeline["variables"], **job.get("variables", {})})
    return scripts


def run(folder: Path, *words: str) -> str:
    return subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def make_site(folder: Path, program: Path) -> str:
    """A repository whose last commit takes a right away; the commit before it."""
    rules = folder / "rules"
    rules.mkdir(parents=True)
    for each in STORY.glob("main*.toml"):
        shutil.copy(each, rules)
    run(folder, "git", "init", "-q")
    run(folder, "git", "config", "user.email", "ci@example.org")
    run(folder, "git", "config", "user.name", "ci")
    run(folder, "git", "add", ".")
    run(folder, "git", "commit", "-qm", "rules")
    base = run(folder, "git", "rev-parse", "HEAD")
    main = rules / "main.toml"
    text = main.read_text()
    assert 'version = "1"' in text
    main.write_text(text.replace('version = "1"', 'version = "2"'))
    run(folder, "git", "commit", "-qam", "version 2")
    binaries = folder / "bin"
    binaries.mkdir()
    (binaries / "msa-milter").symlink_to(program)
    shutil.copytree(STORY / "trail", folder / "trail")
    return base


def play(kind: str, name: str, script: str, variables: dict[str, str], program: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="msa-ci-") as top:
        folder = Path(top) / "site"
        base = make_site(folder, program)
        # Dates in the examples are of the present, those of the trail are not.
        script = script.replace("date -u -d '7 days ago' +%Y-%m-%d", "echo 2026-01-01")
        given = {key: str(value) for key, value in variables.items()}
        given |= {"BASE": base, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "TRAIL": str(folder / "trail"),
                  "HOME": top, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=folder, env=given,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise Fault(f"{kind}: {name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        if "msa-milter" not in script:
            raise Fault(f"{kind}: {name} runs nothing of ours")


def main() -> int:
    program = Path(sys.argv[1]).resolve()
    readers = {"github": github_scripts, "gitlab": gitlab_scripts}
    faults = 0
    for kind, path in EXAMPLES.items():
        scripts = readers[kind](yaml.safe_load(path.read_text()))
        words = " ".join(script for script, _ in scripts.values())
        for word in ("msa-milter test ", "msa-milter diff ", "msa-milter replay "):
            if word not in words:
                print(f"{path}: no {word.strip()}", file=sys.stderr)
                faults += 1
        for name, (script, variables) in scripts.items():
            if "apt-get" in script:
                continue
            try:
                play(kind, name, script, variables, program)
            except Fault as fault:
                print(fault, file=sys.stderr)
                faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

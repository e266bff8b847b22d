#!/usr/bin/env python3
"""Differential fuzz of From and Sender: no other program's reader may see a foreign address in what leaves, as
it is written or with its encoded-words decoded first.

    tests/readers/run.py JUDGE SECONDS [SEED]

Readers that are not installed are named as skipped. Ends with `N passed, N failed`, a reader each."""
import email.header
import pathlib
import re
import subprocess
import sys
import time

import fields

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "readers"
BATCH = 2000
OWN = tuple(address.encode() for address in fields.OWN)
ADDRESS = re.compile(rb"[.+-]*\w[\w.+-]*@([\w-]+\.)+[\w-]+")


def commands():
    """Name, package, how to find out whether it is there, and the reader itself."""
    perl, reader_pl = ["perl"], str(HERE / "reader.pl")
    go_reader = str(BUILD / "reader-go")
    return [
        ("python compat32", "python3", ["true"], [sys.executable, str(HERE / "reader.py"), "compat32"]),
        ("python default", "python3", ["true"], [sys.executable, str(HERE / "reader.py"), "default"]),
        ("go net/mail", "golang-go", ["go", "build", "-o", go_reader, str(HERE / "reader.go")], [go_reader]),
        ("perl Email::Address::XS", "libemail-address-xs-perl", perl + ["-MEmail::Address::XS", "-e1"],
         perl + [reader_pl, "Email::Address::XS"]),
        ("perl Mail::Address", "libmailtools-perl", perl + ["-MMail::Address", "-e1"],
         perl + [reader_pl, "Mail::Address"]),
        ("ruby mail", "ruby-mail", ["ruby", "-e", "require 'mail'"], ["ruby", str(HERE / "reader.rb")]),
        ("php mailparse", "php-mailparse",
         ["php", "-r", "exit(function_exists('mailparse_rfc822_parse_addresses') ? 0 : 1);"],
         ["php", str(HERE / "reader.php")]),
    ]


def is_there(probe):
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def lines(command, given):
    done = subprocess.run(command, input="\n".join(given) + "\n", capture_output=True, text=True, check=False)
    answers = done.stdout.split("\n")[:-1]
    if done.returncode != 0 or len(answers) != len(given):
        raise RuntimeError(f"{command}: {len(answers)} answers to {len(given)}: {done.stderr[-500:]}")
    return answers


def decoded(value):
    """As programs have it that decode before they parse."""
    try:
        parts = email.header.decode_header(value.decode("utf-8", "replace"))
        return "".join(p if isinstance(p, str) else p.decode(c or "ascii", "replace") for p, c in parts).encode(
            "utf-8", "replace")
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return value


def is_foreign(address):
    """Whether somebody else could be meant; an own address with something glued to it is only spoilt."""
    address = b"".join(address.lower().split()).strip(b"<>();,:\"'")
    return bool(ADDRESS.fullmatch(address)) and not address.endswith(OWN)


def leaving(judge, seed):
    made = fields.fields(seed, BATCH)
    answers = lines([judge], [f"{name} {value.hex()}" for name, value in made])
    left = [bytes.fromhex(answer) for answer in answers if answer != "-"]
    return left, left + [value for value in map(decoded, left) if value not in left]


def main(judge, seconds, seed):
    BUILD.mkdir(parents=True, exist_ok=True)
    readers = []
    for name, package, probe, command in commands():
        if is_there(probe):
            readers.append((name, command))
        else:
            print(f"skip: {name}: {package} is not installed")
    deceived = {}
    end = time.monotonic() + seconds
    made = left = 0
    while time.monotonic() < end and not deceived:
        accepted, values = leaving(judge, seed)
        made, left, seed = made + BATCH, left + len(accepted), seed + 1
        for name, command in readers:
            for value, answer in zip(values, lines(command, [value.hex() for value in values])):
                seen = [bytes.fromhex(each) for each in answer.split()]
                if any(map(is_foreign, seen)):
                    deceived.setdefault(name, []).append((value, seen))
    for name, found in deceived.items():
        for value, seen in sorted(found, key=lambda each: len(each[0]))[:5]:
            print(f"FAILED: {name} sees {seen} in {value!r}", file=sys.stderr)
    print(f"{made} fields made, {left} left, the last seed was {seed - 1}")
    print(f"{len(readers) - len(deceived)} passed, {len(deceived)} failed")
    return 1 if deceived or left == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1))

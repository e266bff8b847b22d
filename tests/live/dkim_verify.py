#!/usr/bin/python3
"""Verifies every DKIM signature of a message with dkimpy, without DNS.

usage: dkim_verify.py MESSAGE [--records FILE] [NAME=RECORD ...]

NAME is selector._domainkey.domain, RECORD the text of its TXT record; FILE has one NAME=RECORD a
line, `#` starts a comment. Prints a line per signature and ends with 0 only if there is one and all
pass; 1 if one fails, 2 for a usage error. Needs python3-dkim (and python3-nacl for ed25519).
"""
import argparse
import re
import sys

import dkim


def parse_record(text):
    name, separator, record = text.partition("=")
    if not separator or "._domainkey." not in name:
        raise argparse.ArgumentTypeError(f"{text!r} is not selector._domainkey.domain=record")
    return name.strip().rstrip(".").lower().encode(), record.strip().encode()


def read_records(path):
    with open(path, encoding="ascii") as file:
        lines = (line.strip() for line in file)
        return [parse_record(line) for line in lines if line and not line.startswith("#")]


def tag(value, name):
    found = re.search(rb"(?:^|;)\s*" + name + rb"\s*=\s*([^;]*)", value)
    return re.sub(rb"\s", b"", found.group(1)).decode("ascii", "replace") if found else "?"


def verify(message, records):
    """A pair for each signature: whether it holds, and the line to print. `records`: bytes by name."""
    def txt(name, timeout=5):
        return records.get(name.rstrip(b".").lower())

    verifier = dkim.DKIM(message, minkey=1024)
    results = []
    for index, value in enumerate(
            value for name, value in verifier.headers if name.lower() == b"dkim-signature"):
        reason = ""
        try:
            good = verifier.verify(idx=index, dnsfunc=txt)
        except Exception as error:  # whatever dkimpy stumbles over is no pass
            good, reason = False, f" {type(error).__name__}: {error}"
        results.append((bool(good), f"{'PASS' if good else 'FAIL'} d={tag(value, b'd')} "
                        f"s={tag(value, b's')} a={tag(value, b'a')}{reason}"))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("message")
    parser.add_argument("--records", help="a file of NAME=RECORD lines")
    parser.add_argument("record", nargs="*", type=parse_record)
    arguments = parser.parse_args()
    records = dict(arguments.record)
    if arguments.records:
        records.update(read_records(arguments.records))
    with open(arguments.message, "rb") as file:
        results = verify(file.read(), records)
    for _, line in results:
        print(line)
    passed = sum(good for good, _ in results)
    print(f"{passed} of {len(results)} signatures pass")
    return 0 if results and passed == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())

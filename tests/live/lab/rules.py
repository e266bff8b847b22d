# The rule file of the live tests. Cases that reload write another one over it.
from __future__ import annotations

from pathlib import Path

from .keys import Key
from .sasl import REALM

RULES = """\
version = "{version}"

[scope]
listener = ["submission", "submissions", "devices"]

[identity]
sources = ["sasl"]
{login_domain}

[owners]
tables = ["staff", "file"]
self = true
subaddress = "+"
[tables.staff]
type = "inline"
entries = {{ {staff} }}
[tables.file]
type = "file"
path = "{table}"

[groups]
assistants = ["carol@example.com"]

[[delegation]]
id = "ceo-office"
as = ["ceo@example.com"]
who = ["group:assistants"]
"""

SIGNING = """\

[dkim]
on_error = "defer"
"""
KEY = """\
[[dkim.key]]
domain = "{domain}"
selector = "{selector}"
file = "{file}"
"""

STAFF = {"ceo@example.com": "nobody-else", "sales@example.com": "bob@example.com"}
# What Postfix's smtpd_sender_login_maps would read as a text file.
TABLE = """\
# address or @domain   logins
press@example.com      alice@example.com, carol@example.com
100%@example.com       alice@example.com
"""


def rules(table: Path, keys: list[Key], version: str, staff: dict[str, str],
          login_domain: str | None) -> str:
    entries = ", ".join(f'"{address}" = ["{login}"]' for address, login in staff.items())
    text = RULES.format(version=version, staff=entries, table=table,
                        login_domain=f'login_domain = "{login_domain}"' if login_domain else "")
    return text + signing(keys)


def signing(keys: list[Key]) -> str:
    """The end of a rule file that says nothing of keys itself."""
    return SIGNING + key_sections(keys)


def key_sections(keys: list[Key]) -> str:
    """The end of a rule file that has a [dkim] already."""
    return "".join(
        KEY.format(domain=REALM, selector=key.selector, file=key.file) for key in keys)

# What `import` makes of Postfix's maps decides as Postfix did.
from __future__ import annotations

import subprocess

from lab import Lab, Postfix
from lab.clients import Session
from lab.daemon import USER
from lab.process import run
from lab.sasl import login

from . import case_of

OWNERS = """\
alice@example.com      alice@example.com
sales@example.com      alice@example.com, bob@example.com
news+all@example.com   carol@example.com
@example.net           bob@example.com
info@example.net       carol@example.com
dan                    carol@example.com
"""
MORE = "{ press@example.com = bob@example.com carol@example.com } alice@example.com=carol@example.com"
SENDERS = (
    "alice@example.com", "ALICE@Example.com", "alice+x@example.com", "sales@example.com",
    "news+all@example.com", "news@example.com", "press@example.com", "press+x@example.com",
    "x@example.net", "info@example.net", "info+x@example.net", "dan@msa.example.com",
    "dan+x@msa.example.com", "dan@example.com", "bob@example.com", "nobody@example.org")


def allows(lab: Lab, user: str, sender: str) -> bool:
    with Session(lab.submission, user) as session:
        assert session.mail(sender).code == 250
        reply = session.recipient("reader@partner.example")
    assert reply.code in (250, 553), f"{user} as {sender} saw {reply}"
    return reply.code == 250


@case_of("postfix", because="Sendmail compares no sender with a login")
def an_imported_map_decides_as_postfix_did(lab: Lab) -> None:
    assert isinstance(lab.mta, Postfix)
    folder = lab.scratch / "import"
    folder.mkdir()
    owners, rules = folder / "logins", folder / "rules.toml"
    owners.write_text(OWNERS)
    run(["postmap", "-c", str(lab.mta.configuration), f"hash:{owners}"])
    maps = f"unionmap:{{hash:{owners}, inline:{{{MORE}}}}}"
    program = str(lab.daemon.binary)
    with lab.mta.with_settings(
            "msa_milter =\nrecipient_delimiter = +\n"
            "msa_sender_restrictions = reject_sender_login_mismatch\n"
            f"msa_sender_login_maps = {maps}\n"):
        rules.write_bytes(run([program, "import", "--user", USER, "main.cf",
                               str(lab.mta.configuration)]))
        run([program, "check", "--user", USER, str(rules)])
        seen = set()
        for user in ("alice", "bob", "carol"):
            for sender in SENDERS:
                answer = subprocess.run(
                    [program, "can", login(user), sender, "--user", USER, "--rules", str(rules)],
                    capture_output=True, check=False)
                assert answer.returncode in (0, 1), answer
                by_postfix = allows(lab, user, sender)
                assert by_postfix == (answer.returncode == 0), \
                    f"{user} as {sender}: Postfix says {by_postfix}, the rules {answer.stdout!r}"
                seen.add(by_postfix)
        assert seen == {True, False}, "Postfix decided nothing"

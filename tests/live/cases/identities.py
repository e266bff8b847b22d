# Who submits, by every proof that msa-milter-identity(5) tells of: its examples are the rules here, word for word but
# for addresses and paths of this host, and real servers stand behind the proofs.
from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
import time
from dataclasses import replace
from pathlib import Path

from lab import Lab, Postfix, radius
from lab.audit import Record, value
from lab.clients import Endpoint, Reply, Session
from lab.dovecot import Dovecot
from lab.process import run, wait_for
from lab.manual import command, put
from lab.sink import GONE
from lab.tls import PRINTER

from . import case, case_of
from .common import ALICE, expect_signed, message, with_example

SCANS = "scans@example.com"
MTA_NAME = "msa.example.com"
DEVICE = "127.0.0.65"  # a client in the network of devices
ELSEWHERE = "127.0.0.3"  # one that the MTA relays for because of its certificate or login only


def from_device(lab: Lab, *, certificate: Path | None = None, source: str = ELSEWHERE,
                sender: str = SCANS, author: str = SCANS, user: str | None = None,
                recipient: str = "reader@partner.example") -> Reply:
    octets = message({"From": author})
    with Session(lab.devices, user, certificate=certificate, source=source) as session:
        return session.submit(sender, [recipient], octets)


def expect_identity(record: Record, source: str, login: str, proof: str) -> None:
    identity = record["identity"]
    seen = identity["source"], identity["login"], identity["proof"]
    assert seen == (source, login, proof), f"recorded {seen}"


def delivered_record(lab: Lab, recipient: str, reply: Reply) -> Record:
    assert reply.code == 250, f"client saw {reply}"
    return lab.audit.of(lab.delivered(recipient).queue_id)


def expect_nobody(lab: Lab, reply: Reply) -> None:
    """Refused at MAIL for want of an identity, and recorded so."""
    assert str(reply).startswith("MAIL: 530 5.7.0"), f"client saw {reply}"
    record = lab.audit.records()[-1]
    assert record["identity"] is None, record["identity"]
    assert value(record, "disposition") == "rejected", record


def submit_as(lab: Lab, endpoint: Endpoint, user: str, secret: str | None = None, *,
              author: str | None = None) -> tuple[str, Reply]:
    """By somebody who logs in with a bare name; the recipient, and the answer."""
    recipient, own = lab.new_recipient(), f"{user}@example.com"
    with Session(endpoint, user, has_bare_login=True, secret=secret) as session:
        return recipient, session.submit(own, [recipient], message({"From": author or own}))


def expect_login_service(lab: Lab, endpoint: Endpoint, secret: str | None = None) -> None:
    """Whoever knows the password has the login's rights, and no others; nobody else is anybody."""
    table = lab.scratch / "sender_login"
    table.write_text(f"press@example.com {ALICE}\n")
    with with_example(lab, "A login", {"/etc/msa-milter/sender_login": str(table)}):
        recipient, reply = submit_as(lab, endpoint, "alice", secret)
        record = delivered_record(lab, recipient, reply)
        expect_identity(record, "sasl", ALICE, "PLAIN")
        recipient, reply = submit_as(lab, endpoint, "alice", secret, author="press@example.com")
        assert reply.code == 250, f"an owner by the table saw {reply}"
        recipient, reply = submit_as(lab, endpoint, "alice", secret, author="bob@example.com")
        assert str(reply).startswith("DATA: 550 5.7.1"), f"client saw {reply}"
        lab.expect_nothing(recipient)
        try:
            submit_as(lab, endpoint, "alice", "a guess")
        except smtplib.SMTPAuthenticationError as refusal:
            assert refusal.smtp_code == 535, refusal
        else:
            raise AssertionError("a wrong password is as good as the right one")


@case
def cyrus_tells_who_logs_in(lab: Lab) -> None:
    expect_login_service(lab, lab.submission)


@case_of("postfix", because="Sendmail speaks to Cyrus only")
def dovecot_tells_who_logs_in(lab: Lab) -> None:
    assert isinstance(lab.mta, Postfix)
    with Dovecot(lab.scratch / "dovecot-sasl", lab.mta.dovecot_socket).running():
        expect_login_service(lab, replace(lab.submission, port=lab.mta.by_dovecot))


@case
def radius_tells_who_logs_in(lab: Lab) -> None:
    with radius.serving(lab.scratch / "radius", lab.mta.saslauthd_folder) as log, \
            lab.mta.with_saslauthd() as port:
        endpoint = replace(lab.submission, port=port)
        expect_login_service(lab, endpoint, radius.password("alice"))
        assert "Login OK: [alice]" in log.read_text(), log.read_text()


@case
def whoever_fetched_mail_from_there_a_moment_ago_may_send(lab: Lab) -> None:
    folder = lab.scratch / "pop"
    folder.mkdir()
    (folder / "main.cf").touch()  # postmap wants one
    places = {"/etc/msa-milter/": f"{folder}/"}
    script = f"export MAIL_CONFIG={folder}\n{put(command('echo'), places)}"
    dovecot = Dovecot(folder / "dovecot", folder / "auth", script)
    rules = places | {"192.0.2.0/24": "127.0.0.64/27"}

    def mail() -> tuple[str, Reply]:
        recipient = lab.new_recipient()
        return recipient, from_device(lab, source=DEVICE, sender=ALICE, author=ALICE,
                                      recipient=recipient)

    def accepted_age() -> int:
        recipient, reply = mail()
        identity = delivered_record(lab, recipient, reply)["identity"]
        assert (identity["source"], identity["login"]) == ("recent_login", ALICE), identity
        age = re.fullmatch(rf"{re.escape(DEVICE)}, (\d+) s ago", identity["proof"])
        assert age, identity
        return int(age[1])

    run(["env", f"MAIL_CONFIG={folder}", "sh", "-c", put(command("</dev/null"), places)])
    with with_example(lab, "A recent login", rules), dovecot.running():
        expect_nobody(lab, mail()[1])
        assert not dovecot.log_in("alice", "a guess", DEVICE)
        expect_nobody(lab, mail()[1])
        assert dovecot.log_in("alice", None, DEVICE)
        assert accepted_age() < 60
        expect_nobody(lab, from_device(lab, source="127.0.0.66", sender=ALICE, author=ALICE))
        for age, is_fresh in ((590, True), (601, False)):
            run(["postmap", "-c", str(folder), "-r", "-i", f"lmdb:{folder}/pop_logins"],
                stdin=f"{DEVICE} {ALICE} {int(time.time()) - age}\n".encode())
            if is_fresh:
                assert accepted_age() in range(age, age + 10)
            else:
                expect_nobody(lab, mail()[1])
        assert dovecot.log_in("alice", None, DEVICE)  # again: the newer time counts
        assert accepted_age() < 60
        reply = from_device(lab, source=DEVICE, sender=ALICE, user="bob")
        assert str(reply).startswith("MAIL: 550 5.7.1"), f"client saw {reply}"
        expect_identity(lab.audit.records()[-1], "sasl", "bob@example.com", "PLAIN")


@case
def a_trusted_certificate_of_the_named_issuer_is_the_login_of_the_table(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with with_example(lab, "A certificate"):
        reply = from_device(lab, certificate=lab.certificates.printer, recipient=recipient)
        record = delivered_record(lab, recipient, reply)
        forged = from_device(lab, certificate=lab.certificates.printer, author=ALICE)
    expect_identity(record, "certificate", "scanner",
                    "printer-7.example.com, issued by Example Device CA")
    assert str(forged).startswith("DATA: 550 5.7.1"), f"client saw {forged}"


@case
def a_certificate_may_be_named_by_what_sendmail_tells_of_it(lab: Lab) -> None:
    printer = lab.certificates.printer
    pem = ssl.PEM_cert_to_DER_cert(printer.read_text().partition("-----BEGIN PRIV")[0])
    digest = hashlib.sha256(pem).hexdigest().upper()
    dn = PRINTER.replace(" ", "+20")
    for key, name in (("dn", dn),
                      ("fingerprint", ":".join(re.findall("..", digest)))):
        recipient = lab.new_recipient()
        with with_example(lab, "A certificate", {
                'table = "devices"': f'table = "devices"\nkey = "{key}"',
                '"printer-7.example.com"': f'"{name}"'}):
            reply = from_device(lab, certificate=printer, recipient=recipient)
            if lab.of_mta(postfix=True, sendmail=False):  # it tells no more than the common name
                assert str(reply).startswith("MAIL: 451 4.3.0"), f"client saw {reply}"
                continue
            proof = name if key == "dn" else name.lower()
            expect_identity(delivered_record(lab, recipient, reply), "certificate", "scanner",
                            f"{proof}, issued by Example Device CA")
            for other in (lab.certificates.new_printer, lab.certificates.office_printer,
                          lab.certificates.forged_printer):
                expect_nobody(lab, from_device(lab, certificate=other))


@case
def other_certificates_are_nobody(lab: Lab) -> None:
    all_of_them = lab.certificates
    with with_example(lab, "A certificate"):
        for certificate in (None, all_of_them.new_printer, all_of_them.office_printer,
                            all_of_them.forged_printer):
            expect_nobody(lab, from_device(lab, certificate=certificate))


@case
def a_login_goes_before_a_certificate(lab: Lab) -> None:
    with with_example(lab, "A certificate"):
        reply = from_device(lab, certificate=lab.certificates.printer, user="alice")
    assert str(reply).startswith("MAIL: 550 5.7.1"), f"client saw {reply}"
    expect_identity(lab.audit.records()[-1], "sasl", "alice@example.com", "PLAIN")


@case
def a_network_stands_for_a_service(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with with_example(lab, "A network", {"192.0.2.64/27": "127.0.0.64/27"}):
        reply = from_device(lab, source=DEVICE, recipient=recipient)
        record = delivered_record(lab, recipient, reply)
        expect_nobody(lab, from_device(lab, source=ELSEWHERE))
        forged = from_device(lab, source=DEVICE, author=ALICE)
    expect_identity(record, "network", "scanner", "127.0.0.64/27")
    assert str(forged).startswith("DATA: 550 5.7.1"), f"client saw {forged}"


@case
def people_write_for_those_who_let_them(lab: Lab) -> None:
    def write(user: str, author: str) -> tuple[str, Reply]:
        recipient = lab.new_recipient()
        sender = author if author.startswith("sales") else f"{user}@example.com"
        with Session(lab.submission, user, has_bare_login=True) as session:
            return recipient, session.submit(sender, [recipient], message({"From": author}))

    with with_example(lab, "Groups, delegations, exceptions"):
        for user, author, sender in (("carol", "ceo@example.com", ["carol@example.com"]),
                                     ("dan", "sales@example.com", []),
                                     ("helpdesk", "eve@agents.example.com",
                                      ["helpdesk@example.com"])):
            recipient, reply = write(user, author)
            assert reply.code == 250, f"{user} as {author} saw {reply}"
            assert lab.delivered(recipient).fields("Sender") == sender, f"{user} as {author}"
        for user, author in (("dan", "ceo@example.com"), ("carol", "sales@example.com"),
                             ("dan", "eve@agents.example.com"), ("helpdesk", "ceo@example.com")):
            recipient, reply = write(user, author)
            assert str(reply)[6:].startswith("550 5.7.1"), f"{user} as {author} saw {reply}"
            lab.expect_nothing(recipient)


CRON = "cron@example.com"
HOST = {'"mail.example.com"': f'"{MTA_NAME}"'}


@case
def programs_of_this_host_have_the_identity_that_is_named_for_them(lab: Lab) -> None:
    recipient = lab.new_recipient()
    with lab.mta.with_local_mail(), with_example(lab, "Programs of this host"):
        answer = lab.mta.hand_over(CRON, recipient, message({"From": CRON}))
        assert not answer or answer.startswith("250"), answer
        delivery = lab.delivered(recipient)
        expect_identity(lab.audit.of(delivery.queue_id), "local", "local-mail", "a local program")
        # From the network it is nobody, as before.
        expect_nobody(lab, from_device(lab, source=DEVICE))
    assert delivery.sender == CRON
    expect_signed(lab, delivery)


@case
def programs_of_this_host_are_told_of_what_is_refused(lab: Lab) -> None:
    recipient, told = lab.new_recipient(), f"cron-{lab.new_recipient('example.com')}"
    rules = HOST | {CRON: told}
    with lab.mta.with_local_mail(), with_example(lab, "Programs of this host", rules):
        answer = lab.mta.hand_over(told, recipient, message({"From": "ceo@example.com"}))
        if lab.of_mta(postfix=True, sendmail=False):  # sendmail(1) is long gone: a bounce
            answer = lab.delivered(told).body.decode()
    assert "5.7.1" in answer and "ceo@example.com in From" in answer, answer
    lab.expect_nothing(recipient)


@case
def the_host_tells_of_what_bounced(lab: Lab) -> None:
    gone, told = GONE + lab.new_recipient(), f"cron-{lab.new_recipient('example.com')}"
    with lab.mta.with_local_mail(), with_example(lab, "Programs of this host", HOST | {CRON: told}):
        lab.mta.hand_over(told, gone, message({"From": told}))
        bounce = lab.delivered(told)
    assert bounce.sender == "" and f"<{gone}>" in bounce.body.decode(), bounce
    author = f"<MAILER-DAEMON@{MTA_NAME}>"
    assert [field.split()[-1] for field in bounce.fields("From")] == [author], bounce.fields("From")
    records = lab.audit.by_queue_id().get(bounce.queue_id, [])
    # Sendmail asks no milter about mail of its own.
    assert len(records) == lab.of_mta(postfix=1, sendmail=0), records
    for record in records:
        expect_identity(record, "local", "local-mail", "a local program")
        assert value(record, "unsigned") == f"no key for {MTA_NAME}", record


@case_of("postfix", "its notices have a sender")
def the_postmaster_gets_copies_of_bounces(lab: Lab) -> None:
    gone, told = GONE + lab.new_recipient(), f"cron-{lab.new_recipient('example.com')}"
    postmaster = lab.new_recipient()
    copies = lab.mta.with_settings("non_smtpd_milters = $msa_milter\n"
                                   "internal_mail_filter_classes = bounce\n"
                                   f"notify_classes = bounce\nbounce_notice_recipient = {postmaster}\n")
    with copies, with_example(lab, "Programs of this host", HOST | {CRON: told}):
        lab.mta.hand_over(told, gone, message({"From": told}))
        copy = lab.delivered(postmaster)
    assert copy.sender == f"double-bounce@{MTA_NAME}", copy.sender
    author = f"<MAILER-DAEMON@{MTA_NAME}>"
    assert [field.split()[-1] for field in copy.fields("From")] == [author], copy.fields("From")
    (record,) = lab.audit.by_queue_id()[copy.queue_id]
    expect_identity(record, "local", "local-mail", "a local program")


@case_of("postfix", "it tells nobody of what is refused without a sender")
def only_bounces_of_the_host_may_be_from_its_mailer_daemon(lab: Lab) -> None:
    recipient, told = lab.new_recipient(), f"cron-{lab.new_recipient('example.com')}"
    octets = message({"From": f"MAILER-DAEMON@{MTA_NAME}"})
    with lab.mta.with_local_mail(), with_example(lab, "Programs of this host", HOST | {CRON: told}):
        lab.mta.hand_over(told, recipient, octets)
        answer = " ".join(lab.delivered(told).body.decode().split())
        assert f"You may not use MAILER-DAEMON@{MTA_NAME} in From" in answer, answer
        since = len(lab.audit.records())
        lab.mta.hand_over("", recipient, message({"From": "ceo@example.com"}))
        wait_for(lambda: len(lab.audit.records()) > since, "a record")
        assert value(lab.audit.records()[-1], "disposition") == "rejected"
        # From the network it is nobody, as before.
        expect_nobody(lab, from_device(lab, source=DEVICE, sender="", author=f"MAILER-DAEMON@{MTA_NAME}"))
    lab.expect_nothing(recipient)


@case
def mail_of_programs_waits_for_the_daemon(lab: Lab) -> None:
    first, second = lab.new_recipient(), lab.new_recipient()
    octets = message({"From": CRON})
    with lab.mta.with_local_mail(), with_example(lab, "Programs of this host"):
        lab.daemon.kill()
        answer = lab.mta.hand_over(CRON, first, octets)
        assert not lab.sink.to(first)
        lab.daemon.start()
        if answer:  # by SMTP the program itself is asked to try again
            assert answer.startswith("4"), answer
            answer = lab.mta.hand_over(CRON, first, octets)
            assert answer.startswith("250"), answer
        lab.mta.hand_over(CRON, second, octets)  # Postfix looks at what waits when more comes
        for recipient in (first, second):
            expect_signed(lab, lab.delivered(recipient))

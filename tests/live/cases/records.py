# The audit trail at the end of the run: every message that reached somebody is told in it.
from __future__ import annotations

import re
import tempfile
from pathlib import Path

from lab import Lab, keys
from lab.audit import FIELDS, OPTIONAL, value
from lab.sink import Delivery
from lab.tracing import proof_holds, trace

from . import case


@case
def every_delivered_message_has_its_complete_record(lab: Lab) -> None:
    records = lab.audit.by_queue_id()
    deliveries = [each for each in lab.sink.deliveries() if each.was_submitted]
    assert deliveries
    for delivery in deliveries:
        found = records.get(delivery.queue_id, [])
        assert len(found) == 1, f"{len(found)} records of {delivery.queue_id}"
        record = found[0]
        missing = [field for field in FIELDS if field not in OPTIONAL and not value(record, field)]
        assert not missing, f"record of {delivery.queue_id} lacks {missing}: {record}"
        why = value(record, "unsigned")
        assert bool(value(record, "signatures")) != bool(why), f"unsigned because of {why}: {record}"


def _signed_deliveries(lab: Lab, most: int) -> list[Delivery]:
    """Of what left with a signature of ours, which others' mail that is sent on does not; from the whole
    run. Each costs a process that reads the trail, and another that verifies."""
    found = [each for each in lab.sink.deliveries()
             if each.was_submitted and lab.audit.signatures(each.queue_id)]
    assert found
    return found[::-(-len(found) // most)]


@case
def signed_messages_are_traced_to_their_records(lab: Lab) -> None:
    for delivery in _signed_deliveries(lab, 100):
        status, found = trace(lab.daemon, delivery.message)
        # Cases let the MTA break some: dkimpy tells which.
        is_whole = any(good for good, _ in keys.signatures(delivery.message, lab.daemon.keys))
        expected = (0, "ours") if is_whole else (1, "altered")
        assert (status, found["verdict"]) == expected, f"{found} of {delivery.message!r}"
        ids = [each["record"]["queue_id"] for each in found["records"]]
        assert delivery.queue_id in ids, f"{ids}, not {delivery.queue_id}"


@case
def a_traced_record_comes_with_its_proof(lab: Lab) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, delivery in enumerate(_signed_deliveries(lab, 3)):
            proof = Path(folder) / str(number)
            status, found = trace(lab.daemon, delivery.message, proof)
            assert status == 0, str(found)
            trouble = proof_holds(lab.daemon, proof)
            assert not trouble, trouble


@case
def what_was_altered_is_told_apart(lab: Lab) -> None:
    message = next(each.message for each in _signed_deliveries(lab, 1000)
                   if each.fields("Subject") and not each.message.endswith(b"\r\n\r\n"))
    signature = re.compile(rb"(?ms)^DKIM-Signature:.*?\r?\n(?![ \t])")
    for altered, verdict, what in (
            (message + b"More.\r\n", "altered", "body"),
            (re.sub(rb"(?m)^Subject:", b"Subject: Re:", message, count=1), "altered", "field"),
            (re.sub(rb"(?m)^(\s+b=)..", rb"\1AA", message), "no_record", "no record"),
            (signature.sub(b"", message), "not_ours", "no DKIM signature")):
        status, found = trace(lab.daemon, altered)
        assert (status, found["verdict"]) == (1, verdict), f"{found} of {altered!r}"
        assert what in found["what"], str(found)

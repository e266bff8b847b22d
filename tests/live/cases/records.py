# The audit trail at the end of the run: every message that reached somebody is told in it.
from __future__ import annotations

from lab import Lab
from lab.audit import FIELDS, OPTIONAL, value

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

# Reading the audit trail. What the records call things is written down here and nowhere else in the
# live tests.
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]

# Where a record tells what: keys from the outside in.
FIELDS: dict[str, tuple[str, ...]] = {
    "time": ("time",),
    "session": ("session",),
    "transaction": ("transaction",),
    "queue id": ("queue_id",),
    "listener": ("listener",),
    "client": ("client", "address"),
    "tls": ("tls", "version"),
    "login": ("identity", "login"),
    "proof": ("identity", "proof"),
    "envelope sender": ("claimed", "mail_from"),
    "recipients": ("recipients",),
    "author": ("claimed", "from"),
    "findings": ("findings",),
    "edits": ("edits",),
    "signatures": ("signatures",),
    "unsigned": ("unsigned",),
    "disposition": ("disposition",),
    "reply": ("reply",),
    "rules version": ("rules", "version"),
    "rules hash": ("rules", "hash"),
}
# Empty in the record of an honest message that was delivered.
OPTIONAL = {"reply", "findings", "edits", "signatures", "unsigned"}


class AuditTrail:
    def __init__(self, file: Path) -> None:
        self.file = file

    def records(self) -> list[Record]:
        """Those of transactions; a line that is not JSON is an error."""
        if not self.file.exists():
            return []
        text = self.file.read_text()
        assert not text or text.endswith("\n"), "the trail does not end with a line end"
        lines = [json.loads(line) for line in text.splitlines()]
        return [line for line in lines if line["record"] == "transaction"]

    def by_queue_id(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self.records():
            found.setdefault(value(record, "queue id"), []).append(record)
        return found

    def of(self, queue_id: str) -> Record:
        """The one record of that message."""
        records = self.by_queue_id().get(queue_id, [])
        assert len(records) == 1, f"{len(records)} records of {queue_id}"
        return records[0]

    def signatures(self, queue_id: str) -> list[tuple[str, str, str]]:
        """Domain, selector and algorithm of each, sorted."""
        made = value(self.of(queue_id), "signatures")
        return sorted((each["d"], each["s"], each["a"]) for each in made)

    def edited_fields(self, queue_id: str) -> set[str]:
        """Names of the fields that were added, changed or removed, in lower case."""
        return {edit["field"].lower() for edit in value(self.of(queue_id), "edits")}


def value(record: Record, field: str) -> Any:
    """What a record says of one of FIELDS; None where it does not."""
    here: Any = record
    for key in FIELDS[field]:
        if not isinstance(here, dict) or key not in here:
            return None
        here = here[key]
    return here

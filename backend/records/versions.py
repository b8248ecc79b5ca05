"""A version of a record, and what it waits for: written alike by sharing and amending. For applies."""

from datetime import date

import orjson

from backend.kernel import waits
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.prepared import put
from backend.records.rules import FIELDS
from backend.records.tables import record_criteria, record_versions

TO_DISCUSS, TO_ANSWER = "record_to_discuss", "record_to_answer"

_VERSION = put(
    record_versions, "record_id", "version", "subject_id", "written_at", "reason", "happened_on", "shows", "said",
    "commitment",
)  # fmt: skip
_CRITERION = put(record_criteria, "record_id", "version", "key")


def put_version(tx: Tx, entry: Entry, version: int) -> None:
    """Writes what an entry says as that version of its record. For applies."""
    facts, words = entry.content, entry.words or {}
    tx.put(
        _VERSION,
        record_id=entry.about,
        version=version,
        subject_id=entry.subject,
        written_at=entry.at,
        reason=words.get("reason"),
        happened_on=date.fromisoformat(facts["happened_on"]),
        shows=facts["shows"],
        said=orjson.dumps({name: words[name] for name in (*FIELDS, "kept_because") if name in words}).decode(),
        commitment=entry.commitment.hex(),
    )
    for key in dict.fromkeys(facts["criteria"]):
        tx.put(_CRITERION, record_id=entry.about, version=version, key=key)


def hold(tx: Tx, entry: Entry, kind: str, from_on: date) -> None:
    """The record waits: to be talked about by its writer, or to be answered by the person. For applies."""
    assert entry.subject is not None
    holder = entry.subject if kind == TO_ANSWER else entry.actor
    waits.close_waits(tx, entry.about)
    waits.open_wait(
        tx, entry.about, holder, kind=kind, subject=entry.subject, about=entry.about, since=entry.at, from_on=from_on
    )

"""Amending a record: a new version beside the old, which stays to be read, and answered anew.

Source: decisions, States (record); trust, S34 (corrections are visible amendments).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar

from sqlalchemy import Date, bindparam, false, null, update

from backend.kernel import log
from backend.kernel.clock import day_or_none
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.records import rules
from backend.records.file import ensure_seen, lock_record
from backend.records.rules import ANSWER_WITHIN, RecordKind
from backend.records.saying import Said, ensure_sound
from backend.records.tables import RECORD_SCOPES, records
from backend.records.versions import TO_ANSWER, TO_DISCUSS, hold, put_version


@dataclass(frozen=True, kw_only=True)
class AmendRecord(Said):
    """The writer puts it in other words, whole, and says why. `follows` is the version they read, if they say so."""

    kind: ClassVar[str] = "amend_record"
    id: Id = field(default_factory=new_id)
    record_id: Id
    follows: int | None = None
    reason: Annotated[Words, Within(1, 1000)]


_AMEND = Prepared(
    update(records)
    .where(ours(records), records.c.id == bindparam("of_id", type_=IdType()))
    .values(
        version=bindparam("new_version"),
        happened_on=bindparam("new_day", type_=Date()),
        shows=bindparam("new_shows"),
        answer=null(),
        answered_at=null(),
        included=false(),
        answer_due_on=bindparam("new_due", type_=Date()),
        evidence_for_id=bindparam("new_evidence", type_=IdType()),
    )
)


def amend_record(tx: Tx, actor: Actor, act: AmendRecord) -> Entry:
    """Amends it.

    Raises `not_found`, `id.reused`, `not_allowed`, `record.amended`, `record.in_future`, `record.text_needed`,
    `record.text_of_another_kind`, `record.unknown_criterion`, `record.wrong_day`.
    """
    actor, row, entry = lock_record(tx, actor, act.record_id, act)
    if entry:
        return entry
    ensure_seen(actor, row)
    if not actor.may(Do.AMEND_RECORD, RECORD_SCOPES, row):
        raise forbidden()
    if act.follows not in (None, row.version):
        raise rules.amended()
    kind, today = RecordKind(row.kind), tx.today(actor.zone)
    ensure_sound(tx, kind, act, today)
    rules.ensure_whole(kind, act.shows, act.texts)
    if row.discussed_on is not None:
        rules.ensure_talked(row.discussed_on, act.happened_on, today)
    vouched = {
        "day": today.isoformat(),
        "version": row.version + 1,
        "record_kind": row.kind,
        "is_discussed": row.discussed_on is not None,
        # A new version is there to be answered from today on.
        "answer_due_on": (today + ANSWER_WITHIN).isoformat() if row.discussed_on else None,
    }
    return log.record(tx, actor, act, about=row.id, subject=row.subject_id, attestation=vouched)


def apply_amended(tx: Tx, entry: Entry) -> None:
    """Writes the new version beside the others; it waits to be answered, or still to be talked about."""
    facts, vouched = entry.content, entry.attestation
    # By the rule as it is, as for a record that is shared: no entry says who reads it.
    is_evidence = rules.reaches_mentors(RecordKind(vouched["record_kind"]), facts["criteria"])
    tx.put(
        _AMEND,
        of_id=entry.about,
        new_version=vouched["version"],
        new_day=date.fromisoformat(facts["happened_on"]),
        new_shows=facts["shows"],
        new_due=day_or_none(vouched["answer_due_on"]),
        new_evidence=entry.subject if is_evidence else None,
    )
    put_version(tx, entry, vouched["version"])
    hold(tx, entry, TO_ANSWER if vouched["is_discussed"] else TO_DISCUSS, date.fromisoformat(vouched["day"]))

"""Noting the day on which a record was talked about: from then on it waits for the person's answer."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Date, bindparam, update

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.records import rules
from backend.records.file import ensure_seen, lock_record
from backend.records.rules import ANSWER_WITHIN
from backend.records.tables import RECORD_SCOPES, records
from backend.records.versions import TO_ANSWER, hold


@dataclass(frozen=True, kw_only=True)
class DiscussRecord:
    """They talked about it on that day. By the writer; by the line manager too, so that nothing is held up."""

    kind: ClassVar[str] = "discuss_record"
    record_id: Id
    discussed_on: date

    @property
    def id(self) -> Id:
        """One day of talking a record."""
        return derived_id(self.record_id, "discussion")


_DISCUSS = Prepared(
    update(records)
    .where(ours(records), records.c.id == bindparam("of_id", type_=IdType()))
    .values(discussed_on=bindparam("day", type_=Date()), answer_due_on=bindparam("due", type_=Date()))
)


def discuss_record(tx: Tx, actor: Actor, act: DiscussRecord) -> Entry:
    """Notes the day.

    Raises `not_found`, `id.reused`, `not_allowed`, `record.already_discussed`, `record.wrong_day`.
    """
    actor, row, entry = lock_record(tx, actor, act.record_id, act)
    if entry:
        return entry
    ensure_seen(actor, row)
    if actor.person == row.subject_id or not actor.may(Do.DISCUSS_RECORD, RECORD_SCOPES, row):
        raise forbidden()
    if row.discussed_on is not None:
        raise rules.already_discussed()
    today = tx.today(actor.zone)
    rules.ensure_talked(act.discussed_on, row.happened_on, today)
    vouched = {"day": today.isoformat(), "answer_due_on": (act.discussed_on + ANSWER_WITHIN).isoformat()}
    return log.record(tx, actor, act, about=row.id, subject=row.subject_id, attestation=vouched)


def apply_discussed(tx: Tx, entry: Entry) -> None:
    """Keeps the day; it waits for the person."""
    day, due = entry.content["discussed_on"], entry.attestation["answer_due_on"]
    tx.put(_DISCUSS, of_id=entry.about, day=date.fromisoformat(day), due=date.fromisoformat(due))
    hold(tx, entry, TO_ANSWER, date.fromisoformat(entry.attestation["day"]))

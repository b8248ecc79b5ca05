"""Answering a record: the person says whether they agree, in their own words, and signs that with their presence.

Not to sign is an answer like the others. Source: domain 3; decisions, States (record); trust, S34.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from sqlalchemy import bindparam, update

from backend.accounts.presence import spend
from backend.kernel import log, waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import Refused, forbidden
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.identifying.kinds import KeptBecause
from backend.records import rules
from backend.records.file import ensure_seen, lock_record
from backend.records.rules import RecordAnswer
from backend.records.tables import RECORD_SCOPES, record_versions, records


@dataclass(frozen=True, kw_only=True)
class AnswerRecord:
    """The person's answer to a version; without one named, to the newest. `comment` is their own account."""

    kind: ClassVar[str] = "answer_record"
    record_id: Id
    version: int | None = None
    answer: RecordAnswer
    comment: Annotated[Words, Within(1, 4000)] | None = None
    kept_because: KeptBecause | None = None

    @property
    def id(self) -> Id:
        """One answer a version."""
        return derived_id(self.record_id, f"answer/{self.version}")


@dataclass(frozen=True, kw_only=True)
class IncludeRecord:
    """The person says whether a record is read in their review."""

    kind: ClassVar[str] = "include_record"
    id: Id = field(default_factory=new_id)
    record_id: Id
    include: bool


_ID = bindparam("of_id", type_=IdType())
_SAID = {"answer": bindparam("said"), "answered_at": bindparam("at", type_=Instant())}
_ANSWER = Prepared(update(records).where(ours(records), records.c.id == _ID).values(**_SAID))
_ANSWER_VERSION = Prepared(
    update(record_versions)
    .where(ours(record_versions), record_versions.c.record_id == _ID)
    .where(record_versions.c.version == bindparam("of_version"))
    .values(comment=bindparam("words"), **_SAID)
)
_INCLUDE = Prepared(update(records).where(ours(records), records.c.id == _ID).values(included=bindparam("is_in")))


def answer_record(tx: Tx, actor: Actor, act: AnswerRecord, presence: str | None) -> Entry:
    """Answers a version.

    Raises `not_found`, `id.reused`, `not_allowed`, `presence.required`, `record.amended`, `record.not_discussed`,
    `record.already_answered`.
    """
    actor, row, entry = lock_record(tx, actor, act.record_id, act)
    if act.version is None:
        entry = _before(tx, actor, act, row)
        act = replace(act, version=row.version)
    if entry:
        return entry
    ensure_seen(actor, row)
    if not actor.may(Do.ANSWER_RECORD, RECORD_SCOPES, row):
        raise forbidden()
    spent = spend(tx, actor, presence)
    _ensure_answerable(row, act)
    vouched = {
        **spent.attested,
        "day": tx.today(actor.zone).isoformat(),
        "covers": row.commitment,
    }
    return log.record(tx, actor, act, about=row.id, subject=row.subject_id, attestation=vouched)


def _before(tx: Tx, actor: Actor, act: AnswerRecord, row: Row) -> Entry | None:
    """What the same words became that named no version: sent again after an amendment they answer nothing unread.

    Raises `id.reused` where the newest version was answered in other words.
    """
    for version in range(1, row.version):
        entry = _of(tx, actor, replace(act, version=version))
        if entry is not None:
            return entry
    newest = replace(act, version=row.version)
    return log.same(actor, newest, tx.first(ENTRY, entry_id=newest.id))


def _of(tx: Tx, actor: Actor, act: AnswerRecord) -> Entry | None:
    try:
        return log.same(actor, act, tx.first(ENTRY, entry_id=act.id))
    except Refused:  # an earlier version was answered in other words: this is another answer
        return None


def _ensure_answerable(row: Row, act: AnswerRecord) -> None:
    if act.version != row.version:
        raise rules.amended()
    if row.discussed_on is None:
        raise rules.not_discussed()
    if row.answer is not None:
        raise rules.already_answered()


def include_record(tx: Tx, actor: Actor, act: IncludeRecord) -> Entry | None:
    """Takes a record into the person's review, or out of it; None when it is so already.

    Raises `not_found`, `id.reused`, `not_allowed`.
    """
    actor, row, entry = lock_record(tx, actor, act.record_id, act)
    if entry:
        return entry
    ensure_seen(actor, row)
    if not actor.may(Do.INCLUDE_RECORD, RECORD_SCOPES, row):
        raise forbidden()
    if bool(row.included) == act.include:
        return None
    return log.record(tx, actor, act, about=row.id, subject=row.subject_id)


def apply_answered(tx: Tx, entry: Entry) -> None:
    """Keeps the answer beside its version; nothing waits any more."""
    said = {"of_id": entry.about, "said": entry.content["answer"], "at": entry.at}
    tx.put(_ANSWER, **said)
    words = (entry.words or {}).get("comment")
    tx.put(_ANSWER_VERSION, **said, of_version=entry.content["version"], words=words)
    waits.close_waits(tx, entry.about)


def apply_included(tx: Tx, entry: Entry) -> None:
    """Keeps the person's yes or no."""
    tx.put(_INCLUDE, of_id=entry.about, is_in=entry.content["include"])

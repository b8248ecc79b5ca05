"""Drafts of records: begun, changed, thrown away. Their writer's alone, and for fourteen days.

A draft is plain and changes in place; nothing of it stands in the log before it is shared.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

import orjson
from sqlalchemy import Date, and_, bindparam, delete, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.drivers import Clash
from backend.kernel.errors import forbidden, id_reused, missing, stale
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.removals import ensure_removed, note_removal
from backend.kernel.shapes import OwnId, Within, load
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.files import lock_file
from backend.people.tables import PERSON_SCOPES, people
from backend.records import rules
from backend.records.rules import DRAFT_LASTS, RecordKind
from backend.records.saying import Said, StepSaid, ensure_sound
from backend.records.tables import RECORD_SCOPES, record_drafts, records

Steps = Annotated[list[StepSaid], Within(0, 10)]


@dataclass(frozen=True, kw_only=True)
class RewriteRecord(Said):
    """A draft as it is to be from now on, whole."""

    next_steps: Steps = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class WriteRecord(RewriteRecord):
    """A record about somebody, begun. Nobody but its writer sees it until it is shared.

    `note_id` names a note of the writer's that it is written up from.
    """

    id: OwnId = field(default_factory=new_id)
    subject_id: Id
    kind: RecordKind
    note_id: Id | None = None


_ID = bindparam("of_id", type_=IdType())
_SAID = ("happened_on", "shows", "said", "criteria", "steps")
_INSERT = put(record_drafts, *(c.name for c in record_drafts.c if c.name != "org"))
DRAFT = Prepared(
    select(record_drafts, people.c.name, people.c.site_id, people.c.area_id, people.c.left_at)
    .join(people, and_(people.c.org == record_drafts.c.org, people.c.id == record_drafts.c.subject_id))
    .where(ours(record_drafts), record_drafts.c.id == _ID)
)
"""A draft with its subject's name and place, by `of_id`; whose it is, is for the reader to ask."""
_SHARED = Prepared(select(records).where(ours(records), records.c.id == _ID))
_PERSON = Prepared(
    select(people).where(
        ours(people), people.c.id == bindparam("of_person", type_=IdType()), people.c.left_at.is_(None)
    )
)
_REWRITE = Prepared(
    update(record_drafts)
    .where(ours(record_drafts), record_drafts.c.id == _ID)
    .values(
        **{name: bindparam(f"new_{name}", type_=record_drafts.c[name].type) for name in _SAID},
        revision=record_drafts.c.revision + 1,
    )
)
DROP = Prepared(delete(record_drafts).where(ours(record_drafts), record_drafts.c.id == _ID))
_DROP_LAPSED = Prepared(
    delete(record_drafts).where(
        ours(record_drafts),
        record_drafts.c.writer_id == bindparam("actor", type_=IdType()),
        record_drafts.c.lapses_on <= bindparam("today", type_=Date()),
    )
)


def write_record(tx: Tx, actor: Actor, act: WriteRecord) -> tuple[Id, bool]:
    """Begins a record. Answers its id, and whether it is new (False: the answer was lost before).

    Raises `not_found`, `id.reused`, `not_allowed`, `record.about_oneself`, `record.in_future`,
    `record.text_of_another_kind`, `record.unknown_criterion`.
    """
    given = {"of_id": act.id}
    actor, (found, drafts, shared) = lock_file(
        tx, actor, act.subject_id, (_PERSON, {"of_person": act.subject_id}), (DRAFT, given), (_SHARED, given)
    )
    if not found:
        raise missing()
    if drafts or shared:
        _ensure_same(actor, act, *drafts, *shared)
        return act.id, False
    ensure_may_write(actor, found[0])
    today = tx.today(actor.zone)
    ensure_sound(tx, act.kind, act, today)
    tx.put(_DROP_LAPSED, actor=actor.person, today=today)
    _insert(tx, actor, act, today)
    return act.id, True


def _insert(tx: Tx, actor: Actor, act: WriteRecord, today: date) -> None:
    try:
        tx.put(
            _INSERT,
            id=act.id,
            writer_id=actor.person,
            subject_id=act.subject_id,
            kind=act.kind.value,
            note_id=act.note_id,
            written_at=tx.now,
            written_on=today,
            lapses_on=today + DRAFT_LASTS,
            revision=1,
            **_columns(act),
        )
        tx.flush()
    except Clash as clash:  # the same id, about somebody else, at the same moment
        raise id_reused() from clash


def ensure_may_write(actor: Actor, person: Any) -> None:
    """Raises `not_found`, `record.about_oneself`, `not_allowed` unless the actor writes records about that person."""
    if not actor.may(Do.SEE_PERSON, PERSON_SCOPES, person):
        raise missing()
    if person.id == actor.person:
        raise rules.about_oneself()
    if not actor.may(Do.WRITE_RECORD, PERSON_SCOPES, person):
        raise forbidden()


def _ensure_same(actor: Actor, act: WriteRecord, row: Row) -> None:
    """Raises `id.reused` unless that row became of this very act. What was shared since may have been changed first."""
    kept, said = (row.writer_id, row.subject_id, row.kind), (actor.person, act.subject_id, act.kind)
    if kept != said or (hasattr(row, "steps") and any(getattr(row, k) != v for k, v in _columns(act).items())):
        raise id_reused()


def rewrite_record(tx: Tx, actor: Actor, id_: Id, revision: int, act: RewriteRecord) -> None:
    """Puts other words in the place of revision `revision`.

    Raises `not_found`, `not_allowed`, `record.already_shared`, `request.stale` and what `write_record` raises of them.
    """
    actor, row = lock_draft(tx, actor, id_)
    if all(getattr(row, name) == value for name, value in _columns(act).items()):  # the answer was lost before
        return
    if row.revision != revision:
        raise stale()
    ensure_sound(tx, RecordKind(row.kind), act, tx.today(actor.zone))
    tx.put(_REWRITE, of_id=id_, **{f"new_{name}": value for name, value in _columns(act).items()})


def discard_record(tx: Tx, actor: Actor, id_: Id) -> None:
    """Throws a draft away; one they have thrown away before stays so.

    Raises `not_found`, `not_allowed`, `record.already_shared`.
    """
    if tx.first(DRAFT, of_id=id_) is None and tx.first(_SHARED, of_id=id_) is None:
        return ensure_removed(tx, actor, id_)
    lock_draft(tx, actor, id_)
    tx.put(DROP, of_id=id_)
    note_removal(tx, actor, id_)


def lock_draft(tx: Tx, actor: Actor, id_: Id) -> tuple[Actor, Row]:
    """Locks its subject's file and reads one's own draft.

    Raises `not_found`; of what is shared meanwhile `record.already_shared` to its writer, `not_allowed` to its readers.
    """
    row = own_draft(tx, actor, id_)
    if row is not None:
        actor, (rows,) = lock_file(tx, actor, row.subject_id, (DRAFT, {"of_id": id_}))
        if rows:
            return actor, rows[0]
    raise gone(tx, actor, id_)


def gone(tx: Tx, actor: Actor, id_: Id) -> Exception:
    """Why there is no such draft of one's own."""
    shared = tx.first(_SHARED, of_id=id_)
    if shared is None or not actor.may(Do.SEE_RECORD, RECORD_SCOPES, shared):
        return missing()
    return rules.already_shared() if shared.writer_id == actor.person else forbidden()


def own_draft(tx: Tx, actor: Actor, id_: Id) -> Row | None:
    """One of the actor's own drafts, while it lasts."""
    row = tx.first(DRAFT, of_id=id_)
    is_own = row is not None and row.writer_id == actor.person and row.lapses_on > tx.today(actor.zone)
    return row if is_own else None


def said_in(row: Row) -> RewriteRecord:
    """What a draft says."""
    given = {"happened_on": row.happened_on.isoformat(), "shows": row.shows or None, **orjson.loads(row.said)}
    lists = {"criteria": orjson.loads(row.criteria), "next_steps": orjson.loads(row.steps)}
    return load(RewriteRecord, given | lists)


def _columns(act: RewriteRecord) -> dict[str, Any]:
    """What was said, as a draft's row keeps it."""
    return {
        "happened_on": act.happened_on,
        "shows": act.shows.value if act.shows else "",
        "said": orjson.dumps(act.words).decode(),
        "criteria": orjson.dumps(act.criteria).decode(),
        "steps": orjson.dumps(act.next_steps).decode(),
    }

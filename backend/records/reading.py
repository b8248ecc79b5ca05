"""Reading one record: a draft by its writer alone, a shared one by its circle."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from backend.frameworks.reading import titles_of
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.names import Named
from backend.people.rules import Post
from backend.records.drafts import own_draft, said_in
from backend.records.file import RECORD
from backend.records.rules import FIELDS, RecordState, state_of
from backend.records.shown import DraftStep, Record, RecordAnswered, RecordCriterion, Version, Writer
from backend.records.steps import OF_RECORD, NextStep, StepFilter, list_steps, step_of
from backend.records.tables import RECORD_SCOPES, record_criteria, record_versions

_ID = bindparam("of_id", type_=IdType())
_VERSIONS = Prepared(
    select(record_versions)
    .where(ours(record_versions), record_versions.c.record_id == _ID)
    .order_by(record_versions.c.version)
)
_CRITERIA = Prepared(
    select(record_criteria)
    .where(ours(record_criteria), record_criteria.c.record_id == _ID)
    .order_by(record_criteria.c.version, record_criteria.c.key)
)
MOST_OPEN = 25
"""So many steps of before come back with a record; the rest are in the list of steps."""


def show_record(tx: Tx, actor: Actor, id_: Id) -> Record:
    """One record, or one's own draft. Raises `not_found`."""
    row = tx.first(RECORD, of_id=id_)
    if row is None:
        return _draft(tx, actor, id_)
    if not actor.may(Do.SEE_RECORD, RECORD_SCOPES, row):
        raise missing()
    given = {"of_id": id_}
    versions, criteria, steps = tx.batch((_VERSIONS, given), (_CRITERIA, given), (OF_RECORD, given))
    titles = titles_of(tx) if criteria else {}
    shown = [version_of(one, [c.key for c in criteria if c.version == one.version], titles) for one in versions]
    before = open_steps(tx, actor, row.subject_id)
    return record_of(actor, row, shown, [step_of(actor, step) for step in steps], before)


def record_of(
    actor: Actor, row: Row, versions: list[Version], steps: list[NextStep], before: Sequence[NextStep]
) -> Record:
    """A shared record from its row, its versions and its steps, with those still open about its subject."""
    latest = versions[-1]
    return Record(
        id=row.id,
        kind=row.kind,
        state=state_of(row.discussed_on, row.answer),
        subject=Named(row.subject_id, row.subject_name),
        writer=writer_of(row),
        happened_on=latest.happened_on,
        written_on=row.written_on,
        shared_at=row.shared_at,
        discussed_on=row.discussed_on,
        answer_due_on=row.answer_due_on,
        shows=latest.shows,
        **{name: getattr(latest, name) for name in (*FIELDS, "kept_because")},
        criteria=latest.criteria,
        next_steps=steps,
        draft_steps=[],
        open_steps=[step for step in before if step.record_id != row.id],
        version=row.version,
        versions=versions,
        answer=latest.answer,
        included=bool(row.included),
        note_id=None,
        lapses_on=None,
        rev=row.version,
        may=_may(actor, row),
    )


def _may(actor: Actor, row: Row) -> dict[str, bool]:
    """What the actor may do about a shared record now."""

    def may(do: Do) -> bool:
        return actor.may(do, RECORD_SCOPES, row)

    is_about_them = actor.person == row.subject_id
    return {
        "edit": False,
        "share": False,
        "discuss": row.discussed_on is None and not is_about_them and may(Do.DISCUSS_RECORD),
        "answer": row.discussed_on is not None and row.answer is None and may(Do.ANSWER_RECORD),
        "amend": may(Do.AMEND_RECORD),
        "include": may(Do.INCLUDE_RECORD),
    }


def version_of(row: Row, keys: list[str], titles: dict[str, str]) -> Version:
    """A version from its row, with the criteria it names."""
    said = orjson.loads(row.said)
    answer = None if row.answer is None else RecordAnswered(row.answer, row.comment, row.answered_at)
    return Version(
        version=row.version,
        written_at=row.written_at,
        reason=row.reason,
        happened_on=row.happened_on,
        shows=row.shows,
        **texts_of(said),
        criteria=_named(keys, titles),
        digest=row.commitment,
        answer=answer,
    )


def texts_of(said: dict[str, str]) -> dict[str, Any]:
    """The texts by name; an account that was erased is empty."""
    return {name: said.get(name) for name in (*FIELDS, "kept_because")} | {"account": said.get("account", "")}


def _named(keys: Sequence[str], titles: dict[str, str]) -> list[RecordCriterion]:
    return [RecordCriterion(key, titles.get(key, key)) for key in keys]


def _draft(tx: Tx, actor: Actor, id_: Id) -> Record:
    row = own_draft(tx, actor, id_)
    if row is None:
        raise missing()
    said = said_in(row)
    return Record(
        id=row.id,
        kind=row.kind,
        state=RecordState.DRAFT,
        subject=Named(row.subject_id, row.name),
        writer=Writer(actor.person, actor.name, Post(actor.post)),
        happened_on=said.happened_on,
        written_on=row.written_on,
        shared_at=None,
        discussed_on=None,
        answer_due_on=None,
        shows=said.shows,
        **texts_of(said.words),
        criteria=_named(said.criteria, titles_of(tx) if said.criteria else {}),
        next_steps=[],
        draft_steps=[DraftStep(step.text, step.owner_id, step.due_on) for step in said.next_steps],
        open_steps=open_steps(tx, actor, row.subject_id),
        version=0,
        versions=[],
        answer=None,
        included=False,
        note_id=row.note_id,
        lapses_on=row.lapses_on,
        rev=row.revision,
        may=dict.fromkeys(("edit", "share"), True) | dict.fromkeys(("discuss", "answer", "amend", "include"), False),
    )


def open_steps(tx: Tx, actor: Actor, subject: Id) -> list[NextStep]:
    """What was agreed on with somebody before, within the actor's reach, and is neither done nor dropped."""
    return list_steps(tx, actor, StepFilter(subject_id=subject, limit=MOST_OPEN)).items


def writer_of(row: Row) -> Writer:
    """Whoever wrote it, as they were then."""
    return Writer(row.writer_id, row.writer_name, row.writer_post)

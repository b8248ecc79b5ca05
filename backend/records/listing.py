"""Lists of records: within reach, those made last on top; one's own drafts apart."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import Fault, invalid
from backend.kernel.ids import Id, is_id
from backend.kernel.pages import Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.reach import Reach
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, within
from backend.people.names import Named
from backend.people.rules import Post
from backend.people.tables import people
from backend.records.reading import writer_of
from backend.records.rules import RecordKind, RecordState, state_of
from backend.records.shown import RecordListed, Writer
from backend.records.tables import RECORD_SCOPES, record_criteria, record_drafts, records

LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff"
_PEOPLE = ("subject_id", "writer_id")


@dataclass(frozen=True, kw_only=True)
class RecordFilter(Paging):
    """Which records are wanted: about one person, by one writer (`me` for oneself), of one kind, in one state, or
    naming one criterion. `state=draft` are one's own drafts; without a state they are left out.
    """

    subject_id: str | None = None
    writer_id: str | None = None
    kind: RecordKind | None = None
    state: RecordState | None = None
    criterion: str | None = None

    def __post_init__(self) -> None:
        """Raises `request.invalid` when a person is named by something that is neither an id nor `me`."""
        said = {name: getattr(self, name) for name in _PEOPLE}
        wrong = [name for name, who in said.items() if who not in (None, "me") and not is_id(str(who).lower())]
        if wrong:
            faults = [Fault(f"/{name}", "Name a person by their id, or say me.", "invalid") for name in wrong]
            raise invalid(faults=faults, fields=", ".join(wrong))

    def person(self, name: str, actor: Actor) -> Id | None:
        """The id of the person named so."""
        who = getattr(self, name)
        return actor.person if who == "me" else Id(who.lower()) if who else None


_LISTED = (
    select(records, people.c.name.label("subject_name"))
    .join(people, and_(people.c.org == records.c.org, people.c.id == records.c.subject_id))
    .where(ours(records))
)
_after = bindparam("after", type_=IdType())
_NAMED = exists(
    select(record_criteria.c.key)
    .where(ours(record_criteria), record_criteria.c.record_id == records.c.id)
    .where(record_criteria.c.version == records.c.version, record_criteria.c.key == bindparam("criterion"))
    .correlate(records)
)
_STATES: dict[RecordState, list[ColumnElement[bool]]] = {
    RecordState.SHARED: [records.c.discussed_on.is_(None), records.c.answer.is_(None)],
    RecordState.DISCUSSED: [records.c.discussed_on.is_not(None), records.c.answer.is_(None)],
    RecordState.ANSWERED: [records.c.answer.is_not(None)],
}


def _wanted(of_kind: bool, state: RecordState | None, by_criterion: bool) -> list[ColumnElement[bool]]:
    only = [records.c.kind == bindparam("kind")] if of_kind else []
    return [*only, *(_STATES[state] if state else []), *([_NAMED] if by_criterion else [])]


@cache
def _reach(of_kind: bool, state: RecordState | None, by_criterion: bool) -> Reach:
    only = _wanted(of_kind, state, by_criterion)
    return Reach(_LISTED, Do.SEE_RECORD, records, RECORD_SCOPES, *only, latest_first=True)


@cache
def _few(by: tuple[bool, ...], of_kind: bool, state: RecordState | None, by_criterion: bool) -> Prepared:
    """The records of somebody, who has few: each is asked whether it is within reach."""
    of = [records.c[name] == bindparam(f"of_{name}", type_=IdType()) for name, is_asked in zip(_PEOPLE, by, strict=True)
          if is_asked]  # fmt: skip
    only = _wanted(of_kind, state, by_criterion)
    wanted = _LISTED.where(*of, *only, within(Do.SEE_RECORD, records, RECORD_SCOPES), records.c.id < _after)
    return Prepared(wanted.order_by(records.c.id.desc()).limit(bindparam("limit")))


@cache
def _drafts(of_subject: bool, of_kind: bool) -> Prepared:
    wanted = (
        select(record_drafts, people.c.name.label("subject_name"))
        .join(people, and_(people.c.org == record_drafts.c.org, people.c.id == record_drafts.c.subject_id))
        .where(ours(record_drafts), record_drafts.c.writer_id == bindparam("actor", type_=IdType()))
        .where(record_drafts.c.lapses_on > bindparam("today", type_=Date()), record_drafts.c.id < _after)
    )
    if of_subject:
        wanted = wanted.where(record_drafts.c.subject_id == bindparam("of_subject_id", type_=IdType()))
    if of_kind:
        wanted = wanted.where(record_drafts.c.kind == bindparam("kind"))
    return Prepared(wanted.order_by(record_drafts.c.id.desc()).limit(bindparam("limit")))


def list_records(tx: Tx, actor: Actor, wanted: RecordFilter) -> Page[RecordListed]:
    """The records within reach, those made last on top. Raises `request.invalid` for a cursor that is not ours."""
    (after,) = wanted.keys(LAST)
    people_ = {f"of_{name}": wanted.person(name, actor) for name in _PEOPLE}
    kind = wanted.kind.value if wanted.kind else None
    given: dict[str, Any] = {**people_, "kind": kind, "criterion": wanted.criterion}
    if wanted.state is RecordState.DRAFT:
        found = [_drafted(actor, row) for row in _own_drafts(tx, actor, wanted, after, given)]
    else:
        found = [_listed(row) for row in _rows(tx, actor, wanted, after, given)]
    return cut(found, wanted.limit, lambda one: [one.id])


def _rows(tx: Tx, actor: Actor, wanted: RecordFilter, after: str, given: dict[str, Any]) -> list[Row]:
    of = (wanted.kind is not None, wanted.state, wanted.criterion is not None)
    by = tuple(given[f"of_{name}"] is not None for name in _PEOPLE)
    if any(by):
        given = {**given, "actor": actor.person, "after": after, "limit": wanted.limit + 1}
        return tx.rows(_few(by, *of), **given)
    return _reach(*of).page(tx, actor, after, wanted.limit + 1, **given)


def _own_drafts(tx: Tx, actor: Actor, wanted: RecordFilter, after: str, given: dict[str, Any]) -> list[Row]:
    if given["of_writer_id"] not in (None, actor.person) or wanted.criterion is not None:
        return []
    of = (wanted.subject_id is not None, wanted.kind is not None)
    own = {"actor": actor.person, "today": tx.today(actor.zone), "after": after, "limit": wanted.limit + 1}
    return tx.rows(_drafts(*of), **given | own)


def _listed(row: Row) -> RecordListed:
    return RecordListed(
        row.id, row.kind, state_of(row.discussed_on, row.answer), Named(row.subject_id, row.subject_name),
        writer_of(row), row.happened_on, row.written_on, row.discussed_on, row.answer, row.answer_due_on, row.shows,
        bool(row.included), None,
    )  # fmt: skip


def _drafted(actor: Actor, row: Row) -> RecordListed:
    happened_on: date = row.happened_on
    return RecordListed(
        row.id, row.kind, RecordState.DRAFT, Named(row.subject_id, row.subject_name),
        Writer(actor.person, actor.name, Post(actor.post)), happened_on, row.written_on, None, None, None,
        row.shows or None, False, row.lapses_on,
    )  # fmt: skip

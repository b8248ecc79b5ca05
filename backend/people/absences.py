"""When people are away. Only the days: no reason is ever asked for or kept.

An absence is true on its days by itself; no job opens or ends it. Source: domain 8; decisions, States (plan).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from sqlalchemy import and_, bindparam, or_, select, update

from backend.kernel import log
from backend.kernel.clock import day_or_none
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import busy, forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import FIRST, Page, Paging, cut, day_key
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, scopes_of
from backend.people import rules
from backend.people.files import lock_file
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, absences, people


@dataclass(frozen=True, kw_only=True)
class RecordAbsence:
    """Somebody is away from `from_on`, and back on `until_on` where that is known."""

    kind: ClassVar[str] = "record_absence"
    id: Id = field(default_factory=new_id)
    person_id: Id
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class EndAbsence:
    """They are back on `until_on`: at last, earlier or later than was said. On the first day: they were never away."""

    kind: ClassVar[str] = "end_absence"
    id: Id = field(default_factory=new_id)
    absence_id: Id
    until_on: date


@dataclass
class Absence:
    """Somebody's absence: the first day away, and the day they are back (None while that is not known)."""

    id: Id
    person: Named
    from_on: date
    until_on: date | None


_ID = bindparam("of_id", type_=IdType())
_OF = bindparam("of_person", type_=IdType())
_PERSON = Prepared(select(people).where(ours(people), people.c.id == _OF))
_named = select(absences, people.c.name).join(
    people, and_(people.c.org == absences.c.org, people.c.id == absences.c.person_id)
)
_ONE = Prepared(_named.where(ours(absences), absences.c.id == _ID))
_from_on = bindparam("before", type_=absences.c.from_on.type)
_after = bindparam("after", type_=IdType())
_LIST = Prepared(
    _named.where(ours(absences), absences.c.person_id == _OF)
    .where(or_(absences.c.from_on < _from_on, and_(absences.c.from_on == _from_on, absences.c.id > _after)))
    .order_by(absences.c.from_on.desc(), absences.c.id)
    .limit(bindparam("limit"))
)
_ADD = put(absences, "id", "person_id", "from_on", "until_on", "changes")
_END = Prepared(
    update(absences)
    .where(ours(absences), absences.c.id == _ID)
    .values(until_on=bindparam("new_until", type_=absences.c.until_on.type), changes=absences.c.changes + 1)
)
_LATEST = date(9999, 12, 31)


def record_absence(tx: Tx, actor: Actor, act: RecordAbsence) -> Entry:
    """Notes that somebody is, was or will be away.

    Raises `not_found`, `id.reused`, `not_allowed`, `absence.own`, `people.has_left`, `absence.wrong_dates`.
    """
    mentees = scopes_of(tx, act.person_id, Tie.MENTOR)
    actor, (found,) = lock_file(tx, actor, act.person_id, (_PERSON, {"of_person": act.person_id}), others=mentees)
    if not found:
        raise missing()
    if entry := log.known(tx, actor, act):
        return entry
    _ensure_may(actor, found[0])
    _ensure_locked(tx, act.person_id, mentees)
    if found[0].left_at is not None:
        raise rules.has_left()
    if act.until_on is not None and act.until_on <= act.from_on:
        raise rules.absence_wrong_dates()
    return log.record(tx, actor, act, about=act.id, subject=act.person_id)


def end_absence(tx: Tx, actor: Actor, act: EndAbsence) -> Entry:
    """Notes the day somebody is back. Said again, the latest word holds.

    Raises `not_found`, `id.reused`, `not_allowed`, `absence.own`, `absence.wrong_dates`.
    """
    one = tx.first(_ONE, of_id=act.absence_id)
    if one is None:
        raise missing()
    mentees = scopes_of(tx, one.person_id, Tie.MENTOR)
    actor, (found,) = lock_file(tx, actor, one.person_id, (_PERSON, {"of_person": one.person_id}), others=mentees)
    if entry := log.known(tx, actor, act):
        return entry
    _ensure_may(actor, found[0])
    _ensure_locked(tx, one.person_id, mentees)
    if act.until_on < one.from_on:
        raise rules.absence_wrong_dates()
    return log.record(
        tx, actor, act, about=act.absence_id, subject=one.person_id, attestation={"person_id": one.person_id}
    )


def _ensure_locked(tx: Tx, person: Id, mentees: list[Id]) -> None:
    """Raises `busy` when they came to mentor somebody while the locks were waited for: that file is open, and the board
    says of whom every mentor is away.
    """
    if not set(scopes_of(tx, person, Tie.MENTOR)) <= set(mentees):
        raise busy()


def _ensure_may(actor: Actor, person: Row) -> None:
    if not actor.may(Do.SEE_PERSON, PERSON_SCOPES, person):
        raise missing()
    if not actor.may(Do.RECORD_ABSENCE, PERSON_SCOPES, person):
        raise forbidden()
    if person.id == actor.person:
        raise rules.own_absence()


def show_absence(tx: Tx, actor: Actor, id_: Id) -> Absence:
    """One absence, for whoever may note them and for the person themselves. Raises `not_found`, `not_allowed`."""
    one = tx.first(_ONE, of_id=id_)
    if one is None:
        raise missing()
    absence_person(tx, actor, one.person_id)
    return _shown(one)


def list_absences(tx: Tx, actor: Actor, person_id: Id, paging: Paging) -> Page[Absence]:
    """Somebody's absences, the latest first. Raises `not_found`, `not_allowed`."""
    absence_person(tx, actor, person_id)
    before, after = paging.keys(_LATEST.isoformat(), FIRST)
    rows = tx.rows(_LIST, of_person=person_id, before=day_key(before), after=after, limit=paging.limit + 1)
    return cut([_shown(row) for row in rows], paging.limit, lambda one: [one.from_on.isoformat(), one.id])


def absence_person(tx: Tx, actor: Actor, person_id: Id) -> Row:
    """The row of a person whose absences the actor may look at: their own, or those they may note.

    Raises `not_found`, `not_allowed`.
    """
    person = tx.first(_PERSON, of_person=person_id)
    if person is None or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, person):
        raise missing()
    if person_id != actor.person and not actor.may(Do.RECORD_ABSENCE, PERSON_SCOPES, person):
        raise forbidden()
    return person


def may_record(actor: Actor, person: Row) -> bool:
    """Whether the actor may note when that person is away."""
    is_other = person.id != actor.person
    return is_other and person.left_at is None and actor.may(Do.RECORD_ABSENCE, PERSON_SCOPES, person)


def _shown(row: Row) -> Absence:
    return Absence(row.id, Named(row.person_id, row.name), row.from_on, row.until_on)


def apply_recorded(tx: Tx, entry: Entry) -> None:
    """Writes the absence."""
    facts = entry.content
    tx.put(
        _ADD,
        id=entry.id,
        person_id=facts["person_id"],
        from_on=date.fromisoformat(facts["from_on"]),
        until_on=day_or_none(facts["until_on"]),
        changes=1,
    )


def apply_ended(tx: Tx, entry: Entry) -> None:
    """Moves the end of the absence."""
    facts = entry.content
    tx.put(_END, of_id=facts["absence_id"], new_until=date.fromisoformat(facts["until_on"]))

"""Who works where as what: joining, moving, leaving and coming back."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

from sqlalchemy import and_, bindparam, or_, select

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry, entries
from backend.kernel.errors import busy
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, inserting
from backend.kernel.shapes import OneLine, Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Tie, scopes_of, tie, ties, untie, untie_all
from backend.kernel.waits import waits
from backend.people import rules
from backend.people.details import KEY_IF_FREE, ensure_free
from backend.people.folding import key_of
from backend.people.line_managers import leave_behind
from backend.people.managing import PERSON, ensure_manages, managed, setting
from backend.people.name_index import file_as_left, file_under, put_names
from backend.people.places import PLACE, place_of, placed, ties_of
from backend.people.rules import Post
from backend.people.tables import people


@dataclass(frozen=True, kw_only=True)
class AddPerson:
    """Somebody joins, with their first appointment. Source: domain, Who uses it (volunteers, relief staff)."""

    kind: ClassVar[str] = "add_person"
    id: Id = field(default_factory=new_id)
    name: Annotated[Words, Within(1, 120), OneLine()]
    post: Post
    starts_on: date
    site_id: Id | None = None
    area_id: Id | None = None
    staff_number: Annotated[str, Within(1, 40)] | None = None
    email: Annotated[Words, Within(3, 200)] | None = None


@dataclass(frozen=True, kw_only=True)
class Appoint:
    """Somebody moves to another post or site; the earlier appointment ends."""

    kind: ClassVar[str] = "appoint"
    id: Id = field(default_factory=new_id)
    person_id: Id
    post: Post
    starts_on: date
    site_id: Id | None = None
    area_id: Id | None = None


@dataclass(frozen=True, kw_only=True)
class RecordLeaving:
    """Somebody leaves: from this minute nothing is open to them."""

    kind: ClassVar[str] = "record_leaving"
    id: Id = field(default_factory=new_id)
    person_id: Id


@dataclass(frozen=True, kw_only=True)
class RecordReturn:
    """Somebody who left comes back: the same person, with a new appointment and none of the old ties (trust, S15)."""

    kind: ClassVar[str] = "record_return"
    id: Id = field(default_factory=new_id)
    person_id: Id
    post: Post
    starts_on: date
    site_id: Id | None = None
    area_id: Id | None = None


_ADD = Prepared(
    inserting(people, "id", "name", "name_key", "staff_number", "email", *PLACE).values(staff_key=KEY_IF_FREE)
)
_MOVE = setting(*PLACE)
_LEAVE = setting("left_at", "unmanaged_since")
_RETURN = setting("left_at", *PLACE)
# Whoever is asked to be a mentor stands to the agreement alone; its entry says whose it is.
_ASKED_BY = Prepared(
    select(entries.c.subject)
    .join(ties, and_(ties.c.org == entries.c.org, ties.c.scope_id == entries.c.id))
    .where(ours(entries), ties.c.person_id == bindparam("of_person", type_=IdType()), ties.c.ends_at.is_(None))
    .where(ties.c.tie == Tie.INVITED.value, entries.c.subject.is_not(None))
    .order_by(entries.c.subject)
)


_PERSON = bindparam("of_person", type_=IdType())
_WAITS = Prepared(
    select(entries.c.subject)
    .join(waits, and_(waits.c.org == entries.c.org, waits.c.matter_id == entries.c.id))
    .where(ours(entries), entries.c.subject.is_not(None))
    .where(or_(entries.c.actor == _PERSON, waits.c.holder_id == _PERSON))
    .distinct()
    .order_by(entries.c.subject)
)
"""Whom it is about what somebody began, or has to answer, and what waits still: a request, a review."""


def add_person(tx: Tx, actor: Actor, act: AddPerson) -> Entry:
    """Adds a person.

    Raises `not_allowed`, `people.staff_number_taken`, `people.site_needed`, `people.area_needed`,
    `people.unknown_site`, `people.unknown_area`.
    """
    ensure_manages(actor)
    if entry := log.known(tx, actor, act):
        return entry
    ensure_free(tx, act.staff_number)
    return log.record(tx, actor, act, about=act.id, subject=act.id, attestation=place_of(tx, act))


def appoint(tx: Tx, actor: Actor, act: Appoint) -> Entry:
    """Moves a person.

    Raises `not_found`, `not_allowed`, `people.own_appointment`, `people.has_left` and what `add_person` raises.
    """
    return managed(tx, actor, act, rules.own_appointment, lambda _person: place_of(tx, act))


def record_leaving(tx: Tx, actor: Actor, act: RecordLeaving) -> Entry:
    """Ends a person's ties at this moment.

    Raises `not_found`, `not_allowed`, `people.own_appointment`, `people.has_left`.
    The files of those they mentor, were asked to mentor or manage are locked too, and of those about whom something
    waits that they began or have to answer: what waited there passes on.
    """
    others = _affected(tx, act.person_id)
    return managed(tx, actor, act, rules.own_appointment, lambda _person: _none_since(tx, act, others), others=others)


def _affected(tx: Tx, person: Id) -> set[Id]:
    asked, waiting = tx.batch((_ASKED_BY, {"of_person": person}), (_WAITS, {"of_person": person}))
    others = {row.subject for row in (*asked, *waiting)} - {person}
    return {*scopes_of(tx, person, Tie.MENTOR), *scopes_of(tx, person, Tie.LINE), *others}


def _none_since(tx: Tx, act: RecordLeaving, locked: set[Id]) -> dict[str, Any]:
    """Raises `busy` when they came to mentor or manage somebody while the locks were waited for: that file is open."""
    if _affected(tx, act.person_id) - locked:
        raise busy()
    return {}


def record_return(tx: Tx, actor: Actor, act: RecordReturn) -> Entry:
    """Lets somebody who left come back, with a new appointment. Nobody mentors them or is led by them any more, and no
    session of before goes on.

    Raises `not_found`, `not_allowed`, `people.has_not_left` and what `add_person` raises about the place.
    """
    return managed(tx, actor, act, rules.own_appointment, lambda _person: place_of(tx, act), gone=True)


def apply_added(tx: Tx, entry: Entry) -> None:
    """Writes the person's row and ties."""
    words = entry.words or {}
    name, number = words.get("name", ""), entry.content["staff_number"]
    given = {"name": name, "name_key": key_of(name), "staff_number": number, "email": words.get("email")}
    key = {"new_key": rules.staff_key(number), "but": entry.id}
    tx.put(_ADD, id=entry.id, **given, **key, **placed(entry))
    put_names(tx, entry.id, name, placed(entry))
    _tie_in(tx, entry, entry.id)


def apply_appointed(tx: Tx, entry: Entry) -> None:
    """Moves the person's row, and their ties from the old place to the new."""
    person = entry.content["person_id"]
    before = tx.one(PERSON, of_person=person)
    for kind, scope in ties_of(tx, before._asdict()):
        untie(tx, person, kind, scope, entry.at)
    tx.put(_MOVE, of_person=person, **placed(entry))
    file_under(tx, person, placed(entry))
    for kind, scope in ties_of(tx, placed(entry)):
        tie(tx, entry.id, person, kind, scope, entry.at)


def apply_left(tx: Tx, entry: Entry) -> None:
    """Marks the person as gone and ends every tie; whom they managed is without a line manager."""
    person = entry.content["person_id"]
    leave_behind(tx, person, entry)
    tx.put(_LEAVE, of_person=person, left_at=entry.at, unmanaged_since=None)
    file_as_left(tx, person)
    untie_all(tx, person, entry.at)


def apply_returned(tx: Tx, entry: Entry) -> None:
    """Puts the person's row at the new place, with the ties of that and no other."""
    person = entry.content["person_id"]
    tx.put(_RETURN, of_person=person, left_at=None, **placed(entry))
    file_under(tx, person, placed(entry))
    _tie_in(tx, entry, person)


def _tie_in(tx: Tx, entry: Entry, person: Id) -> None:
    tie(tx, entry.id, person, Tie.SELF, person, entry.at)
    tie(tx, entry.id, person, Tie.MEMBER, tx.tenant, entry.at)
    for kind, scope in ties_of(tx, placed(entry)):
        tie(tx, entry.id, person, kind, scope, entry.at)

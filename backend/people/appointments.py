"""Who works where as what: joining, moving, line managers, identity checks and leaving."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

from sqlalchemy import bindparam, select, update

from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import Refusal, busy, forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, scopes_of, tie, ties, untie, untie_all
from backend.people import rules
from backend.people.files import lock_file
from backend.people.finding import file_as_left, file_under, put_names
from backend.people.organisation import ensure_area
from backend.people.rules import AREA_POSTS, ORGANISATION_POSTS, SITE_POSTS, IdentityMethod, Post
from backend.people.tables import PERSON_SCOPES, people, sites


@dataclass(frozen=True, kw_only=True)
class AddPerson:
    """Somebody joins, with their first appointment. Source: domain, Who uses it (volunteers, relief staff)."""

    kind: ClassVar[str] = "add_person"
    id: Id = field(default_factory=new_id)
    name: Annotated[Words, Within(1, 120)]
    post: Post
    starts_on: date
    site_id: Id | None = None
    area_id: Id | None = None
    staff_number: Annotated[str, Within(1, 40)] | None = None


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
class NameLineManager:
    """From now on that person manages this one."""

    kind: ClassVar[str] = "name_line_manager"
    id: Id = field(default_factory=new_id)
    person_id: Id
    manager_id: Id


@dataclass(frozen=True, kw_only=True)
class RecordIdentityCheck:
    """Who made sure, and how, that a person is who they say; needed before their first signature (trust, S16)."""

    kind: ClassVar[str] = "record_identity_check"
    id: Id = field(default_factory=new_id)
    person_id: Id
    method: IdentityMethod
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class RecordLeaving:
    """Somebody leaves: from this minute nothing is open to them."""

    kind: ClassVar[str] = "record_leaving"
    id: Id = field(default_factory=new_id)
    person_id: Id


_OF = people.c.id == bindparam("of_person", type_=IdType())
_PERSON = Prepared(
    select(people.c.org, people.c.id, people.c.post, people.c.site_id, people.c.area_id, people.c.left_at).where(
        ours(people), _OF
    )
)
_AREA_OF = Prepared(select(sites.c.area_id).where(ours(sites), sites.c.id == bindparam("of_site", type_=IdType())))
_NUMBER = Prepared(select(people.c.id).where(ours(people), people.c.staff_number == bindparam("of_number")))
_PLACE = ("post", "site_id", "area_id", "appointment_id", "appointed_on")
_ADD = put(people, "id", "name", "staff_number", *_PLACE)


_END_LINE = Prepared(
    update(ties)
    .where(ours(ties), ties.c.scope_id == bindparam("of_scope", type_=IdType()))
    .where(ties.c.tie == str(Tie.LINE), ties.c.ends_at.is_(None))
    .values(ends_at=bindparam("at", type_=Instant()))
)


def _set(*names: str) -> Prepared:
    return Prepared(update(people).where(ours(people), _OF).values({people.c[n]: bindparam(n) for n in names}))


_MOVE = _set(*_PLACE)
_CHECKED = _set("identity_checked_on", "identity_checked_by", "identity_method")
_LEAVE = _set("left_at", "unmanaged_since")
_MANAGED = _set("unmanaged_since")
_led = (
    select(ties.c.scope_id)
    .where(ours(ties), ties.c.person_id == bindparam("of_person", type_=IdType()), ties.c.tie == Tie.LINE.value)
    .where(ties.c.ends_at.is_(None))
)
_UNMANAGED = Prepared(
    update(people).where(ours(people), people.c.id.in_(_led)).values(unmanaged_since=bindparam("at", type_=Instant()))
)


def add_person(tx: Tx, actor: Actor, act: AddPerson) -> Entry:
    """Adds a person.

    Raises `not_allowed`, `people.staff_number_taken`, `people.site_needed`, `people.area_needed`,
    `people.unknown_site`, `people.unknown_area`.
    """
    _ensure_manages(actor)
    if entry := log.known(tx, actor, act):
        return entry
    if act.staff_number is not None and tx.first(_NUMBER, of_number=act.staff_number):
        raise rules.staff_number_taken()
    return log.record(tx, actor, act, about=act.id, subject=act.id, attestation=_place(tx, act))


def appoint(tx: Tx, actor: Actor, act: Appoint) -> Entry:
    """Moves a person.

    Raises `not_found`, `not_allowed`, `people.own_appointment`, `people.has_left` and what `add_person` raises.
    """
    return _managed(tx, actor, act, rules.own_appointment, lambda: _place(tx, act))


def name_line_manager(tx: Tx, actor: Actor, act: NameLineManager) -> Entry:
    """Ties a person to a new line manager. Raises `not_found`, `not_allowed`, `people.has_left`."""
    return _managed(tx, actor, act, None, lambda: _ensure_known(tx, act.manager_id))


def record_identity_check(tx: Tx, actor: Actor, act: RecordIdentityCheck) -> Entry:
    """Keeps who checked a person's identity, and how.

    Raises `not_found`, `not_allowed`, `people.own_identity`, `people.has_left`.
    """
    return _managed(tx, actor, act, rules.own_identity)


def record_leaving(tx: Tx, actor: Actor, act: RecordLeaving) -> Entry:
    """Ends a person's ties at this moment.

    Raises `not_found`, `not_allowed`, `people.own_appointment`, `people.has_left`.
    The files of those they mentor or manage are locked too: what waited there for them passes on.
    """
    others = _affected(tx, act.person_id)
    return _managed(tx, actor, act, rules.own_appointment, lambda: _none_since(tx, act, others), others=others)


def _affected(tx: Tx, person: Id) -> list[Id]:
    return [*scopes_of(tx, person, Tie.MENTOR), *scopes_of(tx, person, Tie.LINE)]


def _none_since(tx: Tx, act: RecordLeaving, locked: list[Id]) -> dict[str, Any]:
    """Raises `busy` when they came to mentor or manage somebody while the locks were waited for: that file is open."""
    if set(_affected(tx, act.person_id)) - set(locked):
        raise busy()
    return {}


def _managed(
    tx: Tx,
    actor: Actor,
    act: Appoint | NameLineManager | RecordIdentityCheck | RecordLeaving,
    not_oneself: Refusal | None,
    vouch: Callable[[], dict[str, Any]] = dict,
    others: Iterable[Id] = (),
) -> Entry:
    """What somebody who manages people does about one of them, who may not be themselves where `not_oneself` says."""
    actor, (found,) = lock_file(tx, actor, act.person_id, (_PERSON, {"of_person": act.person_id}), others=others)
    if not found:
        raise missing()
    if entry := log.known(tx, actor, act):
        return entry
    if not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    _ensure_manages(actor)
    if not_oneself is not None and act.person_id == actor.person:
        raise not_oneself()
    if found[0].left_at is not None:
        raise rules.has_left()
    return log.record(tx, actor, act, about=act.person_id, subject=act.person_id, attestation=vouch())


def _ensure_manages(actor: Actor) -> None:
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()


def _ensure_known(tx: Tx, person: Id) -> dict[str, Any]:
    found = tx.first(_PERSON, of_person=person)
    if found is None:
        raise missing()
    if found.left_at is not None:
        raise rules.has_left()
    return {}


def _place(tx: Tx, act: AddPerson | Appoint) -> dict[str, Any]:
    rules.place_of(act.post, act.site_id is not None, act.area_id is not None)
    if act.site_id is None:
        if act.area_id is not None:
            ensure_area(tx, act.area_id)
        return {"area_id": act.area_id}
    site = tx.first(_AREA_OF, of_site=act.site_id)
    if site is None:
        raise rules.unknown_site()
    return {"area_id": site.area_id}


def apply_added(tx: Tx, entry: Entry) -> None:
    """Writes the person's row and ties."""
    name = (entry.words or {}).get("name", "")
    tx.put(_ADD, id=entry.id, name=name, staff_number=entry.content["staff_number"], **_placed(entry))
    put_names(tx, entry.id, name, entry.content["post"])
    tie(tx, entry.id, entry.id, Tie.SELF, entry.id, entry.at)
    tie(tx, entry.id, entry.id, Tie.MEMBER, tx.tenant, entry.at)
    for kind, scope in _ties_of(tx, _placed(entry)):
        tie(tx, entry.id, entry.id, kind, scope, entry.at)


def apply_appointed(tx: Tx, entry: Entry) -> None:
    """Moves the person's row, and their ties from the old place to the new."""
    person = entry.content["person_id"]
    before = tx.one(_PERSON, of_person=person)
    for kind, scope in _ties_of(tx, before._asdict()):
        untie(tx, person, kind, scope, entry.at)
    tx.put(_MOVE, of_person=person, **_placed(entry))
    file_under(tx, person, entry.content["post"])
    for kind, scope in _ties_of(tx, _placed(entry)):
        tie(tx, entry.id, person, kind, scope, entry.at)


def apply_line_manager(tx: Tx, entry: Entry) -> None:
    """Replaces the line manager's tie."""
    person = entry.content["person_id"]
    tx.put(_END_LINE, of_scope=person, at=entry.at)
    tx.put(_MANAGED, of_person=person, unmanaged_since=None)
    tie(tx, entry.id, entry.content["manager_id"], Tie.LINE, person, entry.at)


def apply_identity_check(tx: Tx, entry: Entry) -> None:
    """Keeps the latest check on the person's row."""
    facts = entry.content
    tx.put(
        _CHECKED,
        of_person=facts["person_id"],
        identity_checked_on=date.fromisoformat(facts["checked_on"]),
        identity_checked_by=entry.actor,
        identity_method=facts["method"],
    )


def apply_left(tx: Tx, entry: Entry) -> None:
    """Marks the person as gone and ends every tie; whom they managed is without a line manager."""
    person = entry.content["person_id"]
    tx.put(_UNMANAGED, of_person=person, at=entry.at)
    tx.put(_LEAVE, of_person=person, left_at=entry.at, unmanaged_since=None)
    file_as_left(tx, person)
    untie_all(tx, person, entry.at)


def _placed(entry: Entry) -> dict[str, Any]:
    facts = entry.content
    return {
        "post": facts["post"],
        "site_id": facts["site_id"],
        "area_id": entry.attestation["area_id"],
        "appointment_id": entry.id,
        "appointed_on": date.fromisoformat(facts["starts_on"]),
    }


def _ties_of(tx: Tx, place: dict[str, Any]) -> list[tuple[Tie, Id]]:
    post = Post(place["post"])
    found = [(Tie.COLLEAGUE, place["site_id"])] if place["site_id"] else []
    for posts, scope in (
        (SITE_POSTS, place["site_id"]),
        (AREA_POSTS, place["area_id"]),
        (ORGANISATION_POSTS, tx.tenant),
    ):
        if post in posts:
            found.append((posts[post], scope))
    return found

"""Deputies: who looks after what waits for somebody while they are away, and once they have left.

A deputy is given nothing that they may not do or see of their own: they are asked as anybody is. What passes to them
passes on the days of an absence, by itself, and back when it is over. Source: domain 8; decisions, Rights (sign off).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Date, and_, bindparam, delete, or_, select, update

from backend.kernel import log
from backend.kernel.clock import day_in
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry, entries, entry_of
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, in_force, ties
from backend.people import rules
from backend.people.files import lock_file
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, absences, deputies, people


@dataclass(frozen=True, kw_only=True)
class NameDeputy:
    """On the days that person is away, and once they have left, what waits for them is with this deputy too."""

    kind: ClassVar[str] = "name_deputy"
    id: Id = field(default_factory=new_id)
    person_id: Id
    deputy_id: Id


@dataclass(frozen=True, kw_only=True)
class EndDeputy:
    """Nobody looks after it any more. `naming_id` is the entry that named the deputy."""

    kind: ClassVar[str] = "end_deputy"
    person_id: Id
    naming_id: Id

    @property
    def id(self) -> Id:
        """One end a naming."""
        return derived_id(self.naming_id, "end")


@dataclass
class Spell:
    """Days on which a deputy looks after what waits for `person`: `since` is the first, `until` the day that person is
    back (None while that is not known).
    """

    person: Named
    since: date
    until: date | None


@dataclass
class Deputised:
    """Who looks after what waits for a person while they are away (null: nobody is named), named when, and since when
    they do (null: the person is here). `stands_in_for` is for whom that person does so today.
    """

    person: Named
    deputy: Named | None
    named_at: datetime | None
    since: date | None
    until: date | None
    stands_in_for: list[Spell]
    may: dict[str, bool]


_OF = bindparam("of_person", type_=IdType())
_TODAY = bindparam("today", type_=Date())
_PERSON = Prepared(select(people).where(ours(people), people.c.id == _OF))
_deputy = people.alias("deputy")
_NAMED = Prepared(
    select(deputies, _deputy.c.name.label("deputy_name"))
    .join(_deputy, and_(_deputy.c.org == deputies.c.org, _deputy.c.id == deputies.c.deputy_id))
    .where(ours(deputies), deputies.c.person_id == _OF)
)
is_away = and_(
    absences.c.org == deputies.c.org,
    absences.c.person_id == deputies.c.person_id,
    absences.c.from_on <= _TODAY,
    or_(absences.c.until_on.is_(None), absences.c.until_on > _TODAY),
)
"""The condition that joins a deputy's row with an absence of whom they stand in for on the day `:today`."""

_SPELLS = Prepared(
    select(deputies.c.person_id, people.c.name, absences.c.from_on, absences.c.until_on)
    .join(absences, is_away)
    .join(people, and_(people.c.org == deputies.c.org, people.c.id == deputies.c.person_id))
    .where(ours(deputies), or_(deputies.c.deputy_id == _OF, deputies.c.person_id == _OF))
    .order_by(people.c.name, deputies.c.person_id, absences.c.from_on, absences.c.id)
    .limit(100)
)
_mine, _theirs = ties.alias("mine"), ties.alias("theirs")
_BESIDE = Prepared(
    select(people.c.id, people.c.name)
    .join(_theirs, and_(_theirs.c.org == people.c.org, _theirs.c.person_id == people.c.id, in_force(_theirs)))
    .join(_mine, and_(_mine.c.org == _theirs.c.org, _mine.c.scope_id == _theirs.c.scope_id, in_force(_mine)))
    .where(ours(people), _mine.c.person_id == _OF, people.c.id != _OF)
    .where(_mine.c.tie == Tie.MENTOR.value, _theirs.c.tie == Tie.MENTOR.value)
    .distinct()
    .order_by(people.c.name, people.c.id)
    .limit(20)
)
_ADD = put(deputies, "person_id", "deputy_id", "naming_id", "named_at")
_DROP = Prepared(delete(deputies).where(ours(deputies), deputies.c.person_id == _OF))
_DROP_DEPUTY = Prepared(delete(deputies).where(ours(deputies), deputies.c.deputy_id == _OF))
_stood_in_for = select(deputies.c.person_id).where(ours(deputies), deputies.c.deputy_id == _OF)
# Plans show who stands in for a mentor: a number that grows tells whoever has one in hand that it is no longer so.
_shown = update(absences).values(changes=absences.c.changes + 1)
_TOUCH = Prepared(_shown.where(ours(absences), absences.c.person_id == _OF))
_TOUCH_ALL = Prepared(_shown.where(ours(absences), absences.c.person_id.in_(_stood_in_for)))


def name_deputy(tx: Tx, actor: Actor, act: NameDeputy) -> Entry:
    """Names who looks after what waits for somebody while they are away; whoever was named before no longer does.

    Raises `not_found`, `id.reused`, `not_allowed`, `people.has_left`, `deputy.own`.
    """
    person, deputy_file = ({"of_person": one} for one in (act.person_id, act.deputy_id))
    reads = ((_PERSON, person), (_PERSON, deputy_file), (_NAMED, person))
    actor, (found, deputy, before) = lock_file(tx, actor, act.person_id, *reads, others=[act.deputy_id])
    if not found or not deputy:
        raise missing()
    if entry := log.known(tx, actor, act):
        return entry
    _ensure_may(actor, found[0])
    if not (actor.may(Do.SEE_PERSON, PERSON_SCOPES, deputy[0]) or _mentors_beside(tx, act.person_id, act.deputy_id)):
        raise missing()
    if act.deputy_id == act.person_id:
        raise rules.own_deputy()
    if found[0].left_at is not None or deputy[0].left_at is not None:
        raise rules.has_left()
    vouched = {"before": before[0].deputy_id if before and before[0].deputy_id != act.deputy_id else None}
    return log.record(tx, actor, act, about=act.person_id, subject=act.person_id, attestation=vouched)


_ENDED = Prepared(
    select(entries.c.id)
    .where(
        ours(entries),
        entries.c.about == bindparam("of_person", type_=IdType()),
        entries.c.kind == EndDeputy.kind,
        entries.c.actor == bindparam("by", type_=IdType()),
    )
    .order_by(entries.c.seq.desc())
    .limit(1)
)


def end_deputy(tx: Tx, actor: Actor, person_id: Id) -> Entry:
    """Nobody looks after what waits for that person any more. The deputy may say so too.

    Raises `not_found`, `not_allowed`, `deputy.none`.
    """
    given = {"of_person": person_id}
    actor, (found, named) = lock_file(tx, actor, person_id, (_PERSON, given), (_NAMED, given))
    if not found:
        raise missing()
    if not named and (before := tx.first(_ENDED, by=actor.person, **given)):
        return entry_of(tx.one(ENTRY, entry_id=before.id))  # the answer was lost before
    if not (named and named[0].deputy_id == actor.person):
        _ensure_may(actor, found[0])
    if not named:
        raise rules.no_deputy()
    act = EndDeputy(person_id=person_id, naming_id=named[0].naming_id)
    vouched = {"deputy_id": named[0].deputy_id}
    return log.record(tx, actor, act, about=person_id, subject=person_id, attestation=vouched)


def _ensure_may(actor: Actor, person: Row) -> None:
    if not actor.may(Do.SEE_PERSON, PERSON_SCOPES, person):
        raise missing()
    if not actor.may(Do.NAME_DEPUTY, PERSON_SCOPES, person):
        raise forbidden()


def _mentors_beside(tx: Tx, person: Id, other: Id) -> bool:
    return any(row.id == other for row in tx.rows(_BESIDE, of_person=person))


def beside(tx: Tx, person_id: Id) -> list[Named]:
    """Those who mentor somebody together with that person: often the best to stand in."""
    return [Named(row.id, row.name) for row in tx.rows(_BESIDE, of_person=person_id)]


def show_deputy(tx: Tx, actor: Actor, person_id: Id) -> Deputised:
    """Who stands in for somebody, and for whom they do: one's own, or of people one may name a deputy for.

    Raises `not_found`, `not_allowed`.
    """
    given = {"of_person": person_id}
    found, named, spells = tx.batch(
        (_PERSON, given), (_NAMED, given), (_SPELLS, {**given, "today": tx.today(actor.zone)})
    )
    if not found:
        raise missing()
    _ensure_may(actor, found[0])
    away = _spells(spells)
    own = away.pop(person_id, None)
    one = named[0] if named else None
    return Deputised(
        Named(person_id, found[0].name),
        Named(one.deputy_id, one.deputy_name) if one else None,
        one.named_at if one else None,
        max(own.since, day_in(actor.zone, one.named_at)) if one and own else None,
        own.until if one and own else None,
        list(away.values()),
        {"name": found[0].left_at is None, "end": one is not None},
    )


def _spells(rows: list[Row]) -> dict[Id, Spell]:
    """By whom is away, each once: their absences of today may overlap."""
    found: dict[Id, Spell] = {}
    for row in rows:
        spell = found.setdefault(row.person_id, Spell(Named(row.person_id, row.name), row.from_on, row.until_on))
        is_open = spell.until is None or row.until_on is None
        spell.until = None if is_open else max(spell.until, row.until_on)
    return found


def apply_named(tx: Tx, entry: Entry) -> None:
    """Writes who stands in, in place of whoever did."""
    facts = entry.content
    tx.put(_DROP, of_person=facts["person_id"])
    tx.put(_ADD, **{name: facts[name] for name in ("person_id", "deputy_id")}, naming_id=entry.id, named_at=entry.at)
    tx.put(_TOUCH, of_person=facts["person_id"])


def apply_ended(tx: Tx, entry: Entry) -> None:
    """Takes the deputy away."""
    _end(tx, entry.content["person_id"])


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Somebody moved: what they may see of those they stand in for may have changed with it."""
    tx.put(_TOUCH_ALL, of_person=entry.content["person_id"])


def apply_left(tx: Tx, entry: Entry) -> None:
    """Somebody left: they stand in for nobody. Who stands in for them stays."""
    person = entry.content["person_id"]
    tx.put(_TOUCH_ALL, of_person=person)
    tx.put(_DROP_DEPUTY, of_person=person)


def apply_returned(tx: Tx, entry: Entry) -> None:
    """Somebody came back: nothing of before is with their deputy any more."""
    _end(tx, entry.content["person_id"])


def _end(tx: Tx, person: Id) -> None:
    tx.put(_DROP, of_person=person)
    tx.put(_TOUCH, of_person=person)

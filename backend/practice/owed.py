"""Who has had no observation or discussion for how long: what the organisation owes its people, longest first."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, and_, bindparam, exists, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut, day_key
from backend.kernel.prepared import Prepared, Row
from backend.kernel.reach import WHOLE
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, held_scopes
from backend.people.names import Named
from backend.people.tables import absences, people, sites
from backend.practice.tables import RHYTHM_SCOPES, rhythms

EARLIEST = "1900-01-01"
_FEW = "person_id"


@dataclass(frozen=True, kw_only=True)
class RhythmFilter(Paging):
    """Whose rhythm is wanted: of those the organisation owes one today (`owed`), or of everybody within reach."""

    owed: bool = False


@dataclass
class Rhythm:
    """When somebody was last given an observation or a discussion, and from which day the next is owed to them.

    `days_without` counts the days since then, or since they came.
    """

    person: Named
    site: Named | None
    last_on: date | None
    due_on: date
    days_without: int
    is_owed: bool


_today, _due = bindparam("today", type_=Date()), bindparam("due", type_=Date())
_is_away = exists(
    select(absences.c.id)
    .where(ours(absences), absences.c.person_id == rhythms.c.person_id, absences.c.from_on <= _today)
    .where(or_(absences.c.until_on.is_(None), absences.c.until_on > _today))
    .correlate(rhythms)
)
_LISTED = (
    select(rhythms, people.c.name, sites.c.name.label("site_name"))
    .join(people, and_(people.c.org == rhythms.c.org, people.c.id == rhythms.c.person_id))
    .outerjoin(sites, and_(sites.c.org == rhythms.c.org, sites.c.id == rhythms.c.site_id))
    .where(ours(rhythms), rhythms.c.due_on.is_not(None), rhythms.c.person_id != bindparam("actor", type_=IdType()))
    .where(or_(
        rhythms.c.due_on > _due,
        and_(rhythms.c.due_on == _due, rhythms.c.person_id > bindparam("after", type_=IdType())),
    ))
    .order_by(rhythms.c.due_on, rhythms.c.person_id)
    .limit(bindparam("limit"))
)  # fmt: skip


@cache
def _under(column: str, owed: bool) -> Prepared:
    wanted = _LISTED.where(rhythms.c.due_on <= _today, ~_is_away) if owed else _LISTED
    if column == _FEW:
        wanted = wanted.where(rhythms.c[column].in_(held_scopes(Do.SEE_RHYTHM, RHYTHM_SCOPES, column)))
    elif column != WHOLE:
        wanted = wanted.where(rhythms.c[column] == bindparam("scope", type_=IdType()))
    return Prepared(wanted)


def list_rhythm(tx: Tx, actor: Actor, wanted: RhythmFilter) -> Page[Rhythm]:
    """Those the actor leads, whoever waits longest first. Nobody who is away is owed anything meanwhile.

    Raises `request.invalid` for a cursor that is not ours.
    """
    due, after = wanted.keys(EARLIEST, FIRST)
    under = _scopes(tx, actor)
    today = tx.today(actor.zone)
    given: dict[str, Any] = {"actor": actor.person, "due": day_key(due), "after": after, "today": today}
    given["limit"] = wanted.limit + 1
    pages = tx.batch(*((_under(column, wanted.owed), given | {"scope": scope}) for column, scope in under))
    rows = {row.person_id: row for page in pages for row in page}
    found = sorted(rows.values(), key=lambda row: (row.due_on, row.person_id))[: wanted.limit + 1]
    return cut(
        [_shown(row, today) for row in found], wanted.limit, lambda one: [one.due_on.isoformat(), one.person.id]
    )  # fmt: skip


def _scopes(tx: Tx, actor: Actor) -> list[tuple[str, Id | None]]:
    """The columns and values that the actor leads by; the whole organisation alone where they lead it. Those whose
    line manager they are go in one statement.
    """

    def held(column: str) -> list[Id]:
        return actor.scopes_for(Do.SEE_RHYTHM, RHYTHM_SCOPES, column)

    if tx.tenant in held(WHOLE):
        return [(WHOLE, tx.tenant)]
    few: list[tuple[str, Id | None]] = [(_FEW, None)] if held(_FEW) else []
    return few + [(column, scope) for column in ("site_id", "area_id") for scope in held(column)]


def may_see_rhythm(tx: Tx, actor: Actor) -> bool:
    """Whether the actor leads anybody."""
    return bool(_scopes(tx, actor))


def _shown(row: Row, today: date) -> Rhythm:
    site = Named(row.site_id, row.site_name) if row.site_id else None
    without = max(0, (today - row.base_on).days)
    return Rhythm(Named(row.person_id, row.name), site, row.last_on, row.due_on, without, row.due_on <= today)

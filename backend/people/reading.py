"""Reading one person: to each no more than they need. Source: decisions, Rights (see a person)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, in_force, ties, within
from backend.people.absences import may_record
from backend.people.names import Named
from backend.people.rules import IdentityMethod, Post, may_do, sees_appointment
from backend.people.tables import PERSON_SCOPES, areas, people, sites


@dataclass
class IdentityCheck:
    """When and how somebody made sure who this is; `checked_by` is told to those who manage people."""

    checked_on: date
    method: IdentityMethod
    checked_by: Named | None


@dataclass
class Person:
    """Somebody, as far as the reader needs to know them.

    Everybody within reach is told name, post and site. Area, line manager, identity check and the day the appointment
    started are told to the person, to those who lead them and to those who manage people; the staff number to the
    person and to those who manage people. What one is not told is null. `left_at` is set for somebody who left, whom
    only those who manage people still find here.
    """

    id: Id
    name: str
    post: Post
    site: Named | None
    area: Named | None
    line_manager: Named | None
    identity_check: IdentityCheck | None
    staff_number: str | None
    since: date | None
    left_at: datetime | None
    unmanaged_since: datetime | None
    may: dict[str, bool]


_line, _manager, _checker = ties.alias("line"), people.alias("manager"), people.alias("checker")
_led_by = and_(
    _line.c.org == people.c.org, _line.c.scope_id == people.c.id, _line.c.tie == Tie.LINE.value, in_force(_line)
)
_ONE = Prepared(
    select(
        people, sites.c.name.label("site_name"), areas.c.name.label("area_name"),
        _manager.c.id.label("manager_id"), _manager.c.name.label("manager_name"),
        _checker.c.name.label("checker_name"),
    )
    .select_from(people)
    .outerjoin(sites, and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id))
    .outerjoin(areas, and_(areas.c.org == people.c.org, areas.c.id == people.c.area_id))
    .outerjoin(_line, _led_by)
    .outerjoin(_manager, and_(_manager.c.org == _line.c.org, _manager.c.id == _line.c.person_id))
    .outerjoin(_checker, and_(_checker.c.org == people.c.org, _checker.c.id == people.c.identity_checked_by))
    .where(ours(people), people.c.id == bindparam("of_id", type_=IdType()))
    .where(within(Do.SEE_PERSON, people, PERSON_SCOPES))
)  # fmt: skip


def show_person(tx: Tx, actor: Actor, id_: Id) -> Person:
    """One person. Raises `not_found`."""
    row = tx.first(_ONE, of_id=id_, actor=actor.person)
    manages = actor.may_anywhere(Do.MANAGE_PEOPLE)
    if row is None or (row.left_at is not None and not manages):
        raise missing()
    is_near = manages or sees_appointment(actor.over(PERSON_SCOPES, row))
    return Person(
        id=row.id,
        name=row.name,
        post=row.post,
        site=_named(row.site_id, row.site_name),
        area=_named(row.area_id, row.area_name) if is_near else None,
        line_manager=_named(row.manager_id, row.manager_name) if is_near else None,
        identity_check=_check(row, manages) if is_near else None,
        staff_number=row.staff_number if manages or row.id == actor.person else None,
        since=row.appointed_on if is_near else None,
        left_at=row.left_at,
        unmanaged_since=row.unmanaged_since if manages else None,
        may=may_do(manages, row.id == actor.person, row.left_at is not None, row.manager_id is not None)
        | {"record_absence": may_record(actor, row), "write_record": _may_write(actor, row)},
    )


def _may_write(actor: Actor, row: Row) -> bool:
    """Whether the actor may write a record about them."""
    return row.left_at is None and row.id != actor.person and actor.may(Do.WRITE_RECORD, PERSON_SCOPES, row)


def _named(id_: Id | None, name: str) -> Named | None:
    return Named(id_, name) if id_ else None


def _check(row: Row, manages: bool) -> IdentityCheck | None:
    if row.identity_checked_on is None:
        return None
    # The operator, who stands in no table, checks for whoever is added at the command line.
    by = Named(row.identity_checked_by, row.checker_name or "Operator") if manages else None
    return IdentityCheck(row.identity_checked_on, row.identity_method, by)

"""For whom it waits to enter the post of somebody who is promoted: a decision changes no appointment by itself.

It waits for the people team (where there is nobody in it, for administrators) until an appointment of the mentee's is
entered, whichever it is; where the post they have is the one the plan was for, it waits for nobody. Stated anew
whenever the decision, the appointment or those people change. Source: domain 1 (review); decisions, Rights (people,
appointments).
"""

from sqlalchemy import ColumnElement, Text, and_, bindparam, delete, exists, insert, literal, or_, select

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry, entries
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Tie, ties
from backend.kernel.waits import waits
from backend.people.tables import people
from backend.reviews.rules import STANDING, Decision
from backend.reviews.tables import reviews
from backend.signoff.tables import plans

NEW_POST = "new_post"
"""The kind of wait. It is about the plan."""

_OF = bindparam("of_id", type_=IdType())
_COLUMNS = ["org", "matter_id", "holder_id", "kind", "subject_id", "about_id", "since", "from_on"]
_team = ties.alias("team")
_has_team = exists(
    select(_team.c.person_id)
    .where(ours(_team), _team.c.scope_id == plans.c.org, _team.c.tie == Tie.PEOPLE.value, _team.c.ends_at.is_(None))
    .where(_team.c.person_id != plans.c.mentee_id)
    .correlate(plans)
)
_still_to_enter = and_(
    or_(*(reviews.c.status == one.value for one in STANDING)), reviews.c.decision == Decision.PROMOTE.value,
    people.c.left_at.is_(None), people.c.post != plans.c.role, entries.c.at < reviews.c.ended_at,
)  # fmt: skip


def _held(*only: ColumnElement[bool]) -> Prepared:
    enters = or_(ties.c.tie == Tie.PEOPLE.value, and_(ties.c.tie == Tie.ADMIN.value, ~_has_team))
    rows = (
        select(
            tenant().label("org"), plans.c.id, ties.c.person_id, literal(NEW_POST, Text()), plans.c.mentee_id,
            plans.c.id.label("about_id"), reviews.c.ended_at, reviews.c.ended_on,
        )
        .select_from(plans)
        .join(reviews, and_(reviews.c.org == plans.c.org, reviews.c.plan_id == plans.c.id))
        .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
        .join(entries, and_(entries.c.org == people.c.org, entries.c.id == people.c.appointment_id))
        .join(ties, and_(
            ties.c.org == plans.c.org, ties.c.scope_id == plans.c.org, ties.c.ends_at.is_(None),
            ties.c.person_id != plans.c.mentee_id,
        ))
        .where(ours(plans), enters, _still_to_enter, *only)
    )  # fmt: skip
    return Prepared(insert(waits).from_select(_COLUMNS, rows))


_is_kind = waits.c.kind == NEW_POST
_STATE_PLAN = (
    Prepared(delete(waits).where(ours(waits), waits.c.matter_id == _OF, _is_kind)), _held(plans.c.id == _OF)
)  # fmt: skip
_own_plans = select(plans.c.id).where(ours(plans), plans.c.mentee_id == _OF)
_STATE_MENTEE = (
    Prepared(delete(waits).where(ours(waits), waits.c.matter_id.in_(_own_plans), _is_kind)),
    _held(plans.c.mentee_id == _OF),
)  # fmt: skip
_STATE_ALL = (Prepared(delete(waits).where(ours(waits), _is_kind)), _held())
_CHANGED = Prepared(
    select(ties.c.tie)
    .where(ours(ties), ties.c.person_id == _OF)
    .where(or_(ties.c.tie == Tie.PEOPLE.value, ties.c.tie == Tie.ADMIN.value))
    .where(
        or_(ties.c.starts_at == bindparam("at", type_=Instant()), ties.c.ends_at == bindparam("at", type_=Instant()))
    )
    .limit(1)
)
"""A tie by which somebody enters posts has begun or ended at this moment."""


def restate_new_post(tx: Tx, plan_id: Id) -> None:
    """States for whom it waits to enter what a plan's review decided. For applies."""
    if not tx.rebuilding:  # else `restate_all_new_posts` follows
        for statement in _STATE_PLAN:
            tx.put(statement, of_id=plan_id)


def restate_new_post_of(tx: Tx, entry: Entry, person: Id) -> None:
    """The same when somebody came, moved or left: of their own post, and of those they enter. For applies."""
    if tx.rebuilding:
        return
    if tx.rows(_CHANGED, of_id=person, at=entry.at):
        restate_all_new_posts(tx)
        return
    for statement in _STATE_MENTEE:
        tx.put(statement, of_id=person)


def restate_all_new_posts(tx: Tx) -> None:
    """The same for all: who enters them has changed, or a rebuild ends."""
    for statement in _STATE_ALL:
        tx.put(statement)

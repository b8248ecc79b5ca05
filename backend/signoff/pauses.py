"""Plans that stand still: while the mentee is away, while their agreement is paused, and after it has ended.

The days do not run then, and nobody sees why. What stood still is kept merged on the plan's row, so that a sign-off
reads nothing more. Source: domain 8; decisions, Counting (moved by pauses).
"""

from datetime import date

from sqlalchemy import ColumnElement, Date, FromClause, Text, and_, bindparam, exists, insert, or_, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.spans import Spans, merged, spans_of, written
from backend.kernel.tenancy import ours, tenant
from backend.mentoring.rules import PlansThen
from backend.people.days import day_at
from backend.people.tables import absences
from backend.signoff.dates import dates, runs_to
from backend.signoff.rules import PlanStatus
from backend.signoff.tables import IS_OPEN, pauses, plans

_ID = bindparam("of_id", type_=IdType())
_CAUSE = bindparam("cause", type_=IdType())
_DAY = bindparam("on_day", type_=Date())
_OF_MENTEE = and_(ours(plans), plans.c.mentee_id == _ID)
_OF_AGREEMENT = and_(ours(plans), plans.c.agreement_id == _ID, IS_OPEN)


def _touch(of: ColumnElement[bool]) -> Prepared:
    return Prepared(update(plans).where(of).values(version=plans.c.version + 1))


def _these(of: ColumnElement[bool]) -> Prepared:
    return Prepared(select(plans).where(of).order_by(plans.c.id))


_TOUCH_MENTEE, _THESE_OF_MENTEE = _touch(_OF_MENTEE), _these(_OF_MENTEE)
_TOUCH_AGREEMENT, _THESE_OF_AGREEMENT = _touch(_OF_AGREEMENT), _these(_OF_AGREEMENT)
_ONE = Prepared(select(plans).where(ours(plans), plans.c.id == _ID))
_ABSENT = Prepared(
    select(absences.c.from_on, absences.c.until_on)
    .where(ours(absences), absences.c.person_id == bindparam("of_mentee", type_=IdType()))
    .order_by(absences.c.from_on, absences.c.id)
)
_STILL = Prepared(
    select(pauses.c.from_on, pauses.c.until_on)
    .where(ours(pauses), pauses.c.plan_id == _ID)
    .order_by(pauses.c.from_on, pauses.c.cause_id)
)


def _begin(of: ColumnElement[bool]) -> Prepared:
    begun = select(tenant().label("org"), plans.c.id, _CAUSE.label("cause_id"), _DAY.label("from_on")).where(of)
    return Prepared(insert(pauses).from_select(["org", "plan_id", "cause_id", "from_on"], begun))


_BEGIN, _BEGIN_OF_MENTEE = _begin(_OF_AGREEMENT), _begin(and_(_OF_MENTEE, IS_OPEN))
_END = Prepared(
    update(pauses).where(ours(pauses), pauses.c.cause_id == _CAUSE, pauses.c.until_on.is_(None)).values(until_on=_DAY)
)
_END_OF_PLAN = Prepared(
    update(pauses).where(ours(pauses), pauses.c.plan_id == _ID, pauses.c.until_on.is_(None)).values(until_on=_DAY)
)
_CLOSE = Prepared(
    update(plans).where(_OF_AGREEMENT).values(status=PlanStatus.CLOSED.value, version=plans.c.version + 1)
)
_STAND = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == _ID)
    .values(
        pauses=bindparam("new_pauses", type_=Text()),
        runs_to=bindparam("new_runs_to", type_=Date()),
        ahead_until=bindparam("new_ahead", type_=Date()),
        behind_on=bindparam("new_behind", type_=Date()),
        stalled_on=bindparam("new_stalled", type_=Date()),
    )
)


def still_on(table: FromClause = plans) -> ColumnElement[bool]:
    """The condition that a plan stands still on the day `:today`: by stored days, true when reached."""
    away, still = absences.alias("away"), pauses.alias("still")
    by_mentee = and_(ours(away), away.c.person_id == table.c.mentee_id, _covers(away))
    by_cause = and_(ours(still), still.c.plan_id == table.c.id, _covers(still))
    return or_(
        exists(select(away.c.id).where(by_mentee).correlate(table)),
        exists(select(still.c.plan_id).where(by_cause).correlate(table)),
    )


def _covers(span: FromClause) -> ColumnElement[bool]:
    today = bindparam("today", type_=Date())
    return and_(span.c.from_on <= today, or_(span.c.until_on.is_(None), span.c.until_on > today))


def absences_of(tx: Tx, mentee: Id) -> Spans:
    """The days that somebody is away, merged."""
    return merged(spans_of(tx.rows(_ABSENT, of_mentee=mentee)))


def restate_days(tx: Tx, plans_: list[Row]) -> None:
    """States the days of these plans anew, after something that lets them stand still has changed."""
    if not plans_:
        return
    found = tx.batch(
        *((_ABSENT, {"of_mentee": plan.mentee_id}) for plan in plans_),
        *((_STILL, {"of_id": plan.id}) for plan in plans_),
    )
    for plan, away, still in zip(plans_, found, found[len(plans_) :], strict=False):
        write_days(tx, plan, merged(spans_of([*away, *still])), plan.signatures_counted, plan.last_signed_on)


def write_days(tx: Tx, plan: Row, spans: Spans, counted: int, last_signed_on: date | None) -> None:
    """Writes the days of a plan that stands still on merged `spans`. For applies."""
    days = dates(plan.starts_on, plan.ends_on, plan.signatures_required, counted, last_signed_on, spans)
    tx.put(
        _STAND,
        of_id=plan.id,
        new_pauses=written(spans),
        new_runs_to=runs_to(plan.starts_on, plan.ends_on, spans),
        new_ahead=days.ahead_until,
        new_behind=days.behind_on,
        new_stalled=days.stalled_on,
    )


def _restate(tx: Tx, touch: Prepared, these: Prepared, of: Id) -> None:
    tx.put(touch, of_id=of)
    if not tx.rebuilding:  # else `restate_all` follows
        restate_days(tx, tx.rows(these, of_id=of))


def apply_absence(tx: Tx, entry: Entry) -> None:
    """Somebody's absence has changed: their own plans stand still with them."""
    assert entry.subject is not None
    _restate(tx, _TOUCH_MENTEE, _THESE_OF_MENTEE, entry.subject)


def apply_paused(tx: Tx, entry: Entry) -> None:
    """The plans of the agreement stand still from that day."""
    tx.put(_BEGIN, of_id=entry.about, cause=entry.id, on_day=_day(entry))
    _restate(tx, _TOUCH_AGREEMENT, _THESE_OF_AGREEMENT, entry.about)


def apply_resumed(tx: Tx, entry: Entry) -> None:
    """The plans of the agreement go on from that day."""
    tx.put(_END, cause=entry.content["pause_id"], on_day=_day(entry))
    _restate(tx, _TOUCH_AGREEMENT, _THESE_OF_AGREEMENT, entry.about)


def apply_ended(tx: Tx, entry: Entry) -> None:
    """The plans of an agreement that ended stand still until one is taken up under another, or are closed."""
    if (pause := entry.attestation["pause_id"]) is not None:
        tx.put(_END, cause=pause, on_day=_day(entry))
    if entry.content["plans"] == PlansThen.CLOSE:
        if not tx.rebuilding:
            restate_days(tx, tx.rows(_THESE_OF_AGREEMENT, of_id=entry.about))
        tx.put(_CLOSE, of_id=entry.about)
        return
    tx.put(_BEGIN, of_id=entry.about, cause=entry.id, on_day=_day(entry))
    _restate(tx, _TOUCH_AGREEMENT, _THESE_OF_AGREEMENT, entry.about)


def apply_left(tx: Tx, entry: Entry) -> None:
    """The plans of somebody who left stand still: should they come back, one can be taken up under a new agreement."""
    person = entry.content["person_id"]
    on = day_at(tx, entry.at)
    tx.put(_BEGIN_OF_MENTEE, of_id=person, cause=entry.id, on_day=on)
    _restate(tx, _TOUCH_MENTEE, _THESE_OF_MENTEE, person)


def go_on(tx: Tx, plan_id: Id, on: date) -> None:
    """One plan, whose agreement had ended, goes on from that day. For applies."""
    tx.put(_END_OF_PLAN, of_id=plan_id, on_day=on)
    if not tx.rebuilding:
        restate_days(tx, tx.rows(_ONE, of_id=plan_id))


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry.attestation["day"])

"""When a plan's review is due, and for whom it waits: stored days, true when reached; no job.

The day is kept in `review_days`, and a row of `waits` for each who may review the plan says it to them. Both are stated
anew whenever something they come from changes (`coming_due.py`). What needs another look waits for the same people.
Source: style, idea 5; decisions, Rights (review a plan).
"""

from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Date, Text, and_, bindparam, delete, func, insert, literal, or_, select, update

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.spans import read
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Tie, ties
from backend.kernel.waits import waits
from backend.people.tables import organisations, people
from backend.reviews import rules
from backend.reviews.promoted import restate_all_new_posts
from backend.reviews.rules import ReviewStatus
from backend.reviews.tables import review_days, reviews
from backend.signoff.tables import PLAN_SCOPES, items, plans, sign_offs

DUE, NEEDED = "review_due", "review_needed"
"""The kinds of waits: a review is due; a decision needs another look."""

_OF = bindparam("of_id", type_=IdType())
_completed = (
    select(func.max(sign_offs.c.signed_on))
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .where(ours(sign_offs), items.c.plan_id == plans.c.id, sign_offs.c.counts.is_(True))
    .where(items.c.left_framework_id.is_(None))
    .correlate(plans)
    .scalar_subquery()
)
_PLANS = (
    select(plans, people.c.left_at, review_days.c.due_on, _completed.label("completed_on"))
    .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
    .join(review_days, and_(review_days.c.org == plans.c.org, review_days.c.plan_id == plans.c.id))
    .where(ours(plans))
    .order_by(plans.c.id)
)
_ONE = Prepared(_PLANS.where(plans.c.id == _OF))
_OF_MENTEE = Prepared(_PLANS.where(plans.c.mentee_id == _OF))
_OF_AGREEMENT = Prepared(_PLANS.where(plans.c.agreement_id == _OF))
_ALL = Prepared(_PLANS)
_SET = Prepared(
    update(review_days)
    .where(ours(review_days), review_days.c.plan_id == _OF)
    .values(due_on=bindparam("new_on", type_=Date()), due_at=bindparam("new_at", type_=Instant()))
)
_ours_kinds = or_(waits.c.kind == DUE, waits.c.kind == NEEDED)
_matter = bindparam("of_matter", type_=IdType())
_FORGET_MATTER = Prepared(delete(waits).where(ours(waits), waits.c.matter_id == _matter, _ours_kinds))
_FORGET_HELD = Prepared(delete(waits).where(ours(waits), waits.c.holder_id == _OF, _ours_kinds))
_FORGET_ALL = Prepared(delete(waits).where(ours(waits), _ours_kinds))

_COLUMNS = ["org", "matter_id", "holder_id", "kind", "subject_id", "about_id", "since", "from_on"]
_SCOPES = {tie: PLAN_SCOPES[tie] for tie in (Tie.AREA, Tie.SITE, Tie.LEARNING)}


def _held(kind: str, tie: Tie, *only: ColumnElement[bool]) -> Prepared:
    """Opens the waits of that kind for all who may review by that tie, if the organisation lets them.

    One tie a statement: each is found along its own index. Nobody holds two of them, since they come with a post.
    """
    is_due = kind == DUE
    about, since, from_on = (
        (plans.c.id, review_days.c.due_at, review_days.c.due_on)
        if is_due
        else (reviews.c.id, reviews.c.needs_since, reviews.c.needs_on)
    )
    may_review = and_(
        ties.c.org == plans.c.org, ties.c.tie == tie.value, ties.c.scope_id == plans.c[_SCOPES[tie]],
        ties.c.ends_at.is_(None), ties.c.person_id != plans.c.mentee_id,
    )  # fmt: skip
    rows = select(
        tenant().label("org"), about, ties.c.person_id, literal(kind, Text()), plans.c.mentee_id,
        about.label("about_id"), since, from_on,
    ).select_from(plans).join(organisations, organisations.c.org == plans.c.org).join(ties, may_review)  # fmt: skip
    if is_due:
        rows = rows.join(review_days, and_(review_days.c.org == plans.c.org, review_days.c.plan_id == plans.c.id))
        rows = rows.where(review_days.c.due_on.is_not(None))
    else:
        rows = rows.join(reviews, and_(reviews.c.org == plans.c.org, reviews.c.plan_id == plans.c.id))
        rows = rows.where(reviews.c.status == ReviewStatus.NEEDS_REVIEW.value)
    rows = rows.where(ours(plans), organisations.c.reviewers.contains(tie.value), *only)
    return Prepared(insert(waits).from_select(_COLUMNS, rows))


_HOLD_DUE = [_held(DUE, tie, plans.c.id == _OF) for tie in _SCOPES]
_HOLD_NEEDED = [_held(NEEDED, tie, reviews.c.id == _OF) for tie in _SCOPES]
_HOLD_FOR = {
    tie.value: [_held(kind, tie, ties.c.person_id == _OF) for kind in (DUE, NEEDED)] for tie in _SCOPES
}  # fmt: skip
_HOLD_ALL = [_held(kind, tie) for kind in (DUE, NEEDED) for tie in _SCOPES]
_CHANGED = Prepared(
    select(ties.c.tie, ties.c.ends_at)
    .where(ours(ties), ties.c.person_id == _OF, or_(*(ties.c.tie == tie.value for tie in _SCOPES)))
    .where(
        or_(ties.c.starts_at == bindparam("at", type_=Instant()), ties.c.ends_at == bindparam("at", type_=Instant()))
    )
    .order_by(ties.c.tie, ties.c.scope_id)
)
"""The ties by which somebody may review that have begun or ended at this moment."""

_NEEDED_OF = Prepared(
    select(reviews.c.id)
    .where(ours(reviews), reviews.c.mentee_id == _OF, reviews.c.status == ReviewStatus.NEEDS_REVIEW.value)
    .order_by(reviews.c.id)
)


def restate_due(tx: Tx, plan_id: Id, *, anew: bool = False) -> None:
    """States when the review of a plan is due, and for whom it waits if that has changed or `anew`. For applies."""
    if not tx.rebuilding:  # else `restate_all_due` follows
        _restate(tx, tx.rows(_ONE, of_id=plan_id), anew=anew)


def restate_due_under(tx: Tx, agreement_id: Id) -> None:
    """States when the reviews of an agreement's plans are due. For applies."""
    if not tx.rebuilding:
        _restate(tx, tx.rows(_OF_AGREEMENT, of_id=agreement_id))


def restate_due_of(tx: Tx, mentee_id: Id) -> None:
    """States when the reviews of somebody's plans are due. For applies."""
    if not tx.rebuilding:
        _restate(tx, tx.rows(_OF_MENTEE, of_id=mentee_id))


def restate_all_of(tx: Tx, mentee_id: Id) -> None:
    """States anew for whom somebody's reviews wait, those due and those that need another look. For applies."""
    if tx.rebuilding:
        return
    own = tx.rows(_OF_MENTEE, of_id=mentee_id)
    _restate(tx, own, anew=True)
    if any(plan.review_id is not None for plan in own):
        for row in tx.rows(_NEEDED_OF, of_id=mentee_id):
            restate_needed(tx, row.id)


def restate_needed(tx: Tx, review_id: Id) -> None:
    """States for whom a decision waits that needs another look, or does no more. For applies."""
    if not tx.rebuilding:
        tx.put(_FORGET_MATTER, of_matter=review_id)
        for statement in _HOLD_NEEDED:
            tx.put(statement, of_id=review_id)


def restate_all_due(tx: Tx) -> None:
    """States every plan's day and all of these waits, and for whom new posts wait: the end of a rebuild."""
    for plan in tx.rows(_ALL):
        _write(tx, plan.id, _due(plan))
    restate_holders(tx)
    restate_all_new_posts(tx)


def restate_holders(tx: Tx) -> None:
    """States for whom all of it waits. For applies, and the end of a rebuild."""
    for statement in (_FORGET_ALL, *_HOLD_ALL):
        tx.put(statement)


def hold_again(tx: Tx, entry: Entry, person: Id) -> None:
    """States what waits for somebody, if this entry has begun or ended a tie by which they review. For applies."""
    if tx.rebuilding:
        return
    changed = tx.rows(_CHANGED, of_id=person, at=entry.at)
    if changed:
        tx.put(_FORGET_HELD, of_id=person)
    for begun in {row.tie for row in changed if row.ends_at is None}:
        for statement in _HOLD_FOR[begun]:
            tx.put(statement, of_id=person)


def _restate(tx: Tx, found: list[Row], *, anew: bool = False) -> None:
    for plan in found:
        due = _due(plan)
        if due == plan.due_on and not anew:
            continue
        _write(tx, plan.id, due)
        tx.put(_FORGET_MATTER, of_matter=plan.id)
        for statement in _HOLD_DUE if due is not None else ():
            tx.put(statement, of_id=plan.id)


def _due(plan: Row) -> date | None:
    if plan.left_at is not None:
        return None
    completed = plan.completed_on if plan.criteria_complete == plan.criteria_total else None
    return rules.due_on(
        plan.status, plan.review_status, completed, plan.starts_on, plan.ends_on, read(plan.pauses)
    )  # fmt: skip


def _write(tx: Tx, plan_id: Id, due: date | None) -> None:
    at = None if due is None else datetime.combine(due, time(), UTC)
    tx.put(_SET, of_id=plan_id, new_on=due, new_at=at)

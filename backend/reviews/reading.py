"""Reading reviews: one, those within reach, and the page on which a plan's review is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.reach import Reach
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.names import Named
from backend.people.tables import organisations, people
from backend.reviews import rules
from backend.reviews.choices import is_online
from backend.reviews.file import may_review, sees_plan, sees_review, sees_reviews_of
from backend.reviews.for_reviewer import NOTHING, for_reviewer
from backend.reviews.included import evidence_of, records_read
from backend.reviews.rules import Decision, ReviewStatus
from backend.reviews.showing import review_of, view_of
from backend.reviews.shown import (
    ReviewListed,
    ReviewPack,
    ReviewShown,
    Standpoint,
    ViewShown,
)
from backend.reviews.tables import REVIEW_SCOPES, review_basis, review_consultees, review_days, review_views, reviews
from backend.signoff.reading import HEAD, show_plan
from backend.signoff.shown import Plan
from backend.signoff.tables import PLAN_SCOPES, items, plans, sign_offs


@dataclass(frozen=True, kw_only=True)
class ReviewFilter(Paging):
    """Which reviews are wanted: in one state, of one plan."""

    state: ReviewStatus | None = None
    plan_id: Id | None = None


_ID = bindparam("of_id", type_=IdType())
_ALL = (
    select(
        reviews, people.c.name.label("mentee_name"), plans.c.framework_id, plans.c.role,
        plans.c.status.label("plan_status"), plans.c.review_id.label("standing_id"),
        organisations.c.small_setting, organisations.c.consultee_name, organisations.c.consultee_role,
    )
    .join(plans, and_(plans.c.org == reviews.c.org, plans.c.id == reviews.c.plan_id))
    .join(people, and_(people.c.org == reviews.c.org, people.c.id == reviews.c.mentee_id))
    .join(organisations, organisations.c.org == reviews.c.org)
    .where(ours(reviews))
)  # fmt: skip
_CONSULTEES = (
    select(review_consultees.c.review_id, people.c.id, people.c.name)
    .join(people, and_(people.c.org == review_consultees.c.org, people.c.id == review_consultees.c.person_id))
    .join(reviews, and_(reviews.c.org == review_consultees.c.org, reviews.c.id == review_consultees.c.review_id))
    .where(ours(review_consultees))
    .order_by(people.c.name, people.c.id)
)
_RESTS = (
    select(review_basis.c.review_id, sign_offs, items.c.key)
    .join(sign_offs, and_(sign_offs.c.org == review_basis.c.org, sign_offs.c.id == review_basis.c.sign_off_id))
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .join(reviews, and_(reviews.c.org == review_basis.c.org, reviews.c.id == review_basis.c.review_id))
    .where(ours(review_basis))
    .order_by(items.c.position, items.c.id, sign_offs.c.signed_at, sign_offs.c.id)
)
_VIEWS = (
    select(review_views)
    .join(plans, and_(plans.c.org == review_views.c.org, plans.c.id == review_views.c.plan_id))
    .where(ours(review_views))
    .order_by(review_views.c.at, review_views.c.id)
)
_by_review = reviews.c.id == _ID
_BESIDE_ONE = (
    Prepared(_CONSULTEES.where(_by_review)),
    Prepared(_RESTS.where(_by_review)),
    Prepared(
        _VIEWS.join(
            reviews, and_(reviews.c.org == review_views.c.org, reviews.c.plan_id == review_views.c.plan_id)
        ).where(_by_review, review_views.c.review_id == _ID)
    ),
)
_by_plan = reviews.c.plan_id == _ID
_BESIDE_PLAN = (
    Prepared(_CONSULTEES.where(_by_plan)),
    Prepared(_RESTS.where(_by_plan)),
    Prepared(_VIEWS.where(review_views.c.plan_id == _ID)),
)
_by_mentee = reviews.c.mentee_id == _ID
_BESIDE_MENTEE = (
    Prepared(_CONSULTEES.where(_by_mentee)),
    Prepared(_RESTS.where(_by_mentee)),
    Prepared(_VIEWS.where(review_views.c.mentee_id == _ID)),
)
_ONE = Prepared(_ALL.where(_by_review))
_OF_PLAN = Prepared(_ALL.where(_by_plan).order_by(reviews.c.proposed_at.desc(), reviews.c.id.desc()))
_OF_MENTEE = Prepared(_ALL.where(_by_mentee).order_by(reviews.c.id))
_DUE = Prepared(select(review_days.c.due_on).where(ours(review_days), review_days.c.plan_id == _ID))


def show_review(tx: Tx, actor: Actor, review_id: Id) -> ReviewShown:
    """A review, for whoever may see it. Raises `not_found`."""
    row = tx.first(_ONE, of_id=review_id)
    if row is None or not sees_review(actor, row):
        raise missing()
    return _shown_all(tx, actor, [row], _BESIDE_ONE, review_id)[0]


def reviews_of(tx: Tx, actor: Actor, mentee: Id) -> list[ReviewShown]:
    """Every review of `mentee` that the actor may see, in the order they were proposed."""
    rows = [row for row in tx.rows(_OF_MENTEE, of_id=mentee) if sees_review(actor, row)]
    return _shown_all(tx, actor, rows, _BESIDE_MENTEE, mentee)


def show_view(tx: Tx, actor: Actor, plan_id: Id) -> ViewShown:
    """The actor's own view for the next review of a plan, which they have just given."""
    views = tx.rows(_BESIDE_PLAN[2], of_id=plan_id)
    return next(view_of(one) for one in views if one.review_id is None and one.person_id == actor.person)


def show_pack(tx: Tx, actor: Actor, plan_id: Id) -> ReviewPack:
    """Everything a plan's review is decided with. Raises `not_found`, `not_allowed`."""
    given = {"of_id": plan_id}
    heads, rows, days = tx.batch((HEAD, given), (_OF_PLAN, given), (_DUE, given))
    if not heads or not sees_plan(actor, heads[0]):
        raise missing()
    head = heads[0]
    if not sees_reviews_of(actor, head):
        raise forbidden()
    plan = show_plan(tx, actor, head)
    seen = [row for row in rows if sees_review(actor, row)]
    views = tx.rows(_BESIDE_PLAN[2], of_id=plan_id)
    known = for_reviewer(tx, actor, plan, head) if may_review(actor, head) else NOTHING
    return ReviewPack(
        plan=plan,
        stands=_stands(plan, days[0].due_on if days else None),
        views=[view_of(one) for one in views if one.review_id is None],
        records=records_read(tx, plan.mentee.id),
        evidence=evidence_of(tx, actor, plan),
        reviews=_shown_all(tx, actor, seen, _BESIDE_PLAN, plan_id),
        decisions=known.decisions,
        consultees=known.consultees,
        outside_consultee=known.outside,
        reviewer_mentored=known.has_mentored,
        may={"review": plan.may["review"], "give_view": may_give_view(actor, head)},
    )


def may_give_view(actor: Actor, plan: Row) -> bool:
    """Whether the actor may say how they see it, for a review that is not decided."""
    is_theirs = actor.may(Do.GIVE_VIEW, PLAN_SCOPES, plan)
    is_proposed = plan.review_status == ReviewStatus.PROPOSED
    bar = rules.bar_to_reviewing(plan.status, plan.review_status, plan.review_decision)
    return is_theirs and (is_proposed or bar is None)


def _stands(plan: Plan, due_on: Any) -> Standpoint:
    missing = [item.title for item in plan.items if item.missing]
    return Standpoint(not missing, is_online(plan.items), missing, due_on)


def _shown_all(
    tx: Tx, actor: Actor, rows: Sequence[Row], beside: tuple[Prepared, Prepared, Prepared], of: Id
) -> list[ReviewShown]:
    if not rows:
        return []
    consultees, rests, views = tx.batch(*((statement, {"of_id": of}) for statement in beside))
    return [
        review_of(
            tx, actor, row, _of(consultees, row), _of(rests, row), [one for one in views if one.review_id == row.id]
        )
        for row in rows
    ]


def _of(rows: Sequence[Row], review: Row) -> list[Row]:
    return [row for row in rows if row.review_id == review.id]


_LISTED: Select[Any] = (
    select(reviews, people.c.name.label("mentee_name"))
    .join(people, and_(people.c.org == reviews.c.org, people.c.id == reviews.c.mentee_id))
    .where(ours(reviews))
)


@cache
def _reach(state: ReviewStatus | None, by_plan: bool) -> Reach:
    only = [] if state is None else [reviews.c.status == state.value]
    only += [reviews.c.plan_id == bindparam("plan", type_=IdType())] if by_plan else []
    return Reach(_LISTED, Do.SEE_REVIEW, reviews, REVIEW_SCOPES, *only)


def list_reviews(tx: Tx, actor: Actor, wanted: ReviewFilter) -> Page[ReviewListed]:
    """The reviews within reach, in the order they were proposed. Raises `request.invalid` for a foreign cursor."""
    (after,) = wanted.keys(FIRST)
    reach = _reach(wanted.state, wanted.plan_id is not None)
    rows = reach.page(tx, actor, after, wanted.limit + 1, plan=wanted.plan_id)
    return cut([_listed(row) for row in rows], wanted.limit, lambda one: [one.id])


def _listed(row: Row) -> ReviewListed:
    return ReviewListed(
        row.id,
        row.plan_id,
        Named(row.mentee_id, row.mentee_name),
        Decision(row.decision),
        ReviewStatus(row.status),
        row.proposed_at,
        row.discussed_on,
    )

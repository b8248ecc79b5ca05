"""How reviews follow what happens elsewhere: a sign-off they rested on is withdrawn or frozen, people move and leave,
agreements end. Nothing that was decided is undone by itself. Source: trust, S32; decisions, States.
"""

from sqlalchemy import Date, and_, bindparam, select, union, update

from backend.kernel import waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, holders
from backend.people.days import day_at
from backend.reviews.due import restate_due, restate_needed
from backend.reviews.rules import RESTS_ON_ALL, ReviewStatus
from backend.reviews.standing import PLAN, last_decided, stand
from backend.reviews.tables import review_basis, review_consultees, reviews
from backend.reviews.taking_effect import end_by_itself, told
from backend.signoff.rules import PlanStatus
from backend.signoff.tables import plans

TOLD = "review_told"
"""The kind of wait by which those named on a decision are told that it needs another look."""

_ID = bindparam("of_id", type_=IdType())
_RESTS = Prepared(
    select(review_basis.c.item_id)
    .where(ours(review_basis), review_basis.c.review_id == bindparam("of_review", type_=IdType()))
    .where(review_basis.c.sign_off_id == bindparam("of_sign_off", type_=IdType()))
)
_NEEDS = Prepared(
    update(reviews)
    .where(ours(reviews), reviews.c.id == _ID)
    .values(
        status=ReviewStatus.NEEDS_REVIEW.value,
        version=reviews.c.version + 1,
        needs_since=bindparam("at", type_=Instant()),
        needs_on=bindparam("on_day", type_=Date()),
    )
)
_is_proposed = reviews.c.status == ReviewStatus.PROPOSED.value
_proposed = and_(ours(reviews), _is_proposed)
_ids = select(reviews.c.id).where(_proposed)
_named = (
    select(review_consultees.c.review_id)
    .where(ours(review_consultees), review_consultees.c.person_id == _ID)
)  # fmt: skip
_PROPOSED_WITH = Prepared(
    select(reviews)
    .where(ours(reviews), reviews.c.id.in_(union(
        _ids.where(reviews.c.proposed_by_id == _ID), _ids.where(reviews.c.mentee_id == _ID), _named
    )))
    .where(_is_proposed)
    .order_by(reviews.c.id)
)  # fmt: skip
_PROPOSED_UNDER = Prepared(
    select(reviews)
    .join(plans, and_(plans.c.org == reviews.c.org, plans.c.id == reviews.c.plan_id))
    .where(_proposed, plans.c.agreement_id == _ID, plans.c.status == PlanStatus.CLOSED.value)
    .order_by(reviews.c.id)
)
_MOVE = Prepared(
    update(reviews)
    .where(ours(reviews), reviews.c.mentee_id == _ID)
    .values(site_id=bindparam("new_site", type_=IdType()), area_id=bindparam("new_area", type_=IdType()))
)
_TAKE_UP = Prepared(
    update(reviews)
    .where(ours(reviews), reviews.c.plan_id == _ID)
    .values(agreement_id=bindparam("new_agreement", type_=IdType()))
)


def apply_withdrawn(tx: Tx, entry: Entry) -> None:
    """A decision that rested on the sign-off needs another look, and those who took it are told."""
    plan_id = entry.attestation["plan_id"]
    restate_due(tx, plan_id)
    review = last_decided(tx, plan_id)
    if review is None or review.decision not in RESTS_ON_ALL or review.status == ReviewStatus.NEEDS_REVIEW:
        return
    if tx.first(_RESTS, of_review=review.id, of_sign_off=entry.content["sign_off_id"]) is None:
        return
    on = day_at(tx, entry.at)
    tx.put(_NEEDS, of_id=review.id, at=entry.at, on_day=on)
    for person in holders(tx, Tie.CONSULTEE, review.id):
        waits.open_wait(
            tx, told(review.id), person, kind=TOLD, subject=review.mentee_id, about=review.id, since=entry.at,
            from_on=on,
        )  # fmt: skip
    if tx.one(PLAN, of_plan=plan_id).review_status != ReviewStatus.PROPOSED:  # else it stands once that is over
        stand(tx, plan_id, review.id, ReviewStatus.NEEDS_REVIEW, review.decision)
    restate_needed(tx, review.id)


def apply_left(tx: Tx, entry: Entry) -> None:
    """A proposal ends when the mentee or its proposer leaves, and when nobody is left who could confirm it."""
    person: Id = entry.content["person_id"]
    for review in tx.rows(_PROPOSED_WITH, of_id=person):
        is_theirs = person in (review.mentee_id, review.proposed_by_id)
        if is_theirs or not holders(tx, Tie.CONSULTEE, review.id):
            end_by_itself(tx, entry, review)


def apply_moved(tx: Tx, entry: Entry) -> None:
    """The mentee's reviews are seen where they work now."""
    facts = entry.content
    tx.put(_MOVE, of_id=facts["person_id"], new_site=facts["site_id"], new_area=entry.attestation["area_id"])


def apply_taken_up(tx: Tx, entry: Entry) -> None:
    """The plan's reviews are seen by its mentors under the new agreement."""
    tx.put(_TAKE_UP, of_id=entry.content["plan_id"], new_agreement=entry.content["agreement_id"])


def apply_agreement_ended(tx: Tx, entry: Entry) -> None:
    """A plan that was closed with its agreement has nothing left to decide."""
    for review in tx.rows(_PROPOSED_UNDER, of_id=entry.about):
        end_by_itself(tx, entry, review)

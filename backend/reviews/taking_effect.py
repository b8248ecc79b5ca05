"""What becomes of a review, and of its plan, when it is confirmed, declined, taken back, or ends by itself.

Source: decisions, States (plan: extend keeps it active with new dates, the others close it).
"""

from datetime import date

from sqlalchemy import Date, Text, bindparam, select, update

from backend.kernel import waits
from backend.kernel.clock import day_or_none
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.people.days import day_at
from backend.reviews.due import restate_due, restate_needed
from backend.reviews.promoted import restate_new_post
from backend.reviews.rules import Decision, ReviewStatus
from backend.reviews.standing import PLAN, set_status, stand, stand_again
from backend.reviews.tables import review_views, reviews
from backend.signoff.pauses import restate_days
from backend.signoff.requests import end_requests_on
from backend.signoff.requirements import end_proposals_on
from backend.signoff.rules import PlanStatus
from backend.signoff.tables import items

_ID = bindparam("of_id", type_=IdType())
_REVIEW = update(reviews).where(ours(reviews), reviews.c.id == _ID)
_END = Prepared(
    _REVIEW.values(
        status=bindparam("new_status", type_=Text()),
        version=reviews.c.version + 1,
        ended_by_id=bindparam("by_id", type_=IdType()),
        ended_by=bindparam("by", type_=Text()),
        ended_post=bindparam("post", type_=Text()),
        ended_at=bindparam("at", type_=Instant()),
        ended_on=bindparam("on_day", type_=Date()),
        declined_reason=bindparam("reason", type_=Text()),
        outside_name=bindparam("new_outside_name", type_=Text()),
        outside_role=bindparam("new_outside_role", type_=Text()),
        outside_agreed_on=bindparam("new_outside_agreed_on", type_=Date()),
    )
)
_ANSWER = Prepared(
    _REVIEW.values(
        status=ReviewStatus.ANSWERED.value,
        version=reviews.c.version + 1,
        answered_by_id=bindparam("by_id", type_=IdType()),
    )
)
_TAKE_IN = Prepared(
    update(review_views)
    .where(ours(review_views), review_views.c.plan_id == _ID, review_views.c.review_id.is_(None))
    .values(review_id=bindparam("new_review", type_=IdType()))
)
_ITEMS = Prepared(select(items.c.id).where(ours(items), items.c.plan_id == _ID).order_by(items.c.id))


def told(review_id: Id) -> Id:
    """The matter by which consultees are told, apart from the one that reviewers hold."""
    return derived_id(review_id, "told")


def apply_confirmed(tx: Tx, entry: Entry) -> None:
    """The decision counts: the plan goes on with new dates, or is closed."""
    facts, vouched = entry.content, entry.attestation
    review_id, plan_id = facts["review_id"], vouched["plan_id"]
    _end(tx, entry, review_id, ReviewStatus.DECIDED, agreed_on=day_or_none(facts["outside_agreed_on"]))
    tx.put(_TAKE_IN, of_id=plan_id, new_review=review_id)
    if (answers := vouched["answers"]) is not None:
        tx.put(_ANSWER, of_id=answers, by_id=review_id)
        waits.close_waits(tx, told(answers))
        restate_needed(tx, answers)
    stand(tx, plan_id, review_id, ReviewStatus.DECIDED, vouched["decision"])
    _change_plan(tx, entry, tx.one(PLAN, of_plan=plan_id))
    restate_due(tx, plan_id)
    restate_new_post(tx, plan_id)


def _change_plan(tx: Tx, entry: Entry, plan: Row) -> None:
    if entry.attestation["decision"] == Decision.EXTEND:
        ends_on = date.fromisoformat(entry.attestation["ends_on"])
        set_status(tx, plan, PlanStatus.ACTIVE.value, ends_on)
        if not tx.rebuilding:
            restate_days(tx, tx.rows(PLAN, of_plan=plan.id))
        return
    set_status(tx, plan, PlanStatus.CLOSED.value, plan.ends_on)
    on_it = [item.id for item in tx.rows(_ITEMS, of_id=plan.id)]
    end_requests_on(tx, on_it, entry)
    end_proposals_on(tx, on_it, entry)


def apply_declined(tx: Tx, entry: Entry) -> None:
    """A consultee has said no: it goes back to whoever may propose."""
    _end(tx, entry, entry.content["review_id"], ReviewStatus.DECLINED)
    _over(tx, entry.attestation["plan_id"])


def apply_taken_back(tx: Tx, entry: Entry) -> None:
    """Its proposer has taken it back."""
    _end(tx, entry, entry.content["review_id"], ReviewStatus.TAKEN_BACK)
    _over(tx, entry.attestation["plan_id"])


def end_by_itself(tx: Tx, entry: Entry, review: Row) -> None:
    """Ends a proposal that can be confirmed no more, by nobody's deed. For applies."""
    tx.put(
        _END, of_id=review.id, new_status=ReviewStatus.ENDED.value, by_id=None, by=None, post=None, at=entry.at,
        on_day=day_at(tx, entry.at), reason=None, new_outside_name=None, new_outside_role=None,
        new_outside_agreed_on=None,
    )  # fmt: skip
    waits.close_waits(tx, review.id)
    _over(tx, review.plan_id)


def _over(tx: Tx, plan_id: Id) -> None:
    stand_again(tx, plan_id)
    restate_due(tx, plan_id)


def _end(
    tx: Tx, entry: Entry, review_id: Id, status: ReviewStatus, *, agreed_on: date | None = None
) -> None:  # fmt: skip
    words, signer = entry.words or {}, entry.signer or {}
    tx.put(
        _END,
        of_id=review_id,
        new_status=status.value,
        by_id=entry.actor,
        by=signer.get("name", ""),
        post=signer.get("post", ""),
        at=entry.at,
        on_day=date.fromisoformat(entry.attestation["day"]),
        reason=words.get("reason"),
        new_outside_name=words.get("outside_name"),
        new_outside_role=words.get("outside_role"),
        new_outside_agreed_on=agreed_on,
    )
    waits.close_waits(tx, review_id)

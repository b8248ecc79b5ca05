"""What the mentee and the mentors say for a review, and what the mentee says to it once it is decided.

One view each, amended until the review is decided; then it stays as it was. Source: domain 1 (review) and 5 (the
individual comments and signs).
"""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from sqlalchemy import Text, bindparam, select, update

from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.identifying.kinds import KeptBecause
from backend.reviews import rules
from backend.reviews.file import ensure_seen, lock_plan, lock_review, sees_plan
from backend.reviews.rules import STANDING, ReviewStatus, Side
from backend.reviews.tables import REVIEW_SCOPES, review_views, reviews
from backend.signoff.standing import TOUCH
from backend.signoff.tables import PLAN_SCOPES


@dataclass(frozen=True, kw_only=True)
class GiveView:
    """How the mentee, or a mentor, sees it themselves. Said again, it takes the place of what was said before."""

    kind: ClassVar[str] = "give_view"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    text: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class CommentOnReview:
    """What the mentee says to a decision. Said again, it takes the place of what was said before."""

    kind: ClassVar[str] = "comment_on_review"
    id: Id = field(default_factory=new_id)
    review_id: Id
    text: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None


_MINE = Prepared(
    select(review_views.c.id)
    .where(ours(review_views), review_views.c.plan_id == bindparam("of_plan", type_=IdType()))
    .where(review_views.c.person_id == bindparam("of_person", type_=IdType()), review_views.c.review_id.is_(None))
)
_INSERT = put(review_views, "id", "plan_id", "mentee_id", "person_id", "name", "side", "text", "at", "amended")
_AMEND = Prepared(
    update(review_views)
    .where(ours(review_views), review_views.c.id == bindparam("of_id", type_=IdType()))
    .values(text=bindparam("new_text", type_=Text()), at=bindparam("new_at", type_=Instant()), amended=True)
)
_COMMENT = Prepared(
    update(reviews)
    .where(ours(reviews), reviews.c.id == bindparam("of_id", type_=IdType()))
    .values(
        comment=bindparam("new_comment", type_=Text()),
        commented_at=bindparam("new_at", type_=Instant()),
        version=reviews.c.version + 1,
    )
)


def give_view(tx: Tx, actor: Actor, act: GiveView) -> Entry:
    """Gives the actor's own view. Raises `not_found`, `id.reused`, `not_allowed`, `review.view_closed`."""
    actor, file, entry = lock_plan(tx, actor, act.plan_id, act)
    if entry:
        return entry
    plan = file.plan
    if not sees_plan(actor, plan):
        raise missing()
    if not actor.may(Do.GIVE_VIEW, PLAN_SCOPES, plan):
        raise forbidden()
    may_be_reviewed = rules.bar_to_reviewing(plan.status, plan.review_status, plan.review_decision) is None
    if not may_be_reviewed and plan.review_status != ReviewStatus.PROPOSED:
        raise rules.view_closed()
    side = Side.MENTEE if actor.person == plan.mentee_id else Side.MENTOR
    vouched = {"side": side.value}
    return log.record(tx, actor, act, about=plan.id, subject=plan.mentee_id, attestation=vouched)


def comment_on_review(tx: Tx, actor: Actor, act: CommentOnReview) -> Entry:
    """Comments on a decision, as its mentee. Raises `not_found`, `id.reused`, `not_allowed`, `review.not_decided`."""
    actor, file, entry = lock_review(tx, actor, act.review_id, act)
    if entry:
        return entry
    review = file.review
    ensure_seen(actor, review)
    if not actor.may(Do.COMMENT_ON_REVIEW, REVIEW_SCOPES, review):
        raise forbidden()
    if review.status not in (*STANDING, ReviewStatus.ANSWERED):
        raise rules.not_decided()
    return log.record(tx, actor, act, about=file.plan.id, subject=review.mentee_id)


def apply_given(tx: Tx, entry: Entry) -> None:
    """Keeps the view, in the place of the one before."""
    plan_id, said = entry.content["plan_id"], (entry.words or {}).get("text", "")
    before = tx.first(_MINE, of_plan=plan_id, of_person=entry.actor)
    if before is not None:
        tx.put(_AMEND, of_id=before.id, new_text=said, new_at=entry.at)
    else:
        tx.put(
            _INSERT, id=entry.id, plan_id=plan_id, mentee_id=entry.subject, person_id=entry.actor,
            name=(entry.signer or {}).get("name", ""), side=entry.attestation["side"], text=said, at=entry.at,
            amended=False,
        )  # fmt: skip
    tx.put(TOUCH, of_plan=plan_id)


def apply_commented(tx: Tx, entry: Entry) -> None:
    """Keeps the comment, in the place of the one before."""
    said = (entry.words or {}).get("text", "")
    tx.put(_COMMENT, of_id=entry.content["review_id"], new_comment=said, new_at=entry.at)

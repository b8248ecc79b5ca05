"""What the acts of this room read, in one go, under the lock of the mentee's file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, union

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Given, Tx
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring.file import PERSON
from backend.mentoring.tables import agreement_mentors, agreements
from backend.people.files import lock_file
from backend.people.tables import organisations
from backend.reviews.tables import REVIEW_SCOPES, reviews
from backend.signoff.tables import PLAN_SCOPES, REVIEWED_SCOPES, items, plans, sign_offs


@dataclass(frozen=True)
class PlanFile:
    """A plan as the lock found it, with whoever has mentored on it and those of the named who work here."""

    plan: Row
    mentors: frozenset[Id]
    working: frozenset[Id]
    setting: Row


@dataclass(frozen=True)
class ReviewFile:
    """A review as the lock found it, with its plan."""

    review: Row
    plan: Row
    mentors: frozenset[Id]
    setting: Row


_ID = bindparam("of_id", type_=IdType())
_PLAN = Prepared(
    select(plans, agreements.c.status.label("agreement_status"))
    .join(agreements, and_(agreements.c.org == plans.c.org, agreements.c.id == plans.c.agreement_id))
    .where(ours(plans), plans.c.id == _ID)
)
ONE = Prepared(select(reviews).where(ours(reviews), reviews.c.id == _ID))
"""A review."""

_SETTING = Prepared(
    select(organisations.c.small_setting, organisations.c.consultee_name, organisations.c.consultee_role)
    .where(ours(organisations))
)  # fmt: skip
_agreement = select(plans.c.agreement_id).where(ours(plans), plans.c.id == _ID).scalar_subquery()
MENTORED = Prepared(
    union(
        select(agreement_mentors.c.person_id.label("id"))
        .where(ours(agreement_mentors), agreement_mentors.c.agreement_id == _agreement)
        .where(or_(agreement_mentors.c.active_since.is_not(None), agreement_mentors.c.left_at.is_(None))),
        select(sign_offs.c.signer_id.label("id"))
        .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
        .where(ours(sign_offs), items.c.plan_id == _ID),
    )
)
"""Who mentors or has mentored under a plan's agreement, or is asked to, and who has signed on it."""


def lock_plan(tx: Tx, actor: Actor, plan_id: Id, act: log.Act, named: Iterable[Id] = ()) -> tuple[
    Actor, PlanFile, Entry | None
]:  # fmt: skip
    """Locks the mentee's file and those of the `named`, then reads the plan and what became of this act before.

    Raises `not_found`, `id.reused`.
    """
    whose = tx.first(_PLAN, of_id=plan_id)
    if whose is None:
        raise missing()
    given, people = {"of_id": plan_id}, sorted(set(named))
    reads: list[Given] = [(_PLAN, given), (MENTORED, given), (_SETTING, {}), (ENTRY, {"entry_id": act.id})]
    reads += [(PERSON, {"of_person": person}) for person in people]
    actor, ((plan,), mentors, (setting,), known, *found) = lock_file(tx, actor, whose.mentee_id, *reads, others=people)
    working = frozenset(row.id for rows in found for row in rows)
    file = PlanFile(plan, frozenset(row.id for row in mentors), working, setting)
    return actor, file, log.same(actor, act, known[0] if known else None)


def lock_review(tx: Tx, actor: Actor, review_id: Id, act: log.Act) -> tuple[Actor, ReviewFile, Entry | None]:
    """Locks the file of the mentee it is about, then reads the review and what became of this act before.

    Raises `not_found`, `id.reused`.
    """
    row = tx.first(ONE, of_id=review_id)
    if row is None:
        raise missing()
    given = {"of_id": row.plan_id}
    reads: list[Given] = [(ONE, {"of_id": review_id}), (_PLAN, given), (MENTORED, given), (_SETTING, {})]
    actor, ((review,), (plan,), mentors, (setting,), known) = lock_file(
        tx, actor, row.mentee_id, *reads, (ENTRY, {"entry_id": act.id})
    )
    file = ReviewFile(review, plan, frozenset(one.id for one in mentors), setting)
    return actor, file, log.same(actor, act, known[0] if known else None)


def sees_review(actor: Actor, review: Row) -> bool:
    """Whether the actor may see a review."""
    return actor.may(Do.SEE_REVIEW, REVIEW_SCOPES, review)


def ensure_seen(actor: Actor, review: Row) -> None:
    """Raises `not_found` unless the review is within the actor's reach."""
    if not sees_review(actor, review):
        raise missing()


def sees_plan(actor: Actor, plan: Row) -> bool:
    """Whether the actor sees a plan, or the review of it."""
    return actor.may(Do.SEE_PLAN, PLAN_SCOPES, plan) or sees_reviews_of(actor, plan)


def sees_reviews_of(actor: Actor, plan: Row) -> bool:
    """Whether the actor may see the reviews of a plan: by their ties to it, or as named on the one that stands."""
    return actor.may(Do.SEE_REVIEW, REVIEWED_SCOPES, plan)


def may_review(actor: Actor, plan: Row) -> bool:
    """Whether the actor may review a plan, if it can have a review: never their own."""
    return actor.person != plan.mentee_id and actor.may(Do.REVIEW, PLAN_SCOPES, plan)


def outside_of(setting: Row) -> dict[str, Any] | None:
    """Whom the organisation asks outside, when it names somebody."""
    if not (setting.small_setting and setting.consultee_name and setting.consultee_role):
        return None
    return {"outside_name": setting.consultee_name, "outside_role": setting.consultee_role}

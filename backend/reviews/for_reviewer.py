"""What only whoever may review a plan is told: what they can decide today, and whom they might ask."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, select, union

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Tie, ties
from backend.mentoring.rules import Status
from backend.mentoring.tables import agreements
from backend.people.names import Named
from backend.people.settings import Consultee
from backend.people.tables import organisations, people
from backend.reviews.choices import choices, lacking
from backend.reviews.file import MENTORED
from backend.reviews.rules import ReviewStatus
from backend.reviews.showing import outside_named
from backend.reviews.shown import DecisionChoice
from backend.signoff.shown import Plan
from backend.signoff.tables import plans


@dataclass(frozen=True)
class ForReviewer:
    """What can be decided, people near the mentee who have not mentored here, whom the organisation asks outside, and
    whether the reviewer has mentored on the plan.
    """

    decisions: list[DecisionChoice]
    consultees: list[Named]
    outside: Consultee | None
    has_mentored: bool


NOTHING = ForReviewer([], [], None, has_mentored=False)
"""What everybody else is told."""

_SETTING = Prepared(
    select(organisations, agreements.c.status.label("agreement_status"))
    .join(plans, and_(plans.c.org == organisations.c.org, plans.c.id == bindparam("of_id", type_=IdType())))
    .join(agreements, and_(agreements.c.org == plans.c.org, agreements.c.id == plans.c.agreement_id))
    .where(ours(organisations))
)


def _holding(tie: Tie, scope: str) -> Select[Any]:
    return select(ties.c.person_id).where(
        ours(ties), ties.c.ends_at.is_(None), ties.c.tie == tie.value,
        ties.c.scope_id == bindparam(scope, type_=IdType()),
    )  # fmt: skip


_LEADS = Prepared(
    select(people.c.id, people.c.name)
    .where(ours(people), people.c.left_at.is_(None))
    .where(people.c.id.in_(union(
        _holding(Tie.LINE, "mentee"), _holding(Tie.SITE, "site"), _holding(Tie.AREA, "area"),
        _holding(Tie.LEARNING, "tenant"), _holding(Tie.PEOPLE, "tenant"),
    )))
    .order_by(people.c.name, people.c.id)
    .limit(50)
)  # fmt: skip


def for_reviewer(tx: Tx, actor: Actor, plan: Plan, head: Row) -> ForReviewer:
    """What whoever reviews the plan whose row is `head` needs to know beside it."""
    given = {"of_id": head.id}
    near = {"mentee": head.mentee_id, "site": head.site_id, "area": head.area_id}
    (setting,), mentors, leads = tx.batch((_SETTING, given), (MENTORED, given), (_LEADS, near))
    apart = {row.id for row in mentors} | {actor.person, head.mentee_id}
    return ForReviewer(
        decisions=_choices(plan, head, setting),
        consultees=[Named(row.id, row.name) for row in leads if row.id not in apart],
        outside=outside_named(setting),
        has_mentored=any(row.id == actor.person for row in mentors),
    )


def _choices(plan: Plan, head: Row, setting: Row) -> list[DecisionChoice]:
    upheld = head.review_decision if head.review_status == ReviewStatus.NEEDS_REVIEW else None
    return choices(lacking(plan.items), upheld, agreement_ended=setting.agreement_status == Status.ENDED)

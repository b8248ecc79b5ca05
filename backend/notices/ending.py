"""Plans whose end comes near: their mentee and mentors are told on the days that the organisation has set.

Source: domain 8; decisions, States (plan: its days do not run while it stands still).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import Date, and_, bindparam, select

from backend.kernel.database import Tx
from backend.kernel.ids import derived_id
from backend.kernel.prepared import Prepared
from backend.kernel.spans import covering, read
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, holders
from backend.notices.notifying import News
from backend.people.tables import people
from backend.signoff.rules import PlanStatus
from backend.signoff.tables import plans

_NEAR = Prepared(
    select(plans.c.id, plans.c.agreement_id, plans.c.mentee_id, plans.c.runs_to, plans.c.pauses)
    .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
    .where(ours(plans), plans.c.status == PlanStatus.ACTIVE.value, people.c.left_at.is_(None))
    .where(plans.c.runs_to > bindparam("today", type_=Date()), plans.c.runs_to <= bindparam("latest", type_=Date()))
    .where(plans.c.criteria_complete < plans.c.criteria_total)
    .order_by(plans.c.id)
)


def ending(tx: Tx, today: date, before: Sequence[int]) -> Iterator[News]:
    """Whom to tell that a plan on which something is missing ends soon: once for each of the days `before` its end, and
    of those that have been passed only the last. A plan that stands still ends nowhere.
    """
    if not before:
        return
    for plan in tx.rows(_NEAR, today=today, latest=today + timedelta(days=max(before))):
        if covering(read(plan.pauses), today):
            continue
        reached = min(days for days in before if today >= plan.runs_to - timedelta(days=days))
        id_ = derived_id(plan.id, f"ending/{reached}/{plan.runs_to}")
        for person in (plan.mentee_id, *holders(tx, Tie.MENTOR, plan.agreement_id)):
            yield News(id_, person, "plan_ending", plan.id)

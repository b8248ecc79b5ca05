"""Which review of a plan stands: kept on the plan's own row, so that whoever reads the plan reads nothing more."""

from sqlalchemy import Date, Text, and_, bindparam, or_, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.reviews.rules import STANDING, ReviewStatus
from backend.reviews.tables import reviews
from backend.signoff.tables import plans

_PLAN = bindparam("of_plan", type_=IdType())
_STAND = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == _PLAN)
    .values(
        review_id=bindparam("new_review", type_=IdType()),
        review_status=bindparam("new_status", type_=Text()),
        review_decision=bindparam("new_decision", type_=Text()),
        version=plans.c.version + 1,
    )
)
_SET_STATUS = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == _PLAN)
    .values(status=bindparam("new_status", type_=Text()), ends_on=bindparam("new_ends_on", type_=Date()))
)
_LAST = Prepared(
    select(reviews)
    .where(ours(reviews), reviews.c.plan_id == _PLAN, or_(*(reviews.c.status == one.value for one in STANDING)))
    .order_by(reviews.c.ended_at.desc(), reviews.c.id.desc())
    .limit(1)
)
PLAN = Prepared(select(plans).where(and_(ours(plans), plans.c.id == _PLAN)))
"""A plan's own row."""


def last_decided(tx: Tx, plan_id: Id) -> Row | None:
    """The review whose decision stands, if there is one."""
    return tx.first(_LAST, of_plan=plan_id)


def stand(tx: Tx, plan_id: Id, review_id: Id, status: ReviewStatus, decision: str) -> None:
    """From now on that review stands on the plan. For applies."""
    tx.put(_STAND, of_plan=plan_id, new_review=review_id, new_status=status.value, new_decision=decision)


def stand_again(tx: Tx, plan_id: Id) -> None:
    """A proposal is over: what was decided before stands again, if anything was. For applies."""
    row = last_decided(tx, plan_id)
    given = {"new_review": row.id, "new_status": row.status, "new_decision": row.decision} if row else {}
    tx.put(_STAND, of_plan=plan_id, **{"new_review": None, "new_status": None, "new_decision": None, **given})


def set_status(tx: Tx, plan: Row, status: str, ends_on: object) -> None:
    """Writes a plan's status and agreed end. For applies."""
    tx.put(_SET_STATUS, of_plan=plan.id, new_status=status, new_ends_on=ends_on)

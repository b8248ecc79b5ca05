"""Whether an agreement still has a plan to work on. Source: note 0036; decisions, States (agreement, plan)."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.mentoring.tables import agreements
from backend.signoff.tables import IS_OPEN, plans


@dataclass
class PlansUnder:
    """How many plans an agreement has, and how many of them are not closed."""

    all: int
    open: int

    @property
    def is_done(self) -> bool:
        """Whether there were plans, and every one of them is closed."""
        return bool(self.all) and not self.open


_COUNTS = Prepared(
    select(func.count().label("all"), func.count().filter(IS_OPEN).label("open")).where(
        ours(plans), plans.c.agreement_id == bindparam("of_id", type_=IdType())
    )
)


def plans_under(tx: Tx, agreement_id: Id) -> PlansUnder:
    """The plans under an agreement that the caller is known to see."""
    row = tx.one(_COUNTS, of_id=agreement_id)
    return PlansUnder(row.all, row.open)


def has_work() -> ColumnElement[bool]:
    """The condition that an agreement of `agreements` has a plan that is not closed, or none yet."""
    here = select(plans.c.id).where(ours(plans), plans.c.agreement_id == agreements.c.id)
    return or_(exists(here.where(IS_OPEN).correlate(agreements)), ~exists(here.correlate(agreements)))

"""Which frameworks a 'what if' offers first: those that people here work through already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from backend.frameworks.choosing import PlanChoice, plan_choices
from backend.frameworks.tables import frameworks
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.signoff.tables import plans

_is_used = exists(
    select(plans.c.id).where(ours(plans), plans.c.framework_id == frameworks.c.id).correlate(frameworks)
)  # fmt: skip
_USED = Prepared(select(frameworks.c.key).where(ours(frameworks), _is_used).distinct())


@dataclass
class Offered:
    """What somebody may be held against: frameworks that plans here are made of, in any version, and the others."""

    used: Sequence[PlanChoice]
    others: Sequence[PlanChoice]


def offered(tx: Tx, today: date) -> Offered:
    """The newest version in use of each framework, for each of its roles, by title."""
    keys = {row.key for row in tx.rows(_USED)}
    found = plan_choices(tx, today)
    return Offered([one for one in found if one.key in keys], [one for one in found if one.key not in keys])

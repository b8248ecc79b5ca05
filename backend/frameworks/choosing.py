"""What a new plan can be made of: the newest version in use of each framework, for each of its roles."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, func, or_, select

from backend.frameworks.reading import framework_of
from backend.frameworks.tables import frameworks, retirements
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours


@dataclass
class PlanChoice:
    """A framework's newest version, and one of the roles it is for."""

    framework_id: Id
    key: str
    title: str
    role: str


_retires = (retirements.c.org == frameworks.c.org) & (retirements.c.framework_id == frameworks.c.id)
_IN_USE = or_(retirements.c.retires_on.is_(None), retirements.c.retires_on > bindparam("today", type_=Date()))
_RANKED = (
    select(
        frameworks.c.id,
        frameworks.c.title,
        func.row_number().over(partition_by=frameworks.c.key, order_by=frameworks.c.version.desc()).label("place"),
    )
    .outerjoin(retirements, _retires)
    .where(ours(frameworks), _IN_USE)
    .subquery("ranked")
)
_NEWEST = Prepared(
    select(_RANKED.c.id.label("id"))
    .where(_RANKED.c.place == 1)
    .order_by(_RANKED.c.title, _RANKED.c.id)
    .limit(bindparam("limit"))
)
MOST = 200
"""So many frameworks a form offers to choose from."""


def plan_choices(tx: Tx, today: date) -> list[PlanChoice]:
    """What a plan that starts now can be made of, by title."""
    found = [(row.id, framework_of(tx, row.id)) for row in tx.rows(_NEWEST, today=today, limit=MOST)]
    return [PlanChoice(id_, one.key, one.title, role) for id_, one in found for role in one.roles]

"""How far a new organisation has come: what there must be before anybody can be mentored and have a plan."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, select

from backend.frameworks.tables import frameworks
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people.tables import people, sites
from backend.signoff.tables import plans


@dataclass
class Begun:
    """Whether there is somewhere to work, somebody beside whoever looks, something to sign, and a plan."""

    has_sites: bool
    has_people: bool
    has_frameworks: bool
    has_plans: bool


_is_other = people.c.id != bindparam("actor", type_=IdType())
_BEGUN = Prepared(
    select(
        exists(select(sites.c.id).where(ours(sites))).label("has_sites"),
        exists(select(people.c.id).where(ours(people), people.c.left_at.is_(None), _is_other)).label("has_people"),
        exists(select(frameworks.c.id).where(ours(frameworks))).label("has_frameworks"),
        exists(select(plans.c.id).where(ours(plans))).label("has_plans"),
    )
)


def begun(tx: Tx, actor: Actor) -> Begun:
    """How far the actor's organisation has come."""
    row = tx.one(_BEGUN, actor=actor.person)
    return Begun(bool(row.has_sites), bool(row.has_people), bool(row.has_frameworks), bool(row.has_plans))

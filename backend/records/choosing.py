"""Whom one may write about: those one mentors or is line manager of, by name. Whoever manages a site finds its people
by searching for them.
"""

from sqlalchemy import select

from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, held_scopes
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, people

MOST = 50
_NEAR = Prepared(
    select(people.c.id, people.c.name)
    .where(ours(people), people.c.left_at.is_(None))
    .where(people.c.id.in_(held_scopes(Do.WRITE_RECORD, PERSON_SCOPES, "id")))
    .order_by(people.c.name_key, people.c.id)
    .limit(MOST)
)


def near(tx: Tx, actor: Actor) -> list[Named]:
    """Those whom the actor mentors or is line manager of, by name."""
    return [Named(row.id, row.name) for row in tx.rows(_NEAR, actor=actor.person)]


def is_near(actor: Actor, person: Id) -> bool:
    """Whether the actor mentors somebody or is their line manager."""
    return not {(Tie.MENTOR, person), (Tie.LINE, person)}.isdisjoint(actor.ties)

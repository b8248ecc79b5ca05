"""Who notes when somebody is away: by name, so that nobody has to ask whom to tell. Source: domain 8."""

from sqlalchemy import and_, bindparam, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import GRANTS, Do, Tie, in_force, ties
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, people

_NEAREST = (Tie.LINE, Tie.SITE, Tie.PEOPLE, Tie.ADMIN)
assert set(_NEAREST) == GRANTS[Do.RECORD_ABSENCE]
MOST = 3
"""So many are named: one of them is enough."""

_WHO = Prepared(
    select(ties.c.tie, people.c.id, people.c.name)
    .join(people, and_(people.c.org == ties.c.org, people.c.id == ties.c.person_id))
    .where(ours(ties), in_force(), people.c.id != bindparam("of_id", type_=IdType()))
    .where(or_(*(
        and_(ties.c.tie == tie.value, ties.c.scope_id == bindparam(f"of_{PERSON_SCOPES[tie]}", type_=IdType()))
        for tie in _NEAREST
    )))
    .order_by(people.c.name, people.c.id)
)  # fmt: skip


def who_notes(tx: Tx, person: Row) -> list[Named]:
    """Those nearest to somebody who note when they are away: their line manager, else the managers of their site, else
    the people team, else administrators. `person` is their row.
    """
    found = tx.rows(_WHO, of_id=person.id, of_site_id=person.site_id, of_org=tx.tenant)
    for tie in _NEAREST:
        if named := [Named(row.id, row.name) for row in found if row.tie == tie]:
            return named[:MOST]
    return []

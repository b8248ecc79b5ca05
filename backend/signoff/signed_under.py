"""Under which version a sign-off was made, where its plan has gone on under another since.

The entry of a sign-off says it for ever. It is read only of what was signed before a move. Source: trust, S22.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import func, literal_column, select

from backend.frameworks.publishing import framework_id
from backend.frameworks.reading import framework_of
from backend.kernel.database import Tx
from backend.kernel.entries import entries
from backend.kernel.ids import Id
from backend.kernel.prepared import Row
from backend.kernel.tenancy import ours
from backend.signoff.tables import sign_offs


@dataclass
class SignedUnder:
    """Another version than the plan's, and what the criterion was called in it."""

    version: int
    title: str


_then, _moves = entries.alias("then"), entries.alias("moves")
_moved = (
    select(func.max(_moves.c.seq))
    .where(ours(_moves), _moves.c.about == sign_offs.c.plan_id, _moves.c.kind == literal_column("'move_plan'"))
    .correlate(sign_offs)
    .scalar_subquery()
)
FACTS_THEN = (
    select(_then.c.facts)
    .where(ours(_then), _then.c.id == sign_offs.c.id, _then.c.seq < _moved)
    .correlate(sign_offs)
    .scalar_subquery()
    .label("facts_then")
)
"""A column beside those of a sign-off: the facts of its entry, null unless its plan has moved since."""


def signed_under(tx: Tx, plans_framework: Id, signed: Sequence[Row]) -> dict[Id, SignedUnder]:
    """Those of `signed`, rows with `FACTS_THEN`, that were made under another version than that of the plan."""
    found = {}
    for row in signed:
        if row.facts_then is None:
            continue
        said = orjson.loads(row.facts_then)["content"]
        then = framework_id(tx.tenant, said["framework"]["key"], said["framework"]["version"])
        if then != plans_framework:
            title = next(one.title for one in framework_of(tx, then).criterion if one.key == said["criterion"])
            found[row.id] = SignedUnder(said["framework"]["version"], title)
    return found

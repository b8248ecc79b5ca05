"""Signatures that a reviewer carried over: from a decided review to the plan that the mentee gets next.

They are read there and count nothing. Source: domain 1 (review).
"""

from sqlalchemy import and_, bindparam, or_, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.reviews.rules import STANDING
from backend.reviews.tables import reviews
from backend.signoff.tables import items

_CHOSEN = Prepared(
    select(items.c.id, items.c.key, reviews.c.carry_over)
    .select_from(reviews)
    .join(items, and_(items.c.org == reviews.c.org, items.c.plan_id == reviews.c.plan_id))
    .where(ours(reviews), reviews.c.mentee_id == bindparam("of_mentee", type_=IdType()), reviews.c.carry_over != "")
    .where(or_(*(reviews.c.status == one.value for one in STANDING)))
    .order_by(reviews.c.ended_at, reviews.c.id, items.c.round, items.c.id)
)
_CARRY = Prepared(
    update(items)
    .where(ours(items), items.c.plan_id == bindparam("of_plan", type_=IdType()), items.c.key == bindparam("of_key"))
    .values(prior_item_id=bindparam("new_prior", type_=IdType()))
)


def apply_created(tx: Tx, entry: Entry) -> None:
    """A new plan shows what was chosen from earlier ones; of several decisions the last one has the word."""
    rows = tx.rows(_CHOSEN, of_mentee=entry.attestation["mentee_id"])
    chosen = {row.key: row.id for row in rows if row.key in row.carry_over.split()}
    for key, item_id in chosen.items():
        tx.put(_CARRY, of_plan=entry.id, of_key=key, new_prior=item_id)

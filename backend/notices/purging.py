"""What has been sent is forgotten after a while: that something was sent, and when, is nobody's record.

Notices stay, as the rest of what concerns a person does. Source: trust, P05.
"""

from datetime import timedelta

from sqlalchemy import and_, bindparam, delete, or_

from backend.kernel.columns import Instant
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.notices.rules import State
from backend.notices.tables import deliveries

KEPT = timedelta(days=30)
KEPT_DEAD = timedelta(days=180)
"""What was given up waits longer for somebody to look at it."""

_PURGE = Prepared(
    delete(deliveries)
    .where(ours(deliveries), deliveries.c.done_at < bindparam("before", type_=Instant()))
    .where(
        or_(
            and_(deliveries.c.state != State.DEAD.value, deliveries.c.state != State.WAITING.value),
            deliveries.c.done_at < bindparam("long_before", type_=Instant()),
        )
    )
)


def purge(tx: Tx) -> None:
    """Forgets deliveries that were done a month ago, and those that were given up half a year ago."""
    tx.put(_PURGE, before=tx.now - KEPT, long_before=tx.now - KEPT_DEAD)

"""What would have been sent in the demo, which sends nothing: everybody there is invented, so everybody may look."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, literal_column, select

from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.notices.kinds import INBOX_ONLY
from backend.notices.rules import Channel
from backend.notices.tables import deliveries, notices
from backend.notices.texts import Text, text_of
from backend.people.tables import people

MOST = 50


@dataclass(frozen=True)
class WouldBe:
    """A push as it would have gone out: to whom and by which channel (None: they have no device), of which kind, word
    for word, and how the delivery stands.
    """

    to: str
    channel: Channel | None
    kind: str
    text: Text
    at: datetime
    state: str | None


_LATEST = Prepared(
    select(notices.c.kind, notices.c.at, people.c.name, deliveries.c.channel, deliveries.c.state)
    .join(people, and_(people.c.org == notices.c.org, people.c.id == notices.c.person_id))
    .outerjoin(deliveries, and_(
        deliveries.c.org == notices.c.org, deliveries.c.entry_id == notices.c.entry_id,
        deliveries.c.person_id == notices.c.person_id,
    ))
    .where(ours(notices), notices.c.kind.not_in([literal_column(f"'{kind}'") for kind in INBOX_ONLY]))
    .order_by(notices.c.at.desc(), notices.c.entry_id.desc(), notices.c.person_id, deliveries.c.target_id)
    .limit(MOST)
)  # fmt: skip


def pushes(tx: Tx) -> list[WouldBe]:
    """The newest first."""
    return [
        WouldBe(
            row.name, Channel(row.channel) if row.channel else None, row.kind, text_of(row.kind), row.at, row.state
        )
        for row in tx.rows(_LATEST)
    ]  # fmt: skip

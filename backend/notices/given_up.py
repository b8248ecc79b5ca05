"""What could not be sent in one organisation: how much, by which way and why, and letting it be tried again.

Counts and codes alone: who was to be told what is nobody's business who looks after the sending. Source: decisions,
Rights (D); domain 8.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, literal_column, select, update

from backend.kernel.columns import Instant
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.notices.rules import Channel, State
from backend.notices.tables import deliveries
from backend.notices.targets import count_disabled


@dataclass
class GivenUp:
    """How much was given up by one channel for one reason, as the provider calls it (`expired`: nobody was in time)."""

    channel: Channel
    code: str
    count: int


@dataclass
class Deliveries:
    """How much waits to be sent and since when the oldest does, what was given up, and how many devices cannot be
    reached until somebody looks at the set-up they belong to.
    """

    waiting: int
    oldest_at: datetime | None
    given_up: list[GivenUp]
    disabled_targets: int


@dataclass
class SentAgain:
    """How much waits anew."""

    count: int


# Written out: an index of some rows only is used only where the statement says so word for word.
_dead = deliveries.c.state == literal_column(f"'{State.DEAD.value}'")
_WAITING = Prepared(
    select(func.count().label("waiting"), func.min(deliveries.c.made_at, type_=Instant()).label("oldest"))
    .select_from(deliveries)
    .where(ours(deliveries), deliveries.c.state == literal_column(f"'{State.WAITING.value}'"))
)
_DEAD = Prepared(
    select(deliveries.c.channel, func.coalesce(deliveries.c.last_code, "").label("code"), func.count().label("count"))
    .where(ours(deliveries), _dead)
    .group_by(deliveries.c.channel, deliveries.c.last_code)
    .order_by(deliveries.c.channel, deliveries.c.last_code)
    .limit(100)
)
_NOW = bindparam("now", type_=Instant())
_AGAIN = Prepared(
    update(deliveries)
    .where(ours(deliveries), _dead)
    .values(state=State.WAITING.value, due_at=_NOW, made_at=_NOW, attempts=0, done_at=None)
    .returning(deliveries.c.channel)
)


def show_deliveries(tx: Tx, actor: Actor) -> Deliveries:
    """How it stands with sending in the actor's organisation. Raises `not_allowed`."""
    _ensure_may(actor)
    waiting = tx.one(_WAITING)
    dead = [GivenUp(Channel(row.channel), row.code, row.count) for row in tx.rows(_DEAD)]
    return Deliveries(waiting.waiting, waiting.oldest, dead, count_disabled(tx))


def send_given_up(tx: Tx, actor: Actor) -> SentAgain:
    """Lets everything that was given up in the organisation wait again, as if it had been told now.

    What no longer concerns anybody, or was read meanwhile, is not sent. Raises `not_allowed`.
    """
    _ensure_may(actor)
    tx.rings = True
    return SentAgain(len(tx.rows(_AGAIN)))


def _ensure_may(actor: Actor) -> None:
    if not actor.may_anywhere(Do.SEE_DELIVERIES):
        raise forbidden()

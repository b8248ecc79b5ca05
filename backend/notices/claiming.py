"""Deliveries of all organisations: what is due, who has it in hand, and what became of it.

The only statements of the house that reach across organisations. On PostgreSQL they run as a role of their own, which
sees this table and no other. Source: decisions, Database.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, literal_column, select, union_all, update

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Across, Row
from backend.notices.rules import Channel, State
from backend.notices.tables import deliveries


@dataclass(frozen=True)
class Key:
    """Which delivery: of whose notice, by which way, to what."""

    org: Id
    entry_id: Id
    person_id: Id
    channel: Channel
    target_id: Id


@dataclass(frozen=True)
class Kept:
    """What became of a delivery. One that is to be tried again is `waiting` and due at `due_at`; `code` says why."""

    key: Key
    state: State
    due_at: datetime
    code: str | None
    tried: bool = True


@dataclass
class Queue:
    """How many deliveries wait, and since when the oldest does; how many were given up."""

    depth: int
    oldest: datetime | None
    dead: int


_KEY = ("org", "entry_id", "person_id", "channel", "target_id")
_CLAIM = bindparam("claim", type_=IdType())
_NOW = bindparam("now", type_=Instant())
_UNTIL = bindparam("until", type_=Instant())
# Written out: an index of some rows only is used only where the statement says so word for word.
_waits = deliveries.c.state == literal_column(f"'{State.WAITING.value}'")
_dead = deliveries.c.state == literal_column(f"'{State.DEAD.value}'")
_due = (
    select(*(deliveries.c[name] for name in _KEY))
    .where(_waits, deliveries.c.channel == bindparam("by"), deliveries.c.due_at <= _NOW)
    .order_by(deliveries.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_TAKE = Across(
    update(deliveries)
    .where(and_(*(deliveries.c[name] == _due.c[name] for name in _KEY)))
    .values(claim_id=_CLAIM, due_at=_UNTIL)
    .returning(deliveries.c.org)
)
_KEEP = Across(
    update(deliveries)
    .where(*(deliveries.c[name] == bindparam(f"of_{name}", type_=deliveries.c[name].type) for name in _KEY))
    .where(deliveries.c.claim_id == _CLAIM)
    .values(
        state=bindparam("new_state"), due_at=_UNTIL, claim_id=None, last_code=bindparam("code"),
        attempts=deliveries.c.attempts + bindparam("tries"), done_at=bindparam("done", type_=Instant()),
    )
)  # fmt: skip


def _first(channel: Channel) -> Select[Any]:
    one = (
        select(literal(channel.value).label("channel"), deliveries.c.due_at)
        .where(_waits, deliveries.c.channel == channel.value)
        .order_by(deliveries.c.due_at)
        .limit(1)
        .subquery()
    )
    return select(one.c.channel, one.c.due_at)


_NEXT = Across(union_all(*map(_first, Channel)))
_QUEUE = Across(
    select(
        select(func.count()).select_from(deliveries).where(_waits).scalar_subquery().label("depth"),
        select(func.min(deliveries.c.made_at, type_=Instant())).where(_waits).scalar_subquery().label("oldest"),
        select(func.count()).select_from(deliveries).where(_dead).scalar_subquery().label("dead"),
    )
)
_GIVEN_UP = Across(
    select(deliveries.c.channel, deliveries.c.last_code, func.count().label("how_many"))
    .where(_dead)
    .group_by(deliveries.c.channel, deliveries.c.last_code)
    .order_by(deliveries.c.channel, deliveries.c.last_code)
)
_AGAIN = Across(
    update(deliveries)
    .where(_dead)
    .values(state=State.WAITING.value, due_at=_NOW, made_at=_NOW, attempts=0, done_at=None)
    .returning(deliveries.c.org)
)


def next_due(tx: Tx) -> dict[Channel, datetime]:
    """For each channel by which something waits, when the first of it is due."""
    return {Channel(row.channel): row.due_at for row in tx.rows(_NEXT)}


def take(tx: Tx, channel: Channel, limit: int, claim: Id, until: datetime) -> set[Id]:
    """Claims what is due by `channel`, at most `limit`, as `claim`, until then; the organisations whose it is."""
    return {row.org for row in tx.rows(_TAKE, by=channel.value, limit=limit, claim=claim, until=until)}


def keep(tx: Tx, claim: Id, kept: Kept) -> None:
    """Writes what became of a delivery, unless its lease ran out and somebody else has it."""
    named = {f"of_{name}": getattr(kept.key, name) for name in _KEY}
    tx.put(
        _KEEP,
        claim=claim,
        new_state=kept.state.value,
        until=kept.due_at,
        code=kept.code,
        tries=int(kept.tried),
        done=None if kept.state is State.WAITING else tx.now,
        **named,
    )


def queue(tx: Tx) -> Queue:
    """How long the queue is."""
    row = tx.one(_QUEUE)
    return Queue(row.depth, row.oldest, row.dead)


def given_up(tx: Tx) -> list[Row]:
    """What was given up, by `channel` and `last_code`: `how_many`."""
    return tx.rows(_GIVEN_UP)


def send_again(tx: Tx) -> int:
    """Lets everything that was given up wait again, as if it had been told now; how many."""
    tx.rings = True
    return len(tx.rows(_AGAIN))

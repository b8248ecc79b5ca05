"""What would have been sent in the demo, which sends nothing: everybody there is invented, so everybody may look.

It shows what the worker made of each delivery, with no way out to hand it to: what goes at once, what waits for working
time, and what went out together as it began.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, or_, select

from backend.accounts.rules import Platform
from backend.accounts.tables import sessions
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.notices.hours import USUAL, begun
from backend.notices.kinds import AT_ONCE, INBOX_ONLY
from backend.notices.rules import Channel, State
from backend.notices.sending import UNSET
from backend.notices.tables import deliveries, notice_wishes, notices, push_targets
from backend.notices.texts import Text, text_of, together_of
from backend.notices.wanting import OF_PERSON, pattern_of
from backend.people.tables import organisations, people

MOST, MOST_ALONE = 50, 20
_READ = 200
"""Deliveries that are looked at: several may go out as one."""


@dataclass(frozen=True)
class WouldBe:
    """A message as it would have gone out: to whom, by which channel and to what sort of device (None: by mail, or the
    device is gone), for notices of which kinds, word for word, and when. `waits`: it goes out then, as their working
    time begins.
    """

    to: str
    channel: Channel
    platform: Platform | None
    kinds: Sequence[str]
    text: Text
    at: datetime
    waits: bool


@dataclass(frozen=True)
class InInbox:
    """A notice that stays in the inbox: no device of theirs is registered, or they wanted no more than that."""

    to: str
    kind: str
    text: Text
    at: datetime


@dataclass(frozen=True)
class Pushes:
    """What would have been sent, and what stays in the inbox; the newest first."""

    sent: list[WouldBe]
    alone: list[InInbox]


def _written(*names: str) -> list[ColumnElement[str]]:
    return [literal_column(f"'{name}'") for name in names]


_same_notice = and_(
    deliveries.c.org == notices.c.org, deliveries.c.entry_id == notices.c.entry_id,
    deliveries.c.person_id == notices.c.person_id,
)  # fmt: skip
_same_person = and_(people.c.org == notices.c.org, people.c.id == notices.c.person_id)
_is_pushed = notices.c.kind.not_in(_written(*INBOX_ONLY))
_waits = deliveries.c.state == literal_column(f"'{State.WAITING.value}'")
_LATEST = Prepared(
    select(
        notices.c.kind, notices.c.entry_id, people.c.name, deliveries.c.person_id, deliveries.c.channel,
        deliveries.c.target_id, deliveries.c.made_at, deliveries.c.due_at, deliveries.c.done_at, sessions.c.platform,
        organisations.c.zone, notice_wishes.c.weekdays, notice_wishes.c.starts, notice_wishes.c.ends,
    )
    .join(deliveries, _same_notice)
    .join(people, _same_person)
    .join(organisations, organisations.c.org == notices.c.org)
    .outerjoin(notice_wishes, OF_PERSON)
    .outerjoin(push_targets, and_(
        push_targets.c.org == deliveries.c.org, push_targets.c.device_id == deliveries.c.target_id
    ))
    .outerjoin(sessions, and_(sessions.c.org == push_targets.c.org, sessions.c.id == push_targets.c.session_id))
    .where(ours(notices), or_(_waits, deliveries.c.last_code == literal_column(f"'{UNSET}'")))
    .order_by(func.coalesce(deliveries.c.done_at, deliveries.c.due_at).desc(), deliveries.c.person_id,
              deliveries.c.target_id, deliveries.c.made_at.desc(), deliveries.c.entry_id)
    .limit(_READ)
)  # fmt: skip
_ALONE = Prepared(
    select(notices.c.kind, notices.c.at, people.c.name)
    .join(people, _same_person)
    .where(
        ours(notices),
        _is_pushed,
        ~exists(select(deliveries.c.entry_id).where(ours(deliveries), _same_notice).correlate(notices)),
    )
    .order_by(notices.c.at.desc(), notices.c.entry_id.desc(), notices.c.person_id)
    .limit(MOST_ALONE)
)


def pushes(tx: Tx) -> Pushes:
    """What would have gone out, and what stays in the inbox."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in tx.rows(_LATEST):
        groups.setdefault(_together(row), []).append(row)
    alone = [InInbox(row.name, row.kind, text_of(row.kind), row.at) for row in tx.rows(_ALONE)]
    return Pushes([_message(rows) for rows in groups.values()][:MOST], alone)


def _together(row: Row) -> tuple[object, ...]:
    """What the rows of one message have in common: alone it is a delivery's own."""
    target = row.person_id, row.channel, row.target_id
    if row.kind not in AT_ONCE and _has_waited(row):
        return (*target, row.done_at or row.due_at)
    return (*target, row.entry_id)


def _has_waited(row: Row) -> bool:
    if row.done_at is None:
        return bool(row.due_at > row.made_at)
    begun_at = begun(pattern_of(row, USUAL), row.zone, row.done_at)
    return begun_at is not None and bool(row.made_at < begun_at)


def _message(rows: Sequence[Row]) -> WouldBe:
    first, waits = rows[0], rows[0].done_at is None
    at = first.made_at if len(rows) == 1 and not _has_waited(first) else first.done_at or first.due_at
    text = text_of(first.kind if len(rows) == 1 else together_of(len(rows)))
    platform = Platform(first.platform) if first.platform else None
    return WouldBe(first.name, Channel(first.channel), platform, [row.kind for row in rows], text, at, waits)

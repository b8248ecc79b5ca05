"""What is asked again at the moment of sending: does it still concern this person, and can they still be reached?

In the organisation whose delivery it is, as the role that serves: the worker's own sees deliveries alone.
Source: domain 8.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from backend.accounts.tables import sessions
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.notices.claiming import Kept, Key
from backend.notices.hours import Pattern, from_when
from backend.notices.kinds import AT_ONCE
from backend.notices.notifying import LIVE
from backend.notices.rules import STALE_AFTER, Channel, State, TargetKind
from backend.notices.sending import Parcel, tag_of
from backend.notices.tables import deliveries, notices, push_targets
from backend.notices.texts import manner_of, text_of
from backend.people.tables import organisations, people

MOST_BADGE = 99
"""An icon shows no more, and nobody counts further for it."""

Concerned = Callable[[Tx, Sequence[Row]], Collection[tuple[Id, Id]]]
"""Of the rows of one claim, with `claim_id`, `entry_id`, `person_id`, `kind`, `about` and `at`: which (entry, person)
may still be told of it."""

_same_notice = and_(
    notices.c.org == deliveries.c.org,
    notices.c.entry_id == deliveries.c.entry_id,
    notices.c.person_id == deliveries.c.person_id,
)
_same_target = and_(
    push_targets.c.org == deliveries.c.org,
    push_targets.c.device_id == deliveries.c.target_id,
    push_targets.c.person_id == deliveries.c.person_id,
)
_same_session = and_(sessions.c.org == push_targets.c.org, sessions.c.id == push_targets.c.session_id, LIVE)
_unread = notices.alias("unread")
_some_unread = (
    select(_unread.c.entry_id)
    .where(_unread.c.org == deliveries.c.org, _unread.c.person_id == deliveries.c.person_id)
    .where(_unread.c.read_at.is_(None))
    .limit(MOST_BADGE)
    .correlate(deliveries)
    .subquery()
)
_badge = select(func.count()).select_from(_some_unread).scalar_subquery()
_CLAIMED = Prepared(
    select(
        deliveries.c.entry_id, deliveries.c.person_id, deliveries.c.channel, deliveries.c.target_id,
        deliveries.c.attempts, deliveries.c.made_at, deliveries.c.due_at, deliveries.c.claim_id,
        notices.c.kind, notices.c.about, notices.c.at, notices.c.read_at,
        people.c.left_at, people.c.email, push_targets.c.kind.label("target_kind"), push_targets.c.value,
        sessions.c.id.label("session"), _badge.label("badge"), organisations.c.zone,
    )
    .join(notices, _same_notice)
    .join(people, and_(people.c.org == deliveries.c.org, people.c.id == deliveries.c.person_id))
    .join(organisations, organisations.c.org == deliveries.c.org)
    .outerjoin(push_targets, _same_target)
    .outerjoin(sessions, _same_session)
    .where(ours(deliveries), deliveries.c.claim_id == bindparam("claim", type_=IdType()))
    .order_by(deliveries.c.made_at, deliveries.c.entry_id)
)  # fmt: skip


def prepare(
    tx: Tx, claim: Id, concerned: Concerned, pattern: Pattern | None = None
) -> tuple[list[Parcel], list[Kept]]:  # fmt: skip
    """What of `claim` is to be sent, and what became of the rest without being sent. Outside working time, if there is
    a `pattern` of it, things wait until it begins, but for what is told at once.
    """
    rows = tx.rows(_CLAIMED, claim=claim, fresh=tx.now - STALE_AFTER)
    still = set(concerned(tx, rows)) if rows else set()
    parcels, settled = [], []
    for row in rows:
        key = Key(tx.tenant, row.entry_id, row.person_id, Channel(row.channel), row.target_id)
        state, code = _settled(tx, row, (row.entry_id, row.person_id) in still)
        due_at = tx.now if pattern is None or row.kind in AT_ONCE else from_when(pattern, row.zone, tx.now)
        if state is None and due_at > tx.now:
            settled.append(Kept(key, State.WAITING, due_at, "quiet", tried=False))
        elif state is None:
            parcels.append(_parcel(tx, key, row))
        else:
            settled.append(Kept(key, state, row.due_at, code, tried=False))
    return parcels, settled


def _settled(tx: Tx, row: Row, is_concerned: bool) -> tuple[State | None, str]:
    """How it stands before anything is sent; None when it is to be."""
    if row.left_at is not None or not is_concerned:
        return State.SILENT, "no_longer"
    if row.read_at is not None:
        return State.SILENT, "read"
    if not _address(row):
        return State.GONE, "no_target"
    if _expires(row) <= tx.now:
        return State.DEAD, "expired"
    return None, ""


def _expires(row: Row) -> datetime:
    at: datetime = row.made_at + manner_of(row.kind).lasts
    return at


def _address(row: Row) -> str | None:
    found: str | None = row.email if row.channel == Channel.MAIL else row.value if row.session else None
    return found


def _parcel(tx: Tx, key: Key, row: Row) -> Parcel:
    expires_at = _expires(row)
    return Parcel(
        key=key,
        kind=TargetKind(row.target_kind) if row.session else None,
        value=_address(row) or "",
        text=text_of(row.kind),
        tag=tag_of(row.person_id, row.about),
        badge=row.badge,
        made_at=row.made_at,
        expires_at=expires_at,
        lasts=expires_at - tx.now,
        attempts=row.attempts,
    )


def everybody(tx: Tx, rows: Sequence[Row]) -> Collection[tuple[Id, Id]]:
    """Everybody who was told is still concerned; for kinds that ask for no more."""
    return {(row.entry_id, row.person_id) for row in rows}

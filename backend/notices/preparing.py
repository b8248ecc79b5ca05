"""What is asked again at the moment of sending: does it still concern this person, do they want it by this way and
now, and can they still be reached?

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
from backend.notices.gathering import gather
from backend.notices.hours import Pattern, begun, by_day, from_when, from_when_daily
from backend.notices.kinds import AT_ONCE
from backend.notices.notifying import LIVE
from backend.notices.preferences import HowOften
from backend.notices.rules import STALE_AFTER, Channel, State, TargetKind
from backend.notices.sending import Parcel, tag_of
from backend.notices.tables import deliveries, notice_wishes, notices, push_targets
from backend.notices.texts import manner_of, text_of, together_of
from backend.notices.wanting import OF_PERSON, WANTED, pattern_of
from backend.people.tables import organisations, people
from backend.records.rules import RecordKind
from backend.records.tables import records

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
        sessions.c.id.label("session"), _badge.label("badge"), organisations.c.zone, notices.c.topic,
        notice_wishes.c.rhythm, notice_wishes.c.weekdays, notice_wishes.c.starts, notice_wishes.c.ends,
        WANTED.label("is_wanted"), records.c.kind.label("record_kind"),
    )
    .join(notices, _same_notice)
    .join(people, and_(people.c.org == deliveries.c.org, people.c.id == deliveries.c.person_id))
    .join(organisations, organisations.c.org == deliveries.c.org)
    .outerjoin(push_targets, _same_target)
    .outerjoin(sessions, _same_session)
    .outerjoin(notice_wishes, OF_PERSON)
    .outerjoin(records, and_(records.c.org == notices.c.org, records.c.id == notices.c.about))
    .where(ours(deliveries), deliveries.c.claim_id == bindparam("claim", type_=IdType()))
    .order_by(deliveries.c.made_at, deliveries.c.entry_id)
)  # fmt: skip


def prepare(
    tx: Tx, claim: Id, concerned: Concerned, pattern: Pattern | None = None
) -> tuple[list[Parcel], list[Kept]]:  # fmt: skip
    """What of `claim` is to be sent, and what became of the rest without being sent. `pattern` is the working time of
    whoever has said nothing; outside their own nothing goes out but what is told at once, and what waited for it goes
    as one. Without a `pattern` nobody's hours are heeded.
    """
    rows = tx.rows(_CLAIMED, claim=claim, fresh=tx.now - STALE_AFTER)
    still = set(concerned(tx, rows)) if rows else set()
    parcels, settled, held = [], [], []
    for row in rows:
        key = _key(tx, row)
        state, code = _settled(tx, row, (row.entry_id, row.person_id) in still)
        heeds = pattern if row.kind not in AT_ONCE else None
        due_at = tx.now if heeds is None else _from_when(row, heeds, tx.now)
        if state is not None:
            settled.append(Kept(key, state, row.due_at, code, tried=False))
        elif due_at is None:
            settled.append(Kept(key, State.SILENT, row.due_at, "night", tried=False))
        elif due_at > tx.now:
            settled.append(Kept(key, State.WAITING, due_at, "quiet", tried=False))
        elif heeds is not None and (begun_at := _held_until(row, heeds, tx.now)):
            held.append((row, begun_at))
        else:
            parcels.append(_parcel(tx, [row]))
    together, waits = gather(tx, claim, held)
    return [*parcels, *(_parcel(tx, group, is_held=True) for group in together)], [*settled, *waits]


def _key(tx: Tx, row: Row) -> Key:
    return Key(tx.tenant, row.entry_id, row.person_id, Channel(row.channel), row.target_id)


def _from_when(row: Row, usual: Pattern, now: datetime) -> datetime | None:
    """When it may go out; never for what is not told at night, to somebody who works at no other time."""
    own = pattern_of(row, usual)
    if row.rhythm == HowOften.DAILY and row.topic:
        now = from_when_daily(own, row.zone, now, row.made_at)
    if row.record_kind == RecordKind.PRACTICE_TO_IMPROVE:
        return by_day(own, row.zone, now)
    return from_when(own, row.zone, now)


def _held_until(row: Row, usual: Pattern, now: datetime) -> datetime | None:
    """When the working time began that it has waited for, if it has."""
    begun_at = begun(pattern_of(row, usual), row.zone, now)
    return begun_at if begun_at is not None and row.made_at < begun_at else None


def _settled(tx: Tx, row: Row, is_concerned: bool) -> tuple[State | None, str]:
    """How it stands before anything is sent; None when it is to be."""
    if row.left_at is not None or not is_concerned:
        return State.SILENT, "no_longer"
    if row.read_at is not None:
        return State.SILENT, "read"
    if not row.is_wanted:
        return State.SILENT, "not_wanted"
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


def _parcel(tx: Tx, rows: Sequence[Row], is_held: bool = False) -> Parcel:
    """One message for all of `rows`, which go to the same target."""
    row, *others = rows
    expires_at = max(map(_expires, rows))
    is_one = not others
    return Parcel(
        key=_key(tx, row),
        beside=tuple(_key(tx, other) for other in others),
        is_held=is_held,
        kind=TargetKind(row.target_kind) if row.session else None,
        value=_address(row) or "",
        text=text_of(row.kind if is_one else together_of(len(rows))),
        tag=tag_of(row.person_id, row.about if is_one else row.person_id),
        badge=row.badge,
        made_at=row.made_at,
        expires_at=expires_at,
        lasts=expires_at - tx.now,
        attempts=row.attempts,
    )

"""Telling somebody: a notice, and the deliveries that are wanted, in the transaction of what it tells of."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Text, and_, bindparam, case, literal, literal_column, or_, select, union_all
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.accounts.tables import sessions
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours, tenant
from backend.notices.kinds import INBOX_ONLY, topic_of
from backend.notices.rules import STALE_AFTER, Channel, State, TargetKind
from backend.notices.tables import deliveries, notice_wishes, notices, push_targets
from backend.notices.wanting import MAILED, OF_PERSON, PUSHED
from backend.people.tables import people

_ENTRY, _PERSON = bindparam("entry", type_=IdType()), bindparam("of_person", type_=IdType())
_NOW = bindparam("now", type_=Instant())
_NOTICE = Prepared(
    insert(notices)
    .values(
        org=tenant(), entry_id=_ENTRY, person_id=_PERSON, kind=bindparam("of_kind"), topic=bindparam("of_topic"),
        about=bindparam("of_thing", type_=IdType()), matter_id=bindparam("of_matter", type_=IdType()), at=_NOW,
    )
    .on_conflict_do_nothing()
)  # fmt: skip
_ROW = ("org", "entry_id", "person_id", "channel", "target_id", "state", "due_at", "attempts", "made_at")
_channel = case((push_targets.c.kind == TargetKind.WEBPUSH.value, Channel.WEBPUSH.value), else_=Channel.FCM.value)
LIVE = and_(
    push_targets.c.disabled_at.is_(None),
    or_(
        push_targets.c.kind == literal_column(f"'{TargetKind.WEBPUSH.value}'"),
        push_targets.c.seen_at > bindparam("fresh", type_=Instant()),
    ),
    sessions.c.person_id == push_targets.c.person_id,
    sessions.c.ended_at.is_(None),
    sessions.c.lasts_until > _NOW,
    sessions.c.shared_until.is_(None),
)
"""The condition that a target joined with its session can be sent to: it is registered lately (after `fresh`; a
browser's holds until its service says otherwise), in a session that goes on, of the same person, on a phone of their
own."""
_rest = (literal(State.WAITING.value), bindparam("due_at", type_=Instant()), literal(0), _NOW)
_told = and_(
    ours(notices),
    notices.c.entry_id == _ENTRY,
    notices.c.at == _NOW,
    notices.c.kind.not_in([literal_column(f"'{kind}'") for kind in INBOX_ONLY]),
)
_reachable = (
    select(tenant().label("org"), notices.c.entry_id, notices.c.person_id, _channel, push_targets.c.device_id, *_rest)
    .select_from(notices)
    .join(push_targets, and_(push_targets.c.org == notices.c.org, push_targets.c.person_id == notices.c.person_id))
    .join(sessions, and_(sessions.c.org == push_targets.c.org, sessions.c.id == push_targets.c.session_id))
    .outerjoin(notice_wishes, OF_PERSON)
    .where(_told, LIVE, PUSHED)
)
_written_to = (
    select(
        tenant().label("org"), notices.c.entry_id, notices.c.person_id, literal(Channel.MAIL.value, Text()),
        notices.c.person_id, *_rest,
    )
    .select_from(notices)
    .join(people, and_(people.c.org == notices.c.org, people.c.id == notices.c.person_id))
    .join(notice_wishes, OF_PERSON)
    .where(_told, MAILED)
)  # fmt: skip
_GO_OUT = Prepared(
    insert(deliveries).from_select(_ROW, union_all(_reachable, _written_to)).on_conflict_do_nothing()
)  # fmt: skip


@dataclass(frozen=True)
class News:
    """One thing to tell one person: `entry_id` is what it tells of, or an id that makes it the only one of its sort;
    `matter_id` what waits for them, if that is what it is about.
    """

    entry_id: Id
    person_id: Id
    kind: str
    about: Id
    matter_id: Id | None = None


def tell(tx: Tx, news: Iterable[News]) -> None:
    """Tells each of theirs: it is in their inbox once this transaction is kept, and goes out from then on.

    Twice the same is told once.
    """
    told = set()
    for one in news:
        _put(tx, one)
        if one.kind not in INBOX_ONLY:
            told.add(one.entry_id)
    for entry in sorted(told):
        tx.put(_GO_OUT, entry=entry, due_at=tx.now, fresh=tx.now - STALE_AFTER)
    tx.rings = tx.rings or bool(told)


def _put(tx: Tx, one: News) -> None:
    given = {"entry": one.entry_id, "of_person": one.person_id, "of_kind": one.kind}
    tx.put(_NOTICE, of_topic=topic_of(one.kind), of_thing=one.about, of_matter=one.matter_id, **given)

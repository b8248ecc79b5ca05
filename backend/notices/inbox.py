"""The inbox: what somebody was told, newest first, as far as it still concerns them; and marking it read.

Lines are made here, when they are read, so that nobody reads in an old one what they may see no longer. Source: api
(notices); trust, P13.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, bindparam, func, literal, or_, select, union_all, update

from backend.frameworks.reading import framework_of
from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import entries
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.pages import Page, Paging, cut, instant_key
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.kernel.waits import waits
from backend.mentoring.tables import agreements
from backend.notices.concerning import CONCERNED
from backend.notices.kinds import KINDS, Kind, Thing, Topic
from backend.notices.tables import notices
from backend.people.tables import people
from backend.records.tables import records
from backend.reviews.tables import reviews
from backend.signoff.held import holding
from backend.signoff.tables import items, plans, sign_offs
from backend.signoff.waiting import Me, show_me


@dataclass
class Notice:
    """One thing the caller was told. `line` says it in a sentence, with names, for whoever is signed in. `leads_to` is
    the sort of thing it leads to and `about_id` its id (None when there is nothing to open); for what is on a plan,
    `plan_id` and `item_id` as well.
    """

    id: Id
    kind: str
    topic: Topic
    line: str
    at: datetime
    read_at: datetime | None
    leads_to: Thing
    about_id: Id | None
    plan_id: Id | None
    item_id: Id | None


@dataclass
class Inbox:
    """A page of it, newest first, and how many are unread in all. `next_cursor` is None on the last page."""

    items: list[Notice]
    next_cursor: str | None
    unread: int


@dataclass
class Reading:
    """A notice that has been read, since when, and how many are unread now."""

    id: Id
    read_at: datetime
    unread: int


@dataclass
class ReadAll:
    """How many are unread once all are read: none."""

    unread: int


@dataclass
class Home(Me):
    """Who is signed in, what waits for them, and how many notices they have not read."""

    unread: int


_ACTOR = bindparam("actor", type_=IdType())
_OF = bindparam("of_id", type_=IdType())
_AT, _AFTER = bindparam("at", type_=Instant()), bindparam("after", type_=IdType())
_mine = and_(ours(notices), notices.c.person_id == _ACTOR, CONCERNED)
_unread = and_(_mine, notices.c.read_at.is_(None))
_on_plan = func.coalesce(items.c.plan_id, sign_offs.c.plan_id, plans.c.id, reviews.c.plan_id)
_item = items.alias("signed_item")
_plan = plans.alias("its_plan")
_by = people.alias("by")
_subject_id = func.coalesce(_plan.c.mentee_id, agreements.c.mentee_id, records.c.subject_id, type_=IdType())


def _about(table: Any, id_: Any) -> Any:
    return and_(table.c.org == notices.c.org, table.c.id == id_)


_LIST = Prepared(
    select(
        notices.c.entry_id, notices.c.kind, notices.c.about, notices.c.at, notices.c.read_at,
        _plan.c.id.label("plan_id"), _plan.c.framework_id, _subject_id.label("subject_id"),
        func.coalesce(items.c.id, sign_offs.c.item_id, type_=IdType()).label("item_id"),
        func.coalesce(items.c.key, _item.c.key, type_=Text()).label("key"),
        people.c.name, _by.c.name.label("by"),
    )
    .select_from(notices)
    .outerjoin(items, _about(items, notices.c.about))
    .outerjoin(sign_offs, _about(sign_offs, notices.c.about))
    .outerjoin(_item, _about(_item, sign_offs.c.item_id))
    .outerjoin(reviews, _about(reviews, notices.c.about))
    .outerjoin(plans, _about(plans, notices.c.about))
    .outerjoin(_plan, _about(_plan, _on_plan))
    .outerjoin(agreements, _about(agreements, notices.c.about))
    .outerjoin(records, _about(records, notices.c.about))
    .outerjoin(people, _about(people, _subject_id))
    .outerjoin(entries, _about(entries, notices.c.entry_id))
    .outerjoin(_by, _about(_by, entries.c.actor))
    .where(_mine, or_(notices.c.at < _AT, and_(notices.c.at == _AT, notices.c.entry_id < _AFTER)))
    .order_by(notices.c.at.desc(), notices.c.entry_id.desc())
    .limit(bindparam("limit"))
)  # fmt: skip
_COUNT = Prepared(select(func.count().label("unread")).select_from(notices).where(_unread))
_ONE = Prepared(select(notices.c.entry_id, notices.c.read_at).where(_mine, notices.c.entry_id == _OF))
_own = (ours(notices), notices.c.person_id == _ACTOR, notices.c.read_at.is_(None))
_READ = Prepared(
    update(notices).where(*_own, notices.c.entry_id == _OF).values(read_at=bindparam("now", type_=Instant()))
)
_READ_ALL = Prepared(
    update(notices).where(*_own, notices.c.at <= _AT).values(read_at=bindparam("now", type_=Instant()))
)
_STANDING = Prepared(
    union_all(
        select(waits.c.kind, func.count().label("count")).where(holding).group_by(waits.c.kind),
        select(literal("").label("kind"), func.count().label("count")).select_from(notices).where(_unread),
    )
)
_LAST = "9999-12-31T23:59:59.999Z"
_END = "ffffffff-ffff-ffff-ffff-ffffffffffff"


def list_notices(tx: Tx, actor: Actor, paging: Paging) -> Inbox:
    """What the actor was told, newest first, and how much of it is unread."""
    page = page_of(tx, actor, paging)
    return Inbox(page.items, page.next_cursor, _count(tx, actor))


def page_of(tx: Tx, actor: Actor, paging: Paging) -> Page[Notice]:
    """What the actor was told, newest first."""
    at, after = paging.keys(_LAST, _END)
    rows = tx.rows(_LIST, actor=actor.person, at=instant_key(at), after=after, limit=paging.limit + 1)
    return cut([_notice(tx, actor, row) for row in rows], paging.limit, lambda one: [stamp(one.at), one.id])


def _notice(tx: Tx, actor: Actor, row: Row) -> Notice:
    kind = KINDS[row.kind]
    return Notice(
        row.entry_id,
        row.kind,
        kind.topic,
        _line(tx, actor, kind, row),
        row.at,
        row.read_at,
        kind.thing,
        None if kind.thing is Thing.NONE else row.about,
        row.plan_id,
        row.item_id,
    )


def _line(tx: Tx, actor: Actor, kind: Kind, row: Row) -> str:
    title = ""
    if row.key is not None:
        title = next(c.title for c in framework_of(tx, row.framework_id).criterion if c.key == row.key)
    return kind.reads(
        row.subject_id == actor.person, subject=row.name or "Somebody", by=row.by or "Somebody", title=title
    )  # fmt: skip


def read_notice(tx: Tx, actor: Actor, notice_id: Id) -> Reading:
    """The actor has read one of theirs; when again, the first time counts. Raises `not_found`."""
    row = tx.first(_ONE, actor=actor.person, of_id=notice_id)
    if row is None:
        raise missing()
    tx.put(_READ, actor=actor.person, of_id=notice_id)
    return Reading(notice_id, row.read_at or tx.now, _count(tx, actor))


def read_all(tx: Tx, actor: Actor, until: datetime | None = None) -> ReadAll:
    """The actor has read all that they were told, or what they were told until then."""
    tx.put(_READ_ALL, actor=actor.person, at=until or tx.now)
    return ReadAll(_count(tx, actor))


def _count(tx: Tx, actor: Actor) -> int:
    return int(tx.one(_COUNT, actor=actor.person).unread)


@dataclass(frozen=True)
class Pending:
    """How much waits for somebody today, by kind, and how many notices they have not read."""

    waits: dict[str, int]
    unread: int


def pending(tx: Tx, actor: Actor) -> Pending:
    """Both in one statement: every page shows them."""
    rows = tx.rows(_STANDING, actor=actor.person, today=tx.today(actor.zone))
    found = {row.kind: row.count for row in rows}
    unread = found.pop("")
    return Pending(found, unread)


def show_home(tx: Tx, actor: Actor) -> Home:
    """The actor, their organisation and ties, what waits for them, and how many notices they have not read."""
    now = pending(tx, actor)
    return Home(**vars(show_me(tx, actor, now.waits)), unread=now.unread)

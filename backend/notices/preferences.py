"""How somebody wants to be told: by which ways of what, at once or once a day, and in which working time.

The inbox has everything always. What must arrive is pushed whatever was chosen; outside working time nothing is, but
what has to be known at once.
Source: api (notice-preferences); domain 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import orjson
from sqlalchemy import Text, and_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.errors import stale
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Actor
from backend.notices.hours import USUAL
from backend.notices.kinds import KINDS, Topic
from backend.notices.rules import ensure_working
from backend.notices.tables import notice_wishes
from backend.notices.wanting import pattern_of
from backend.people.tables import organisations, people


class HowOften(StrEnum):
    """When somebody is told: `at_once`, or `daily`: once a day, as their working time begins."""

    AT_ONCE = "at_once"
    DAILY = "daily"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEK = list(Weekday)
Hour = Annotated[str, Within(1, 5)]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """By which ways somebody is told of a topic, beside the inbox: an app's push, a browser's, and mail."""

    topic: Topic
    push: bool
    web_push: bool
    mail: bool


@dataclass(frozen=True, kw_only=True)
class Working:
    """Somebody's working time: on which days it begins, from when to when (`20:00`, on the organisation's clocks). One
    that ends no later than it starts goes on into the next day, as a night does.
    """

    weekdays: Annotated[list[Weekday], Within(0, 7)] = field(default_factory=lambda: list(WEEK))
    starts: Hour = "08:00"
    ends: Hour = "20:00"


@dataclass(frozen=True, kw_only=True)
class PutPreferences:
    """How somebody wants to be told, whole. A topic that is left out is as it is for everybody who said nothing."""

    topics: Annotated[list[Ways], Within(0, len(Topic))]
    rhythm: HowOften
    working: Working


@dataclass
class WorkingShown:
    """The caller's working time, as they said it or as is usual."""

    weekdays: list[Weekday]
    starts: str
    ends: str


@dataclass
class TopicShown:
    """By which ways the caller is told of a topic. `always` names the `kinds` of it that always arrive."""

    topic: Topic
    push: bool
    web_push: bool
    mail: bool
    kinds: list[str]
    always: list[str]


@dataclass
class Preferences:
    """How the caller wants to be told. `mail_to` is the address they are written to, None while nobody has given one.
    `mail_stopped_at` is when that address refused a mail: nothing more goes there until the preferences are put again.
    """

    topics: list[TopicShown]
    rhythm: HowOften
    working: WorkingShown
    zone: str
    mail_to: str | None
    mail_stopped_at: datetime | None


_ACTOR = bindparam("actor", type_=IdType())
_SAID = ("rhythm", "weekdays", "starts", "ends", "no_push", "no_web_push", "by_mail")
_NOW = Prepared(
    select(
        people.c.email, organisations.c.zone, notice_wishes.c.state_id, notice_wishes.c.mail_stopped,
        notice_wishes.c.mail_stopped_at, *(notice_wishes.c[name] for name in _SAID),
    )
    .select_from(people)
    .join(organisations, organisations.c.org == people.c.org)
    .outerjoin(notice_wishes, and_(notice_wishes.c.org == people.c.org, notice_wishes.c.person_id == people.c.id))
    .where(ours(people), people.c.id == _ACTOR)
)  # fmt: skip
_new = insert(notice_wishes).values(
    org=tenant(), person_id=_ACTOR, state_id=bindparam("state", type_=IdType()), mail_stopped=None,
    mail_stopped_at=None, **{name: bindparam(f"new_{name}", type_=Text()) for name in _SAID},
)  # fmt: skip
_PUT = Prepared(
    _new.on_conflict_do_update(
        index_elements=["org", "person_id"],
        set_={name: _new.excluded[name] for name in ("state_id", "mail_stopped", "mail_stopped_at", *_SAID)},
        where=notice_wishes.c.state_id == bindparam("before", type_=IdType()),
    ).returning(notice_wishes.c.state_id)
)
_STOP = Prepared(
    update(notice_wishes)
    .where(ours(notice_wishes), notice_wishes.c.person_id == bindparam("of_person", type_=IdType()))
    .values(mail_stopped=bindparam("address", type_=Text()), mail_stopped_at=bindparam("now", type_=Instant()))
)


def show_preferences(tx: Tx, actor: Actor) -> tuple[Preferences, Id]:
    """How the actor wants to be told, and the id of the state of that."""
    row = tx.one(_NOW, actor=actor.person)
    return _shown(row), _state(row, actor)


def put_preferences(tx: Tx, actor: Actor, act: PutPreferences, follows: Id) -> None:
    """The actor is told so from now on, also of what still waits to be sent; mail that was refused is tried again.

    Raises `request.invalid` for what is no time of day or no day at all, and `request.stale` when another change came
    first.
    """
    ensure_working(act.working.weekdays, act.working.starts, act.working.ends)
    said = _said(act)
    state = derived_id(follows, f"wishes/{orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()}")
    before = _state(tx.one(_NOW, actor=actor.person), actor)
    if before == state:  # whoever lost the answer
        return
    given = {f"new_{name}": value for name, value in said.items()}
    if before != follows or tx.first(_PUT, actor=actor.person, state=state, before=follows, **given) is None:
        raise stale()


def stop_mail(tx: Tx, person: Id, address: str) -> None:
    """That address takes no mail for the person: none goes there any more, and their page says so."""
    tx.put(_STOP, of_person=person, address=address)


def _state(row: Row, actor: Actor) -> Id:
    return row.state_id or derived_id(actor.person, "wishes")


def _said(act: PutPreferences) -> dict[str, str]:
    ways = {one.topic: one for one in act.topics}
    working = act.working
    return {
        "rhythm": act.rhythm.value,
        "weekdays": "".join(str(WEEK.index(day)) for day in WEEK if day in working.weekdays),
        "starts": working.starts,
        "ends": working.ends,
        "no_push": _joined([topic for topic, one in ways.items() if not one.push]),
        "no_web_push": _joined([topic for topic, one in ways.items() if not one.web_push]),
        "by_mail": _joined([topic for topic, one in ways.items() if one.mail]),
    }


def _joined(topics: Sequence[Topic]) -> str:
    return ",".join(sorted(topics))


def _shown(row: Row) -> Preferences:
    named = {name: set((getattr(row, name) or "").split(",")) for name in ("no_push", "no_web_push", "by_mail")}
    pattern = pattern_of(row, USUAL)
    days = [day for at, day in enumerate(WEEK) if at in pattern.weekdays]
    return Preferences(
        [_topic(topic, named) for topic in Topic],
        HowOften(row.rhythm or HowOften.AT_ONCE),
        WorkingShown(days, pattern.starts.isoformat("minutes"), pattern.ends.isoformat("minutes")),
        row.zone,
        row.email,
        row.mail_stopped_at if row.mail_stopped and row.mail_stopped == row.email else None,
    )


def _topic(topic: Topic, named: dict[str, set[Any]]) -> TopicShown:
    kinds = {name: kind for name, kind in KINDS.items() if kind.topic is topic and kind.is_pushed}
    return TopicShown(
        topic,
        topic not in named["no_push"],
        topic not in named["no_web_push"],
        topic in named["by_mail"],
        list(kinds),
        [name for name, kind in kinds.items() if kind.is_certain],
    )

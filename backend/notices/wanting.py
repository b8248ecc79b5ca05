"""Whether somebody wants to be told of a topic by a channel, as conditions in SQL; and their working time.

What always arrives has no topic, and is pushed whatever was chosen; by mail it comes to whoever takes mail at all.
"""

from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_

from backend.kernel.prepared import Row
from backend.notices.hours import Pattern
from backend.notices.rules import Channel, TargetKind
from backend.notices.tables import deliveries, notice_wishes, notices, push_targets
from backend.people.tables import people

OF_PERSON = and_(notice_wishes.c.org == notices.c.org, notice_wishes.c.person_id == notices.c.person_id)
"""The preferences of whom a notice tells, to be joined from outside: most people have said nothing."""

_COMMA: ColumnElement[str] = literal_column("','")
_ANY: ColumnElement[str] = literal_column("'%,'")
_CERTAIN = notices.c.topic == literal_column("''")
_NOTHING: ColumnElement[str] = literal_column("''")


def _names_topic(column: Any) -> ColumnElement[bool]:
    """Whether a list by commas names the topic of the notice. Nobody's list names none."""
    listed = _COMMA.concat(func.coalesce(column, _NOTHING)).concat(_COMMA)
    return listed.like(_ANY.concat(notices.c.topic).concat(literal_column("',%'")))


_MAIL_ON = func.coalesce(notice_wishes.c.by_mail, _NOTHING) != _NOTHING

PUSHED: ColumnElement[bool] = or_(
    _CERTAIN,
    ~_names_topic(
        case(
            (push_targets.c.kind == literal_column(f"'{TargetKind.WEBPUSH.value}'"), notice_wishes.c.no_web_push),
            else_=notice_wishes.c.no_push,
        )
    ),
)
"""A notice is to be pushed to the target it is joined with."""

MAILED: ColumnElement[bool] = and_(
    _MAIL_ON,
    or_(_CERTAIN, _names_topic(notice_wishes.c.by_mail)),
    people.c.email.is_not(None),
    people.c.left_at.is_(None),
    or_(notice_wishes.c.mail_stopped.is_(None), notice_wishes.c.mail_stopped != people.c.email),
)
"""A notice is to be mailed to its person, at an address that takes it."""


WANTED: ColumnElement[bool] = case(
    (
        deliveries.c.channel == literal_column(f"'{Channel.MAIL.value}'"),
        or_(notice_wishes.c.person_id.is_(None), MAILED),
    ),
    else_=PUSHED,
)
"""A delivery, with all that it is joined with, is still wanted: asked again when it is claimed."""


def pattern_of(row: Row, usual: Pattern) -> Pattern:
    """The working time in a row of `notice_wishes`, or what is usual for whoever has said nothing."""
    if row.starts is None:
        return usual
    starts, ends = time.fromisoformat(row.starts), time.fromisoformat(row.ends)
    return Pattern(frozenset(int(day) for day in row.weekdays), starts, ends)

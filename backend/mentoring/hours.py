"""A mentor's own hours, by month. Nobody's are set beside another's. Source: domain 2 (measure it), 8 (no rankings)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut, month_key
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.mentoring.tables import conversations
from backend.people.names import Named
from backend.people.tables import people


@dataclass
class MonthOfMentoring:
    """What a mentor noted with one mentee in one month (`2026-10`), in minutes; struck conversations do not count."""

    month: str
    agreement_id: Id
    mentee: Named
    conversations: int
    minutes: int


_before: Any = bindparam("before")
_HOURS = Prepared(
    select(
        conversations.c.month, conversations.c.agreement_id, people.c.id.label("mentee_id"), people.c.name,
        func.count().label("count"), func.sum(conversations.c.minutes).label("minutes"),
    )
    .join(people, and_(people.c.org == conversations.c.org, people.c.id == conversations.c.mentee_id))
    .where(
        ours(conversations),
        conversations.c.mentor_id == bindparam("actor", type_=IdType()),
        conversations.c.struck_at.is_(None),
        (conversations.c.month < _before)
        | and_(conversations.c.month == _before, conversations.c.agreement_id > bindparam("after", type_=IdType())),
    )
    .group_by(conversations.c.month, conversations.c.agreement_id, people.c.id, people.c.name)
    .order_by(conversations.c.month.desc(), conversations.c.agreement_id)
    .limit(bindparam("limit"))
)  # fmt: skip
_LAST_MONTH = "9999-12"


def list_hours(tx: Tx, actor: Actor, paging: Paging) -> Page[MonthOfMentoring]:
    """The actor's own months, the latest first, a line for each mentee."""
    before, after = paging.keys(_LAST_MONTH, FIRST)
    rows = tx.rows(_HOURS, actor=actor.person, before=month_key(before), after=after, limit=paging.limit + 1)
    found = [
        MonthOfMentoring(row.month, row.agreement_id, Named(row.mentee_id, row.name), row.count, int(row.minutes))
        for row in rows
    ]
    return cut(found, paging.limit, lambda one: [one.month, one.agreement_id])

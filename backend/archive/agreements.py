"""The agreements that somebody was in as mentee, as they keep them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.mentoring import rules
from backend.mentoring.rules import Answer, Arrangement, Programme, Status
from backend.mentoring.shown import GoalShown
from backend.mentoring.tables import agreement_mentors, agreements
from backend.people.tables import people


@dataclass
class MentorKept:
    """A mentor in an agreement, present or past."""

    id: Id
    name: str
    agreed: bool
    active_since: datetime | None
    left_at: datetime | None


@dataclass
class AgreementKept:
    """An agreement as it was agreed, and where it stands."""

    id: Id
    programme: Programme
    status: Status
    mentors: list[MentorKept]
    what_matters: str
    goals: list[GoalShown]
    support_arrangement: Arrangement
    starts_on: date
    ends_on: date


_MENTEE = bindparam("of_mentee", type_=IdType())


def kept_of(mentee: ColumnElement[str]) -> Select[Any]:
    """The ids of agreements that a copy for `mentee` tells of. Declining is seen by the proposer alone, and a copy of
    everything is no way around that.
    """
    is_told = or_(agreements.c.status != Status.DECLINED.value, agreements.c.proposer_id == mentee)
    return select(agreements.c.id).where(ours(agreements), agreements.c.mentee_id == mentee, is_told)


_ALL = Prepared(
    select(agreements).where(ours(agreements), agreements.c.id.in_(kept_of(_MENTEE))).order_by(agreements.c.id)
)
_MENTORS = Prepared(
    select(agreement_mentors, people.c.name, agreements.c.status)
    .join(people, and_(people.c.org == agreement_mentors.c.org, people.c.id == agreement_mentors.c.person_id))
    .join(
        agreements,
        and_(agreements.c.org == agreement_mentors.c.org, agreements.c.id == agreement_mentors.c.agreement_id),
    )
    .where(ours(agreement_mentors), agreement_mentors.c.agreement_id.in_(kept_of(_MENTEE)))
    .order_by(people.c.name, people.c.id)
)  # fmt: skip


def agreements_of(tx: Tx, actor: Actor, mentee: Id) -> list[AgreementKept]:
    """The agreements somebody was in as mentee, in the order they were proposed."""
    rows, mentors = tx.batch((_ALL, {"of_mentee": mentee}), (_MENTORS, {"of_mentee": mentee}))
    by_agreement = defaultdict(list)
    for row in mentors:
        if _is_told(row):
            by_agreement[row.agreement_id].append(_mentor(row))
    today = tx.today(actor.zone)
    return [
        AgreementKept(
            row.id,
            row.programme,
            rules.status_at(Status(row.status), row.lapses_on, today),
            by_agreement[row.id],
            row.what_matters,
            [GoalShown(**goal) for goal in orjson.loads(row.goals)],
            row.support_arrangement,
            row.starts_on,
            row.ends_on,
        )
        for row in rows
    ]


def _is_told(mentor: Row) -> bool:
    """Who was asked later and declined is known to whoever asked, alone; a copy tells it to nobody."""
    return bool(mentor.answer != Answer.DECLINE or mentor.status == Status.DECLINED)


def _mentor(row: Row) -> MentorKept:
    return MentorKept(row.person_id, row.name, row.answer == Answer.AGREE, row.active_since, row.left_at)

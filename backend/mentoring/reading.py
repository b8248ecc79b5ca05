"""Reading agreements: one, and the list of those within reach."""

from dataclasses import dataclass
from datetime import date, datetime

import orjson
from sqlalchemy import bindparam, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, within
from backend.mentoring import rules
from backend.mentoring.rules import Answer, Arrangement, Horizon, Programme, Status
from backend.mentoring.tables import AGREEMENT_SCOPES, agreement_mentors, agreements
from backend.people.names import Named
from backend.people.tables import people


@dataclass
class GoalShown:
    """Something the mentee wants to reach."""

    text: str
    horizon: Horizon


@dataclass
class AgreementListed:
    """An agreement in a list."""

    id: Id
    programme: Programme
    mentee: Named
    status: Status
    starts_on: date
    ends_on: date


@dataclass
class AgreementMentor:
    """A mentor in an agreement, present or past."""

    id: Id
    name: str
    agreed: bool
    active_since: datetime | None
    left_at: datetime | None


@dataclass
class AgreementShown:
    """A coach-mentoring agreement: who, what for, how, and where it stands."""

    id: Id
    programme: Programme
    mentee: Named
    mentors: list[AgreementMentor]
    status: Status
    mentee_agreed: bool
    approved: bool
    what_matters: str
    goals: list[GoalShown]
    support_arrangement: Arrangement
    starts_on: date
    ends_on: date
    may: dict[str, bool]


_mentee = people.alias("mentee")
_reach = within(Do.SEE_AGREEMENT, agreements, AGREEMENT_SCOPES)
_actor = bindparam("actor", type_=IdType())
_seen = (_reach, or_(agreements.c.status != Status.DECLINED.value, agreements.c.proposer_id == _actor))
_joined = select(agreements, _mentee.c.name.label("mentee_name")).join(
    _mentee, (_mentee.c.org == agreements.c.org) & (_mentee.c.id == agreements.c.mentee_id)
)
_ONE = Prepared(
    _joined.where(ours(agreements), agreements.c.id == bindparam("of_id", type_=IdType()), *_seen)
)  # fmt: skip
_LIST = Prepared(
    _joined.where(ours(agreements), agreements.c.id > bindparam("after", type_=IdType()), *_seen)
    .order_by(agreements.c.id)
    .limit(bindparam("limit"))
)
_MENTORS = Prepared(
    select(agreement_mentors, people.c.name)
    .join(people, (people.c.org == agreement_mentors.c.org) & (people.c.id == agreement_mentors.c.person_id))
    .where(
        ours(agreement_mentors), agreement_mentors.c.agreement_id == bindparam("of_id", type_=IdType())
    )
    .order_by(people.c.name, people.c.id)
)  # fmt: skip


def list_agreements(tx: Tx, actor: Actor, paging: Paging) -> Page[AgreementListed]:
    """The agreements within reach, in the order they were proposed."""
    (after,) = paging.keys(FIRST)
    rows = tx.rows(_LIST, actor=actor.person, after=after, limit=paging.limit + 1)
    today = tx.today(actor.zone)
    listed = [
        AgreementListed(
            row.id, row.programme, _mentee_of(row), _status(row, today), row.starts_on, row.ends_on
        )
        for row in rows
    ]  # fmt: skip
    return cut(listed, paging.limit, lambda one: [one.id])


def show_agreement(tx: Tx, actor: Actor, id_: Id) -> AgreementShown:
    """One agreement. Raises `not_found`."""
    given = {"of_id": id_}
    rows, mentors = tx.batch((_ONE, given | {"actor": actor.person}), (_MENTORS, given))
    if not rows:
        raise missing()
    row = rows[0]
    status = _status(row, tx.today(actor.zone))
    return AgreementShown(
        id=row.id,
        programme=row.programme,
        mentee=_mentee_of(row),
        mentors=[
            AgreementMentor(m.person_id, m.name, m.answer == Answer.AGREE, m.active_since, m.left_at) for m in mentors
        ],
        status=status,
        mentee_agreed=row.mentee_answer == Answer.AGREE,
        approved=row.approved_at is not None,
        what_matters=row.what_matters,
        goals=[GoalShown(**goal) for goal in orjson.loads(row.goals)],
        support_arrangement=row.support_arrangement,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        may=_may(actor, row, status),
    )  # fmt: skip


def _mentee_of(row: Row) -> Named:
    return Named(row.mentee_id, row.mentee_name)


def _status(row: Row, today: date) -> Status:
    return rules.status_at(Status(row.status), row.lapses_on, today)


def _may(actor: Actor, row: Row, status: Status) -> dict[str, bool]:
    is_open = status is Status.PROPOSED
    return {
        "answer": is_open and actor.may(Do.ANSWER_AGREEMENT, AGREEMENT_SCOPES, row),
        "approve": is_open and actor.person != row.mentee_id and actor.may(Do.APPROVE_AGREEMENT, AGREEMENT_SCOPES, row),
    }

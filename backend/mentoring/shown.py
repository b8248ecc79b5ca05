"""What is said of an agreement: who, what for, how, where it stands, and what the reader may do with it."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.kernel.ids import Id
from backend.mentoring.rules import Arrangement, Horizon, Programme, Status
from backend.people.names import Named
from backend.people.settings import Consultee


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
    group_id: Id | None


@dataclass
class AgreementMentor:
    """A mentor in an agreement, present or past. Whoever was asked later may answer until before `lapses_on`."""

    id: Id
    name: str
    is_peer: bool
    agreed: bool
    invited_at: datetime
    lapses_on: date | None
    replaces_id: Id | None
    active_since: datetime | None
    left_at: datetime | None


@dataclass
class GroupShown:
    """The name under which several agreements were proposed together."""

    id: Id
    name: str


@dataclass
class RolesShown:
    """Somebody who holds more than one role here: `approver`, `mentor`, `manager` of the mentee."""

    person: Named
    roles: list[str]


@dataclass
class AgreementShown:
    """A coach-mentoring agreement: who, what for, how, and where it stands.

    `approvers` are those whose approval is waited for; `double_roles` says who holds which, and `consulted` which
    unconnected person the approver talked to; `outside_consultee` is whom a small setting names for that. `your_roles`
    are the reader's own. `rev` counts amendments.
    """

    id: Id
    programme: Programme
    mentee: Named
    mentors: list[AgreementMentor]
    proposer: Named | None
    status: Status
    mentee_agreed: bool
    approved: bool
    approved_at: datetime | None
    approver: Named | None
    approvers: list[Named]
    double_roles: list[RolesShown]
    consulted: str | None
    outside_consultee: Consultee | None
    your_roles: list[str]
    group: GroupShown | None
    rev: int
    what_matters: str
    goals: list[GoalShown]
    support_arrangement: Arrangement
    starts_on: date
    ends_on: date
    lapses_on: date
    may: dict[str, bool]

"""The board as people see it. Source: api, GET /readiness."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.kernel.ids import Id
from backend.people.names import Named
from backend.readiness.rules import Flag, Owed
from backend.signoff.rules import Missing, Pace
from backend.signoff.shown import FrameworkNamed


class ScopeKind(StrEnum):
    """Of what a board is."""

    SITE = "site"
    AREA = "area"
    ORGANISATION = "organisation"


@dataclass
class ScopeShown:
    """The site, the area or the organisation a board is of."""

    kind: ScopeKind
    id: Id
    name: str


@dataclass
class WaitingShown:
    """The requests of a plan that wait for an answer: how many, for how many days the oldest, and with whom."""

    count: int
    oldest_days: int | None
    on: list[Named]


@dataclass
class WhyNot:
    """Something a plan still needs, in a sentence: which criteria, which signatures, and who can give them."""

    code: Missing
    text: str


@dataclass
class OwedShown:
    """Something the organisation owes somebody, and since which day."""

    code: Owed
    text: str
    since: date


@dataclass
class ReviewWaits:
    """A review that is proposed and counts once one of those it waits for confirms it. What it decides is for those to
    read who see reviews.
    """

    id: Id
    proposed_by: Named
    proposed_on: date
    waits_for: list[Named]


@dataclass
class OnBoard:
    """A plan on the board. `percent` is of the signatures it asks for, not of its criteria, floored. `ends_on` is the
    day it runs to; `flags` are those of today; `review` is one that waits.
    """

    person: Named
    plan_id: Id
    role: str
    framework: FrameworkNamed
    site: Named | None
    percent: int
    criteria_complete: int
    criteria_total: int
    signatures_outstanding: int
    waiting: WaitingShown
    last_signed_on: date | None
    ends_on: date
    pace: Pace
    flags: list[Flag]
    ready: bool
    why_not: list[WhyNot]
    owed: list[OwedShown]
    review: ReviewWaits | None


@dataclass
class Summary:
    """How many plans there are: under way in all, all signed, nearly (up to three signatures outstanding), with
    something owed to their mentee, and standing still. Of the whole scope and role, whatever else is asked for.
    """

    plans: int = 0
    ready: int = 0
    nearly: int = 0
    owed: int = 0
    paused: int = 0


@dataclass
class Board:
    """A page of a board. `roles` are those there are plans for; `next_cursor` is None on the last page."""

    scope: ScopeShown
    roles: list[str]
    summary: Summary
    items: list[OnBoard]
    next_cursor: str | None

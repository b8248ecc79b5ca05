"""A plan as people see it. Source: api, GET /plans/{id}."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.frameworks.rules import Method
from backend.kernel.ids import Id
from backend.people.names import Named
from backend.practice.evidence_shown import EvidenceNamed
from backend.signoff.asides import DeclinedShown, DisputeShown, RequirementShown
from backend.signoff.prior import PriorShown
from backend.signoff.rules import FreezeEnd, Handed, Help, ItemStatus, Missing, Outcome, Pace, PlanStatus
from backend.signoff.signed_under import SignedUnder


@dataclass
class MentorShown:
    """A mentor of the plan. While they are away, `away_until` is the day they are back, where that is known, and
    `deputy` whoever looks after what waits for them, if somebody is named who may see the plan.
    """

    id: Id
    name: str
    is_away: bool = False
    away_until: date | None = None
    deputy: Named | None = None


@dataclass
class FrameworkNamed:
    """The exact version a plan is made of."""

    id: Id
    key: str
    version: int
    title: str


@dataclass
class Progress:
    """How far a plan is. Each item counts up to what it needs; `percent` is of the signatures it asks for, not of its
    criteria, floored.
    """

    criteria_total: int
    criteria_complete: int
    signatures_required: int
    signatures_counted: int
    percent: int
    pace: Pace


@dataclass
class ItemPolicy:
    """What a signature on this item must keep to."""

    other_day: bool
    other_mentor: bool
    methods: list[Method]


@dataclass
class HandedOn:
    """How a request came to those it is with: from whom, on which day, and why; `in_time` is by itself."""

    how: Handed
    by: Named
    on: date
    reason: str | None


@dataclass
class Waiting:
    """A request, whom it is with, and since when it was asked. On `passes_on` it goes to `passes_to` by itself (nobody:
    it stays). `handed_on` says how it came to those who have it now, unless they were asked themselves.
    """

    request_id: Id
    on: list[MentorShown]
    since: datetime
    passes_on: date
    passes_to: list[Named]
    handed_on: HandedOn | None
    note: str | None
    may: dict[str, bool]


@dataclass
class Signer:
    """Who signed, as named and appointed then."""

    id: Id
    name: str
    role: str


@dataclass
class Withdrawal:
    """When, by whom and why a sign-off was withdrawn. By governance: `by` opened it, and `confirmed_by` confirmed."""

    id: Id
    at: datetime
    by: str
    reason: str
    opened_at: datetime | None
    confirmed_by: str | None


@dataclass
class WithdrawalOpen:
    """A withdrawal that governance has opened. The sign-off counts until a second person confirms."""

    id: Id
    opened_by: str
    opened_at: datetime
    reason: str
    may: dict[str, bool]


@dataclass
class Lifting:
    """That a frozen sign-off count again, asked for by somebody of governance. It stays frozen until a second person
    confirms; `confirmed_by` is theirs.
    """

    id: Id
    opened_by: str
    opened_at: datetime
    reason: str
    confirmed_by: str | None
    may: dict[str, bool]


@dataclass
class Freeze:
    """Whoever signed says that it was not them. Until `ended_at` it is looked into, and does not count; then it counts
    again (`lifted`) or was withdrawn by two people. `may.lift`: ask that it count again.
    """

    id: Id
    since: datetime
    ended_at: datetime | None
    ended_how: FreezeEnd | None
    lifting: Lifting | None
    may: dict[str, bool]


@dataclass
class NotedAt:
    """When what was noted happened, as the signer said, and when we got the note."""

    happened_at: datetime
    made_at: datetime


@dataclass
class SignOffShown:
    """A sign-off. `gap_days` is between the day it was seen and the day it was signed, when more than two.

    `flags` are worth knowing and bar nothing: `reciprocal`, `same_words` (the signer used them before),
    `on_mentees_device`. `note` is there when it was made from one; `evidence` is what it rests on. `signed_under` is
    there when the plan has moved to another version since.
    """

    id: Id
    outcome: Outcome
    seen_on: date
    method: Method
    help: Help | None
    statement: str
    next_step: str | None
    gap_days: int | None
    gap_reason: str | None
    signer: Signer
    signed_at: datetime
    assurance: str
    flags: list[str]
    note: NotedAt | None
    evidence: list[EvidenceNamed]
    withdrawal: Withdrawal | None
    withdrawal_open: WithdrawalOpen | None
    freeze: Freeze | None
    dispute: DisputeShown | None
    signed_under: SignedUnder | None
    counts: bool
    may: dict[str, bool]


@dataclass
class MissingShown:
    """One thing an item still needs, in words, with who can give it."""

    code: Missing
    text: str


@dataclass
class Item:
    """A criterion on a plan. `rev` counts changes of what is asked for, not of who has signed. `prior` was signed on an
    earlier plan and carried over to be read; it counts nothing here.
    """

    id: Id
    key: str
    title: str
    question: str
    guidance: str
    nudges: list[str]
    signatures_required: int
    policy: ItemPolicy
    status: ItemStatus
    latest: Outcome | None
    waiting: Waiting | None
    rev: int
    intent: int
    sign_offs: list[SignOffShown]
    missing: list[MissingShown]
    requirements: list[RequirementShown]
    dispute: DisputeShown | None
    declined: DeclinedShown | None
    prior: list[PriorShown]
    may: dict[str, bool]


@dataclass
class PlanReviewed:
    """The review that stands: proposed, decided, or in need of another look; and what it decides."""

    id: Id
    status: str
    decision: str


@dataclass
class Plan:
    """A mentee's plan with everything on it.

    `ends_on` is the agreed end moved by the days the plan stood still, `agreed_ends_on` the end as agreed. While it
    stands still its status is `paused`, for whatever reason, since the day `paused_since`.
    `review` is for whoever may see it.
    `left_items` are of criteria that an earlier version had; they count no more, and what was signed on them stays.
    """

    id: Id
    mentee: Named
    role: str
    status: PlanStatus
    framework: FrameworkNamed
    mentors: list[MentorShown]
    starts_on: date
    ends_on: date
    agreed_ends_on: date
    paused_since: date | None
    progress: Progress
    items: list[Item]
    left_items: list[Item]
    review: PlanReviewed | None
    may: dict[str, bool]

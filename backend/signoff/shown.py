"""A plan as people see it: its answer, made of rows. Source: api, GET /plans/{id}."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from backend.frameworks.rules import Criterion, Method
from backend.kernel.ids import Id
from backend.kernel.prepared import Row
from backend.kernel.spans import covering, merged, read, spans_of
from backend.kernel.ties import Actor, Do
from backend.people.names import Named, either, given_name
from backend.signoff import rules
from backend.signoff.requests import with_whom
from backend.signoff.rules import Help, ItemStatus, Missing, Outcome, Pace, PlanStatus
from backend.signoff.tables import PLAN_SCOPES


@dataclass
class MentorShown:
    """A mentor of the plan. While they are away, `away_until` is the day they are back, where that is known."""

    id: Id
    name: str
    is_away: bool = False
    away_until: date | None = None


@dataclass
class FrameworkNamed:
    """The exact version a plan is made of."""

    id: Id
    key: str
    version: int
    title: str


@dataclass
class Progress:
    """How far a plan is. Each item counts up to what it needs; `percent` is floored."""

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
class Waiting:
    """A request and whom it is with. On `passes_on` it goes to the other mentors by itself."""

    request_id: Id
    on: list[MentorShown]
    since: datetime
    passes_on: date
    note: str | None


@dataclass
class Signer:
    """Who signed, as named and appointed then."""

    id: Id
    name: str
    role: str


@dataclass
class Withdrawal:
    """When, by whom and why a sign-off was withdrawn."""

    at: datetime
    by: str
    reason: str


@dataclass
class NotedAt:
    """When what was noted happened, as the signer said, and when we got the note."""

    happened_at: datetime
    made_at: datetime


@dataclass
class SignOffShown:
    """A sign-off. `gap_days` is between the day it was seen and the day it was signed, when more than two.

    `flags` are worth knowing and bar nothing: `reciprocal`, `same_words` (the signer used them before),
    `on_mentees_device`. `note` is there when it was made from one.
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
    withdrawal: Withdrawal | None
    dispute: None
    counts: bool
    may: dict[str, bool]


@dataclass
class MissingShown:
    """One thing an item still needs, in words, with who can give it."""

    code: Missing
    text: str


@dataclass
class Item:
    """A criterion on a plan. `rev` counts changes of what is asked for, not of who has signed."""

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
    may: dict[str, bool]


@dataclass
class Plan:
    """A mentee's plan with everything on it.

    `ends_on` is the agreed end moved by the days the plan stood still, `agreed_ends_on` the end as agreed. While it
    stands still its status is `paused`, for whatever reason, since the day `paused_since`.
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
    may: dict[str, bool]


TEXTS: Mapping[str, str] = {
    Missing.SIGNATURE: "One signature.",
    Missing.TWO_SIGNATURES: "Two signatures.",
    Missing.ANOTHER: "One more.",
    Missing.ANOTHER_DAY: "One more, from another day.",
    Missing.ANOTHER_MENTOR: "One more, from another mentor.",
    Missing.ANOTHER_DAY_AND_MENTOR: "One more, from another day and another mentor.",
}
_OTHER_MENTOR = {Missing.ANOTHER_MENTOR, Missing.ANOTHER_DAY_AND_MENTOR}


@dataclass(frozen=True)
class View:
    """Who looks at which plan, when: what every item of one answer has in common."""

    actor: Actor
    plan: Row
    mentors: Sequence[MentorShown]
    today: date
    is_open: bool
    is_own: bool
    is_mentor: bool
    may_request: bool
    may_change: bool

    @classmethod
    def of(cls, actor: Actor, plan: Row, mentors: Sequence[Row], today: date, status: str) -> "View":
        """The view of `actor` on a plan's row; `mentors` are rows of those active now, by name."""
        is_open = status != PlanStatus.CLOSED

        def may(do: Do) -> bool:
            return is_open and actor.may(do, PLAN_SCOPES, plan)

        own, mentor = actor.person == plan.mentee_id, may(Do.SIGN_OFF)
        shown = mentors_of(mentors, today)
        return cls(actor, plan, shown, today, is_open, own, mentor, may(Do.REQUEST), may(Do.CHANGE_REQUIREMENT))

    def may_sign(self, criterion: Criterion) -> bool:
        """Whether the viewer may sign that criterion on this plan."""
        bar = rules.bar_to_signing(
            is_own=self.is_own,
            is_mentor=self.is_mentor,
            is_checked=self.actor.identity_checked,
            post=self.actor.post,
            posts=criterion.signer_posts,
        )
        return self.is_open and bar is None


def mentors_of(rows: Sequence[Row], today: date) -> list[MentorShown]:
    """The mentors of a plan, in the order of `rows`, which repeat a mentor for each absence that is not over."""
    shown = []
    for (id_, name), mine in groupby(rows, lambda row: (row.id, row.name)):
        away = covering(merged(spans_of(row for row in mine if row.from_on is not None)), today)
        shown.append(MentorShown(id_, name, away is not None, away.until_on if away else None))
    return shown


def status_of(plan: Row, status: str, today: date) -> PlanStatus:
    """Where a plan stands on that day; `status` is the one stored."""
    return rules.status_on(status, read(plan.pauses), today)


def paused_since(plan: Row, today: date) -> date | None:
    """The first of the days on which the plan has stood still up to `today`; None when it does not."""
    still = covering(read(plan.pauses), today)
    return still.from_on if still and plan.status != PlanStatus.CLOSED else None


def progress_of(plan: Row, status: str, today: date) -> Progress:
    """A plan's progress from its counters."""
    return Progress(
        plan.criteria_total,
        plan.criteria_complete,
        plan.signatures_required,
        plan.signatures_counted,
        rules.percent(plan.signatures_counted, plan.signatures_required),
        rules.pace(status_of(plan, status, today), plan.ahead_until, plan.behind_on, today),
    )


def item_of(view: View, row: Row, criterion: Criterion, intent: int, signed: Sequence[Row]) -> Item:
    """An item from its row, its criterion and its sign-offs in order."""
    may_request = view.may_request and row.status != ItemStatus.SIGNED and row.request_id is None
    return Item(
        row.id,
        row.key,
        criterion.title,
        criterion.question,
        criterion.guidance,
        criterion.nudges,
        row.signatures,
        ItemPolicy(row.other_day, row.other_mentor, criterion.methods),
        row.status,
        row.latest,
        _waiting(view, row),
        row.rev,
        intent,
        [sign_off_of(view.actor, one) for one in signed],
        [] if row.missing is None else [_missing(view, row.missing, signed)],
        {"sign_off": view.may_sign(criterion), "request": may_request, "change_requirement": view.may_change},
    )


def sign_off_of(actor: Actor, row: Row) -> SignOffShown:
    """A sign-off from its row."""
    gap = (row.signed_on - row.seen_on).days
    withdrawal = None
    if row.withdrawn_at is not None:
        withdrawal = Withdrawal(row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason)
    return SignOffShown(
        row.id,
        row.outcome,
        row.seen_on,
        row.method,
        row.help,
        row.statement,
        row.next_step,
        gap if gap > 2 else None,
        row.gap_reason,
        Signer(row.signer_id, row.signer_name, row.signer_post),
        row.signed_at,
        row.assurance,
        _flags(row),
        NotedAt(row.note_happened_at, row.note_made_at) if row.note_made_at else None,
        withdrawal,
        None,
        row.counts,
        {"withdraw": withdrawal is None and row.signer_id == actor.person},
    )


def _flags(row: Row) -> list[str]:
    on_device = row.on_device_of == "mentee"
    flags = {"reciprocal": row.reciprocal, "same_words": row.same_words, "on_mentees_device": on_device}
    return [flag for flag, is_so in flags.items() if is_so]


def _waiting(view: View, row: Row) -> Waiting | None:
    if row.request_id is None:
        return None
    ids = with_whom(row.request_mentor_id, row.passes_on, [mentor.id for mentor in view.mentors], view.today)
    holders = sorted((mentor for mentor in view.mentors if mentor.id in ids), key=lambda mentor: mentor.is_away)
    return Waiting(row.request_id, holders, row.asked_at, row.passes_on, row.note)


def _missing(view: View, code: str, signed: Sequence[Row]) -> MissingShown:
    done = {one.signer_id for one in signed if one.counts} if code in _OTHER_MENTOR else set()
    who = who_can_sign([mentor for mentor in view.mentors if mentor.id not in done], view.today)
    return MissingShown(Missing(code), f"{TEXTS[code]} {who}")


def who_can_sign(mentors: Sequence[MentorShown], today: date) -> str:
    """`Jo is away until 3 December; Sam can sign.`: those who are there, and until when the others are not."""
    if not mentors:
        return "A mentor who can sign is still to be found."
    away = " and ".join(_away(mentor, today) for mentor in mentors if mentor.is_away)
    here = [given_name(mentor.name) for mentor in mentors if not mentor.is_away]
    can = f"{either(here)} can sign" if here else None
    return "; ".join(filter(None, [away, can])) + "."


def _away(mentor: MentorShown, today: date) -> str:
    until = f" until {day_in_words(mentor.away_until, today)}" if mentor.away_until else " just now"
    return f"{given_name(mentor.name)} is away{until}"


def day_in_words(day: date, today: date) -> str:
    """`3 December`, or `3 January 2027` in another year."""
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")

"""What may be signed, and what signatures add up to. Pure. Source: domain 1; decisions, Counting and States."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations

from backend.frameworks import rules as frameworks
from backend.kernel.errors import Fault, Kind, Refused, forbidden, invalid, refusal
from backend.kernel.ids import Id
from backend.kernel.spans import Spans, covering, day_of

PASSES_ON_AFTER = timedelta(days=14)
STALLS_AFTER = timedelta(days=21)
GAP_NEEDS_REASON = timedelta(days=30)
TAKE_BACK = timedelta(minutes=15)
INTENTS = frameworks.INTENTS


class Outcome(StrEnum):
    """A mentor's word. 'Not yet' is as healthy as 'competent'."""

    COMPETENT = "competent"
    NOT_YET = "not_yet"


class Help(StrEnum):
    """How much help the person had."""

    ALONE = "alone"
    PROMPTED = "prompted"
    ALONGSIDE = "alongside"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class RequestStatus(StrEnum):
    """Where a request stands. `ended`: whoever asked has left, the agreement ended, or nothing is left to ask for."""

    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class ItemStatus(StrEnum):
    """How far an item is signed."""

    OPEN = "open"
    PART_SIGNED = "part_signed"
    SIGNED = "signed"


class Missing(StrEnum):
    """What an item still needs."""

    SIGNATURE = "signature"
    TWO_SIGNATURES = "two_signatures"
    ANOTHER = "another"
    ANOTHER_DAY = "another_day"
    ANOTHER_MENTOR = "another_mentor"
    ANOTHER_DAY_AND_MENTOR = "another_day_and_mentor"


class Pace(StrEnum):
    """How a plan keeps to its dates; never a ranking of people."""

    AHEAD = "ahead"
    ON = "on"
    BEHIND = "behind"
    PAUSED = "paused"


own_work = refusal("sign_off.own_work", Kind.FORBIDDEN, "Nobody signs their own work. Ask one of your mentors.")
identity_unchecked = refusal(
    "sign_off.identity_unchecked",
    Kind.FORBIDDEN,
    "Before your first sign-off somebody records that they checked who you are. Ask your manager.",
)
wrong_post = refusal("sign_off.wrong_post", Kind.FORBIDDEN, "This one is signed by somebody in another post: {posts}.")
plan_closed = refusal("plan.closed", Kind.CONFLICT, "This plan is closed. What is signed stays; nothing can be added.")
stale_content = refusal(
    "sign_off.stale_content",
    Kind.CONFLICT,
    "What is asked for has changed since you opened this. Look at it again, then sign.",
)
in_future = refusal("sign_off.in_future", Kind.INVALID, "That day has not come yet. Choose the day you saw it.")
before_plan = refusal(
    "sign_off.before_plan", Kind.INVALID, "The plan starts on {starts_on}. Choose a day from then on."
)
gap_needs_reason = refusal(
    "sign_off.gap_reason_needed",
    Kind.INVALID,
    "That is more than 30 days ago. Say in a few words why it is signed now.",
)
method_not_allowed = refusal(
    "sign_off.method_not_allowed", Kind.INVALID, "For this criterion these count: {methods}. Choose one of them."
)
already_asked = refusal(
    "request.already_waiting", Kind.CONFLICT, "You have asked for this already. Withdraw that request to ask again."
)
already_signed = refusal(
    "request.already_signed", Kind.CONFLICT, "This one is signed; there is nothing left to ask for."
)
not_a_mentor = refusal(
    "request.not_a_mentor", Kind.INVALID, "They are not one of your mentors just now. Choose another."
)
request_over = refusal("request.over", Kind.CONFLICT, "This request is answered or withdrawn already.")
already_withdrawn = refusal("sign_off.already_withdrawn", Kind.CONFLICT, "This sign-off is withdrawn already.")
criterion_left = refusal(
    "plan.criterion_left", Kind.CONFLICT, "This criterion is not on the plan any more. What was signed on it stays."
)
other_framework = refusal(
    "plan.other_framework", Kind.INVALID, "A plan moves between versions of its own framework. Choose one of those."
)
same_version = refusal("plan.same_version", Kind.CONFLICT, "The plan is on that version already.")
agreement_not_active = refusal(
    "plan.agreement_not_active", Kind.CONFLICT, "The mentoring agreement is not active yet. Everyone's yes comes first."
)
unknown_role = refusal("plan.unknown_role", Kind.INVALID, "This framework is for: {roles}. Choose one of them.")
before_agreement = refusal(
    "plan.before_agreement", Kind.INVALID, "The agreement starts on {starts_on}. Start the plan then or later."
)
agreement_goes_on = refusal(
    "plan.agreement_goes_on", Kind.CONFLICT, "Its own agreement goes on. A plan is taken up once that has ended."
)
other_mentee = refusal(
    "plan.other_mentee", Kind.INVALID, "The plan and the agreement are about different people. Choose again."
)
wrong_dates = refusal("plan.wrong_dates", Kind.INVALID, "The end has to be after the start. Look at the dates again.")


@dataclass(frozen=True)
class Policy:
    """How many signatures an item needs, and what binds the second."""

    signatures: int
    other_day: bool
    other_mentor: bool


@dataclass(frozen=True)
class Signed:
    """What counting needs to know of a sign-off."""

    id: Id
    signer_id: Id
    outcome: str
    seen_on: date
    signed_at: datetime
    withdrawn: bool = False


@dataclass(frozen=True)
class Standing:
    """What an item's sign-offs add up to. `counted` are the ids of the earliest valid set."""

    status: ItemStatus
    counted: tuple[Id, ...]
    latest: Outcome | None
    missing: Missing | None


def standing(policy: Policy, sign_offs: Sequence[Signed]) -> Standing:
    """What is signed and what is missing, by the order in which people signed (the id last).

    Complete when any valid set exists, whatever was signed in between. 'Not yet' never uncounts an earlier signature;
    a withdrawn one never counts. Source: decisions, Counting.
    """
    in_order = sorted((s for s in sign_offs if not s.withdrawn), key=lambda s: (s.signed_at, s.id))
    competent = [s for s in in_order if s.outcome == Outcome.COMPETENT]
    latest = Outcome(in_order[-1].outcome) if in_order else None
    counted = _earliest(policy, competent)
    if len(counted) == policy.signatures:
        return Standing(ItemStatus.SIGNED, counted, latest, None)
    status = ItemStatus.PART_SIGNED if counted else ItemStatus.OPEN
    return Standing(status, counted, latest, _missing(policy, bool(counted)))


def _earliest(policy: Policy, competent: Sequence[Signed]) -> tuple[Id, ...]:
    for group in combinations(competent, policy.signatures):
        if policy.signatures == 1 or _is_second(policy, *group):
            return tuple(s.id for s in group)
    return tuple(s.id for s in competent[:1])


def _is_second(policy: Policy, first: Signed, second: Signed) -> bool:
    other_day = first.seen_on != second.seen_on or not policy.other_day
    return other_day and (first.signer_id != second.signer_id or not policy.other_mentor)


def _missing(policy: Policy, has_one: bool) -> Missing:
    if not has_one:
        return Missing.SIGNATURE if policy.signatures == 1 else Missing.TWO_SIGNATURES
    if policy.other_day:
        return Missing.ANOTHER_DAY_AND_MENTOR if policy.other_mentor else Missing.ANOTHER_DAY
    return Missing.ANOTHER_MENTOR if policy.other_mentor else Missing.ANOTHER


@dataclass(frozen=True)
class Dates:
    """The days on which a plan's pace changes, each stored and true when reached."""

    ahead_until: date | None
    behind_on: date | None
    stalled_on: date | None


def dates(
    starts_on: date, ends_on: date, required: int, counted: int, last_signed_on: date | None, pauses: Spans = ()
) -> Dates:
    """The days of a plan's pace. All None once it is complete.

    The line asks for signature k of `required` by `starts_on` + k/required of the days. Behind is eight days after the
    next one was asked for; ahead is more signed than the line asks a week from now. All count days on which the plan
    does not stand still: `pauses` (merged) move them by their own length. What would come after a pause without an end
    has no day until that end is known. Source: decisions, Counting.
    """
    if counted >= required:
        return Dates(None, None, None)
    days = (ends_on - starts_on).days
    asked_next, asked_last = _share(days, counted + 1, required), _share(days, counted, required)
    return Dates(
        ahead_until=_last_day(starts_on, asked_last - 8, pauses) if counted else None,
        behind_on=day_of(starts_on, asked_next + 8, pauses),
        stalled_on=day_of(max(starts_on, last_signed_on or starts_on), STALLS_AFTER.days, pauses),
    )


def _last_day(starts_on: date, worked: int, pauses: Spans) -> date | None:
    """`day_of`, for what holds up to that day: up to a pause without an end, whatever comes after."""
    return day_of(starts_on, worked, pauses) or pauses[-1].from_on


def runs_to(starts_on: date, ends_on: date, pauses: Spans) -> date:
    """The agreed end, moved by the days the plan stands still; by a pause without an end once that end is known."""
    known = [pause for pause in pauses if pause.until_on is not None]
    return day_of(starts_on, (ends_on - starts_on).days, known) or ends_on


def status_on(status: str, pauses: Spans, today: date) -> PlanStatus:
    """Where a plan stands on that day; never why it stands still."""
    return PlanStatus.PAUSED if status != PlanStatus.CLOSED and covering(pauses, today) else PlanStatus(status)


def _share(days: int, part: int, whole: int) -> int:
    return -(-days * part // whole)


def pace(status: str, ahead_until: date | None, behind_on: date | None, today: date) -> Pace:
    """How a plan keeps to its dates on that day."""
    if status == PlanStatus.PAUSED:
        return Pace.PAUSED
    if behind_on is not None and behind_on <= today:
        return Pace.BEHIND
    return Pace.AHEAD if ahead_until is not None and today <= ahead_until else Pace.ON


def percent(counted: int, required: int) -> int:
    """Whole per cent signed, floored, so that 100 means all."""
    return 100 * counted // required


def bar_to_signing(
    *, is_own: bool, is_mentor: bool, is_checked: bool, post: str, posts: Collection[str]
) -> Refused | None:
    """Why somebody may not sign an item, or None when they may; in the order in which people are told.

    `posts` are those that may sign this criterion; none means any.
    Source: decisions, Rights (sign off); trust, S16 and S18.
    """
    if is_own:
        return own_work()
    if not is_mentor:
        return forbidden()
    if not is_checked:
        return identity_unchecked()
    return wrong_post(posts=", ".join(posts)) if posts and post not in posts else None


def ensure_whole(outcome: Outcome, help_: Help | None, next_step: str | None) -> None:
    """Raises `request.invalid`: 'competent' says how much help there was, 'not yet' names a next step instead."""
    faults = []
    if outcome is Outcome.COMPETENT and help_ is None:
        faults.append(Fault("/help", "Say how much help there was.", "required"))
    if outcome is Outcome.NOT_YET and help_ is not None:
        faults.append(Fault("/help", "Leave this out when the word is 'not yet'.", "invalid"))
    if outcome is Outcome.NOT_YET and not next_step:
        faults.append(Fault("/next_step", "Say what a good next step would be.", "required"))
    if faults:
        raise invalid(faults=faults, fields=", ".join(fault.pointer[1:] for fault in faults))


def ensure_day(seen_on: date, starts_on: date, today: date, gap_reason: str | None) -> None:
    """Raises `sign_off.in_future`, `sign_off.before_plan` or `sign_off.gap_reason_needed`."""
    if seen_on > today:
        raise in_future()
    if seen_on < starts_on:
        raise before_plan(starts_on=starts_on.isoformat())
    if today - seen_on > GAP_NEEDS_REASON and not gap_reason:
        raise gap_needs_reason()

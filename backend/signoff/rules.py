"""What may be signed, and what may be done beside that. Pure. Source: domain 1 and 8; decisions, Rights and States."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from backend.frameworks import rules as frameworks
from backend.kernel.errors import Fault, Kind, Refused, forbidden, invalid, refusal

PASSES_ON_AFTER = timedelta(days=14)
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


class Handed(StrEnum):
    """How a request came away from a mentor. `in_time`: by itself, after fourteen days."""

    DECLINED = "declined"
    PASSED_ON = "passed_on"
    IN_TIME = "in_time"


class Side(StrEnum):
    """Who asks for another number of signatures: the mentee, or a mentor."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class RequirementStatus(StrEnum):
    """Where a change of the signatures an item needs stands. `made`: raised at once. `ended`: the mentee left, or the
    agreement ended.
    """

    MADE = "made"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class FreezeEnd(StrEnum):
    """What became of a frozen sign-off: it counts again, or two people withdrew it."""

    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


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
not_with_you = refusal(
    "request.not_with_you", Kind.CONFLICT, "This request is with somebody else now. You need do nothing."
)
nobody_else = refusal(
    "request.nobody_else",
    Kind.CONFLICT,
    "There is no other mentor left to pass it to. Decline it with a reason, or come and see.",
)
no_change = refusal("requirement.no_change", Kind.CONFLICT, "That many signatures are asked for already: {signatures}.")
already_proposed = refusal(
    "requirement.already_proposed", Kind.CONFLICT, "A change is proposed already. It waits for an answer first."
)
requirement_over = refusal("requirement.over", Kind.CONFLICT, "This proposal is answered or taken back already.")
own_proposal = refusal(
    "requirement.own_proposal", Kind.FORBIDDEN, "Your side proposed this, so the other side answers it."
)
already_open = refusal(
    "withdrawal.already_open", Kind.CONFLICT, "A withdrawal of this is open already. It waits for a second person."
)
withdrawal_over = refusal(
    "withdrawal.over", Kind.CONFLICT, "This withdrawal is confirmed, settled or taken back already."
)
same_person = refusal(
    "withdrawal.same_person", Kind.FORBIDDEN, "You opened this. It takes a second person to confirm it."
)
frozen = refusal(
    "sign_off.frozen",
    Kind.CONFLICT,
    "You said that this was not you, so it is being looked into. Two people decide about it.",
)
looked_into = refusal(
    "sign_off.looked_into",
    Kind.CONFLICT,
    "Two people have looked into this one already. You can withdraw it yourself, with a reason.",
)
not_frozen = refusal(
    "sign_off.not_frozen", Kind.CONFLICT, "This one is not being looked into, or no more. Look at it as it is now."
)
lifting_already_open = refusal(
    "lifting.already_open", Kind.CONFLICT, "Somebody has asked for this already. It waits for a second person."
)
lifting_over = refusal("lifting.over", Kind.CONFLICT, "This is confirmed, settled or taken back already.")
lifting_same_person = refusal(
    "lifting.same_person", Kind.FORBIDDEN, "You asked for this. It takes a second person to confirm it."
)
own_name = refusal(
    "lifting.own_name", Kind.FORBIDDEN, "This was signed in your own name. Two others decide whether it counts again."
)
own_word = refusal(
    "withdrawal.own_word", Kind.FORBIDDEN, "This is your own word. You can withdraw it yourself, with a reason."
)


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


def is_reviewable(status: str, review_status: str | None, decision: str | None) -> bool:
    """Whether a plan can have a review now: while it is not closed, and afterwards when its decision needs another look
    or was 'ready, but no vacancy'. One that is proposed is answered first. Source: decisions, States (plan).
    """
    if review_status == "proposed":
        return False
    return status != PlanStatus.CLOSED or review_status == "needs_review" or decision == "ready_no_vacancy"


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

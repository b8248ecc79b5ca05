"""What may be decided at the end of a plan, by whom, and when it is due. Pure.

Source: domain 1 (review) and 6 (nobody decides alone); decisions, Rights and States; trust, S13 and S32.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from backend.kernel.errors import Fault, Kind, Refused, clash_of, invalid, refusal
from backend.kernel.ids import Id
from backend.kernel.spans import Spans, day_of
from backend.signoff.rules import PlanStatus, is_reviewable, plan_closed


class Decision(StrEnum):
    """What a review decides."""

    PROMOTE = "promote"
    CONFIRM_IN_ROLE = "confirm_in_role"
    READY_NO_VACANCY = "ready_no_vacancy"
    EXTEND = "extend"
    CLOSE = "close"


RESTS_ON_ALL = frozenset({Decision.PROMOTE, Decision.CONFIRM_IN_ROLE, Decision.READY_NO_VACANCY})
"""Decisions that say that somebody can do all of it: they rest on every criterion being signed."""


class ReviewStatus(StrEnum):
    """Where a review stands. `ended`: whoever proposed or could confirm it has left, or the plan was closed otherwise.
    `answered`: it needed another look, and a later review has given it.
    """

    PROPOSED = "proposed"
    DECIDED = "decided"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"
    NEEDS_REVIEW = "needs_review"
    ANSWERED = "answered"


STANDING = (ReviewStatus.DECIDED, ReviewStatus.NEEDS_REVIEW)
"""Reviews whose decision stands."""


class Side(StrEnum):
    """Whose view it is."""

    MENTEE = "mentee"
    MENTOR = "mentor"


already_proposed = refusal(
    "review.already_proposed", Kind.CONFLICT, "A review of this plan is proposed already. It is answered first."
)
already_decided = refusal(
    "review.already_decided", Kind.CONFLICT, "This plan has had its review, and what it decided stands."
)
over = refusal("review.over", Kind.CONFLICT, "This proposal is decided, declined or taken back already.")
own_plan = refusal("review.own_plan", Kind.FORBIDDEN, "Nobody reviews their own plan. It is for somebody else to do.")
in_future = refusal("review.discussed_in_future", Kind.INVALID, "That day has not come yet. Talk it through first.")
too_early = refusal(
    "review.discussed_too_early", Kind.INVALID, "Choose the day you talked it through: {from_on} or later."
)
extend_to_later = refusal(
    "review.extend_to_later", Kind.INVALID, "Choose a day after {after}: until then the plan runs already."
)
agreement_ended = refusal(
    "review.agreement_ended", Kind.CONFLICT,
    "The mentoring agreement has ended. The plan is taken up under a new one before it can be extended.",
)  # fmt: skip
unknown_consultee = refusal(
    "review.unknown_consultee", Kind.INVALID, "One of those you name does not work here now. Choose somebody who does."
)
own_consultee = refusal(
    "review.own_consultee", Kind.INVALID, "Nobody decides alone: name somebody other than yourself and the mentee."
)
consultee_mentors = refusal(
    "review.consultee_mentors", Kind.INVALID,
    "A mentor of this plan gives their own view. Name somebody who has not mentored on it to confirm.",
)  # fmt: skip
outside_needed = refusal(
    "review.outside_needed", Kind.CONFLICT,
    "You have mentored on this plan, so somebody from outside is asked too. The organisation's settings name them.",
)  # fmt: skip
incomplete = refusal(
    "review.incomplete", Kind.CONFLICT,
    "Not everything is signed yet: {criteria} still to go. The plan can be extended or closed.",
)  # fmt: skip
not_online = refusal(
    "review.assurance_needed", Kind.CONFLICT,
    "What is signed for {criteria} is not confirmed online. Whoever signed it confirms that first.",
)  # fmt: skip
recount_differs = refusal(
    "review.recount_differs", Kind.CONFLICT,
    "Two independent counts of the signatures differ, so nothing is decided. Ask your administrator to look into it.",
)  # fmt: skip
basis_changed = refusal(
    "review.basis_changed", Kind.CONFLICT,
    "What this rests on has changed since it was proposed. It has to be proposed again as things stand now.",
)  # fmt: skip
nothing_to_uphold = refusal(
    "review.nothing_to_uphold", Kind.CONFLICT, "There is no decision of that kind here that needs another look."
)
unknown_criterion = refusal(
    "review.unknown_criterion", Kind.INVALID, "This plan has no criterion of that name: {criteria}. Leave it out."
)
view_closed = refusal(
    "review.view_closed", Kind.CONFLICT, "This plan has had its review. What was said before it stays as it was."
)
not_decided = refusal("review.not_decided", Kind.CONFLICT, "This is not decided. Your own view is given before it is.")
clash_of("uq_reviews_org_plan_id_proposed", already_proposed)
clash_of("reviews.org, reviews.plan_id", already_proposed)


def bar_to_reviewing(status: str, review_status: str | None, decision: str | None) -> Refused | None:
    """Why a plan can have no review now, or None when it can.

    `review_status` and `decision` are of the review that stands. 'Ready, but no vacancy' may be reviewed again, and so
    may what needs another look. Source: decisions, States (plan).
    """
    if is_reviewable(status, review_status, decision):
        return None
    if review_status is None:
        return plan_closed()
    return already_proposed() if review_status == ReviewStatus.PROPOSED else already_decided()


def ensure_whole(decision: Decision, extend_to: date | None, must_be_seen: Sequence[str], support: str | None) -> None:
    """Raises `request.invalid`: extending says until when, what must be seen and with what support; nothing else does.

    Source: domain 1 (review) and 6 (probation).
    """
    is_extended = decision is Decision.EXTEND
    given = {"extend_to": extend_to, "must_be_seen": must_be_seen, "support": support}
    asked = {
        "extend_to": "Say until when.",
        "must_be_seen": "Say what must be seen by then.",
        "support": "Say what support there will be.",
    }
    faults = [Fault(f"/{name}", asked[name], "required") for name, said in given.items() if is_extended and not said]
    if not is_extended:
        left = [name for name in ("extend_to", "must_be_seen") if given[name]]
        faults = [Fault(f"/{name}", "Leave this out unless the plan is extended.", "invalid") for name in left]
    if faults:
        raise invalid(faults=faults, fields=", ".join(fault.pointer[1:] for fault in faults))


def ensure_discussed(discussed_on: date, from_on: date, today: date) -> None:
    """Raises `review.discussed_in_future` or `review.discussed_too_early`.

    `from_on` is the plan's first day, or the day on which a decision came to need another look.
    """
    if discussed_on > today:
        raise in_future()
    if discussed_on < from_on:
        raise too_early(from_on=from_on.isoformat())


def ensure_consultees(consulted: Collection[Id], working: Collection[Id], apart: Collection[Id],
                      mentors: Collection[Id]) -> None:  # fmt: skip
    """Raises `review.own_consultee`, `review.unknown_consultee` or `review.consultee_mentors`.

    `working` are those of them who work here, `apart` the proposer and the mentee, `mentors` whoever has mentored on
    the plan. Source: decisions, Rights (review a plan: not alone).
    """
    if set(consulted) & set(apart):
        raise own_consultee()
    if set(consulted) - set(working):
        raise unknown_consultee()
    if set(consulted) & set(mentors):
        raise consultee_mentors()


def ends_on(starts_on: date, extend_to: date, pauses: Spans) -> date:
    """The agreed end of a plan that is to run until `extend_to` on the calendar, though it stood still on `pauses`.

    The days of a pause do not run, so the agreed end comes before by as many; a pause without an end moves nothing yet.
    """
    known = [pause for pause in pauses if pause.until_on is not None]
    worked = (extend_to - starts_on).days
    while worked > 1 and (day_of(starts_on, worked, known) or extend_to) > extend_to:
        worked -= 1
    return starts_on + timedelta(days=max(worked, 1))


def due_on(
    status: str, review_status: str | None, completed_on: date | None, starts_on: date, ends: date, pauses: Spans
) -> date | None:
    """The day a plan's review is due: when all is signed or, if that is earlier, when its dates end.

    None while that day cannot be told, while a review is proposed, and once the plan is closed.
    Source: decisions, States; domain 8 (the dates of somebody away do not run).
    """
    if status == PlanStatus.CLOSED or review_status == ReviewStatus.PROPOSED:
        return None
    end = day_of(starts_on, (ends - starts_on).days, pauses)
    days = [day for day in (completed_on, end) if day is not None]
    return min(days, default=None)

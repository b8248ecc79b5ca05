"""What a decision says to whoever it is about, and to others: plain and warm, and what happens next.

Source: domain 1 (review) and 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.people.names import given_name
from backend.reviews.rules import STANDING, Decision, ReviewStatus
from backend.reviews.shown import ReviewShown
from backend.signoff.rules import PlanStatus
from backend.signoff.shown import Plan
from web.dates import When


@dataclass(frozen=True)
class Closing:
    """A heading, and the sentences under it."""

    heading: str
    says: Sequence[str]


_OWN = {
    Decision.PROMOTE: Closing(
        "You are ready, and you are being promoted",
        (
            "Congratulations. You showed it, and those who decided saw it.",
            "The people team was asked to enter your new post when this was decided; until then your post reads as"
            " before.",
            "You need do nothing.",
        ),
    ),
    Decision.CONFIRM_IN_ROLE: Closing(
        "You are confirmed in your role",
        ("Congratulations. The role is yours.", "Your post stays as it is, and you need do nothing."),
    ),
    Decision.READY_NO_VACANCY: Closing(
        "You are ready",
        (
            "You showed that you can do it. There is no vacancy just now, and that says nothing about you.",
            "As soon as there is one, this can be decided again on the signatures you have. Nothing starts anew.",
        ),
    ),
    Decision.EXTEND: Closing(
        "You have more time",
        ("Your plan goes on until {ends_on}. What is to be seen by then, and your support, stand in the review.",),
    ),
    Decision.CLOSE: Closing(
        "Your plan has come to its end",
        (
            "What you have learnt and what is signed stay yours. Why it ends stands in the review, in words.",
            "When you want to go on, talk with your manager, or propose a mentoring agreement yourself.",
        ),
    ),
}
_OTHERS = {
    Decision.PROMOTE: Closing(
        "{name} is ready, and is being promoted",
        ("The people team was asked to enter the new post when this was decided. It does not change by itself.",),
    ),
    Decision.CONFIRM_IN_ROLE: Closing("{name} is confirmed in the role", ("Their post stays as it is.",)),
    Decision.READY_NO_VACANCY: Closing(
        "{name} is ready, and there is no vacancy yet",
        ("As soon as there is one, this can be decided again on the signatures there are.",),
    ),
    Decision.EXTEND: Closing(
        "{name} has more time",
        ("The plan goes on until {ends_on}. What is to be seen by then, and with what support, stands in the review.",),
    ),
    Decision.CLOSE: Closing(
        "{whose} plan has come to its end", ("What is signed stays. Why it ends stands in the review.",)
    ),
}
_STANDS = "Something it rested on is being looked at again. The decision stands meanwhile."
_DONE = {Decision.PROMOTE, Decision.CONFIRM_IN_ROLE, Decision.READY_NO_VACANCY}


def of_plan(plan: Plan, own: bool, when: When) -> Closing | None:
    """What was decided about a plan; None while nothing is, and for whoever may not see it."""
    if plan.review is None or plan.review.status not in STANDING:
        return None
    return _said(plan.review.decision, plan.review.status, own, plan.mentee.name, when.day(plan.ends_on))


def of_review(review: ReviewShown, own: bool, when: When) -> Closing | None:
    """What a review decided; None while it is not decided, and once another has answered it."""
    if review.status not in STANDING:
        return None
    ends_on = when.day(review.extend_to) if review.extend_to else ""
    return _said(review.decision, review.status, own, review.mentee.name, ends_on)


def pill(plan: Plan) -> tuple[str, str] | None:
    """How a plan is called that ended well: the word and its tone; None for every other."""
    is_done = plan.review is not None and plan.review.status in STANDING and plan.review.decision in _DONE
    return ("completed", "sign") if is_done and plan.status == PlanStatus.CLOSED else None


def _said(decision: str, status: str, own: bool, name: str, ends_on: str) -> Closing:
    words = (_OWN if own else _OTHERS)[Decision(decision)]
    whose = f"{name}’" if name.endswith("s") else f"{name}’s"
    again = [_STANDS] if status == ReviewStatus.NEEDS_REVIEW else []
    said = [one.format(ends_on=ends_on) for one in words.says]
    return Closing(words.heading.format(name=given_name(name), whose=whose), [*said, *again])

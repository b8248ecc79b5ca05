"""What pages say of reviews: one sentence for each thing."""

from collections.abc import Sequence
from typing import Any

from backend.kernel.ids import Id
from backend.people.names import Named, either
from backend.records.rules import RecordAnswer, RecordKind
from backend.records.shown import Version
from backend.reviews.due import DUE, NEEDED
from backend.reviews.following import TOLD
from backend.reviews.promoted import NEW_POST
from backend.reviews.proposing import WAIT as CONFIRMATION
from backend.reviews.rules import STANDING, Decision, ReviewStatus
from backend.reviews.shown import DecisionChoice, ReviewShown, Standpoint
from backend.signoff.shown import Item
from backend.signoff.waiting import Wait
from web import paths, words
from web.dates import When

WAITS = (DUE, CONFIRMATION, NEEDED, TOLD, NEW_POST)
"""Kinds of what waits for somebody about reviews."""

DECISIONS = {
    Decision.PROMOTE: "Promote",
    Decision.CONFIRM_IN_ROLE: "Confirm in role",
    Decision.READY_NO_VACANCY: "Ready, but no vacancy yet",
    Decision.EXTEND: "Extend the plan",
    Decision.CLOSE: "Close the plan",
}
HINTS = {
    Decision.PROMOTE: "Everything is signed.",
    Decision.CONFIRM_IN_ROLE: "Everything is signed, by somebody in the role already.",
    Decision.READY_NO_VACANCY: "Everything is signed. It may be reviewed again.",
    Decision.EXTEND: "Until when, what must be seen, and with what support.",
    Decision.CLOSE: "What is signed stays.",
}
IF_UPHELD = "Not everything is signed now. Only if the decision stands for your reasons, which you say below."
STATUSES = {
    ReviewStatus.PROPOSED: ("Waits for a second person", "wait"),
    ReviewStatus.DECIDED: ("Decided", "sign"),
    ReviewStatus.DECLINED: ("Not confirmed", "notyet"),
    ReviewStatus.TAKEN_BACK: ("Taken back", "quiet"),
    ReviewStatus.ENDED: ("Ended", "quiet"),
    ReviewStatus.NEEDS_REVIEW: ("Needs another look", "wait"),
    ReviewStatus.ANSWERED: ("Looked at again", "quiet"),
}
RECORDS = {
    RecordKind.OBSERVATION: "Observation",
    RecordKind.PROFESSIONAL_DISCUSSION: "Professional discussion",
    RecordKind.PRACTICE_TO_IMPROVE: "Practice to improve",
}
ANSWERS = {
    RecordAnswer.AGREE: "agrees",
    RecordAnswer.PARTLY: "agrees in part",
    RecordAnswer.DISAGREE: "disagrees",
    RecordAnswer.PREFER_NOT_TO_SIGN: "prefers not to sign",
}
_COMES_OF_IT = {
    Decision.PROMOTE: "the plan is closed. The people team is asked to enter the new post.",
    Decision.CONFIRM_IN_ROLE: "the plan is closed. They stay in the role they have, confirmed.",
    Decision.READY_NO_VACANCY: "the plan is closed. It can be reviewed again as soon as there is a vacancy.",
    Decision.EXTEND: "the plan goes on until {extend_to:%-d %B %Y}.",
    Decision.CLOSE: "the plan is closed. What is signed on it stays.",
}
_TITLES = {
    DUE: "A review is due",
    CONFIRMATION: "A decision to confirm",
    NEEDED: "A decision needs another look",
    NEW_POST: "A new post to enter",
    TOLD: "A decision you were asked about needs another look",
}


def pill(status: str) -> dict[str, str]:
    """A review's state."""
    text, tone = STATUSES[ReviewStatus(status)]
    return {"text": text, "tone": tone}


def decided(decision: str) -> str:
    """What it decides."""
    return DECISIONS[Decision(decision)]


def options(choices: Sequence[DecisionChoice]) -> list[dict[str, Any]]:
    """What can be decided today, to choose from."""
    return [
        {
            "value": one.decision.value, "label": DECISIONS[one.decision], "say": DECISIONS[one.decision].lower(),
            "hint": IF_UPHELD if one.if_upheld else HINTS[one.decision],
        }
        for one in choices if one.is_open
    ]  # fmt: skip


def not_open(choices: Sequence[DecisionChoice]) -> dict[str, Any] | None:
    """What cannot be decided until more is signed: the decisions in a sentence, and every criterion that is lacking."""
    closed = [one for one in choices if not one.is_open and one.lacking]
    if not closed:
        return None
    named = [f"‘{DECISIONS[one.decision]}’" for one in closed]
    count = len(closed[0].lacking)
    still = f"{words.many(count, 'criterion still needs', 'criteria still need')} something"
    is_are = "is" if len(named) == 1 else "are"
    return {"text": f"{words.together(named)} {is_are} not open yet: {still}", "lacking": closed[0].lacking}


def barred(choices: Sequence[DecisionChoice]) -> list[str]:
    """What cannot be decided whatever is signed, and why, a sentence each."""
    return [f"‘{DECISIONS[one.decision]}’ is not open now. {one.bar}" for one in choices if one.bar]


def wait_title(wait: Wait) -> str:
    """What waits."""
    return f"{_TITLES[wait.kind]}: {wait.subject.name}"


def wait_at(wait: Wait) -> str:
    """Where it is seen to."""
    if wait.kind == NEW_POST:
        return f"{paths.person_at(wait.subject.id)}/appointments/new"
    return f"/plans/{wait.about_id}/review" if wait.kind == DUE else review_at(wait.about_id)


def wait_in_short(wait: Wait, when: When) -> str:
    """The line below it."""
    if wait.kind == NEW_POST:
        return f"Promoted in a review {when.ago(wait.since)}. It waits until an appointment of theirs is entered"
    return f"Since {when.ago(wait.since)}"


def review_at(review_id: Id) -> str:
    """One review."""
    return f"/reviews/{review_id}"


def stands(stand: Standpoint, when: When) -> str:
    """What a review would rest on today, in a sentence or two."""
    due = ""
    if stand.due_on is not None:
        due = f" It {'was' if stand.due_on < when.today else 'is'} due {when.on(stand.due_on)}."
    if not stand.is_complete:
        count = len(stand.missing)
        return f"{count} {'criterion is' if count == 1 else 'criteria are'} not signed yet.{due}"
    return ("Everything is signed." if stand.is_online else "Everything is signed, not all of it online.") + due


def said_back(review: ReviewShown) -> str:
    """What a confirmation decides, said back before it is given."""
    until = f" until {review.extend_to:%-d %B %Y}" if review.extend_to else ""
    return f"{decided(review.decision)}{until}: {review.mentee.name}."


def comes_of_it(review: ReviewShown) -> str:
    """What its confirmation does, to go on a sentence with."""
    if review.upholds:
        return "the decision stands."
    return _COMES_OF_IT[review.decision].format(extend_to=review.extend_to)


def why_again(review: ReviewShown) -> str:
    """Why a decision needs another look, or needed one."""
    if any(one.withdrawn_at or one.frozen_at for one in review.rests_on):
        return "A signature this rested on counts no more, or not for now."
    return "A signature this rested on was looked into, and counts again."


def follows(review: ReviewShown, own: bool) -> list[str]:
    """What else follows a decision that counts, a sentence each."""
    if review.status not in STANDING or review.decision is Decision.EXTEND:
        return []
    whose, who = ("yours", "you") if own else ("theirs", review.mentee.name)
    said = [f"This plan is closed. What is signed on it stays {whose}, and {who} can take a copy."]
    if review.carry_over:
        what = words.many(len(review.carry_over), "criterion", "criteria")
        said.append(f"What was signed for {what} is shown on the next plan, to be read. It counts nothing there.")
    if review.decision is not Decision.CLOSE:
        said.append("A next plan begins with a mentoring agreement: either side can propose one.")
    return said


def texts(version: Version) -> list[tuple[str, str]]:
    """What a version says beside its account, each with its heading."""
    every = (
        ("The concern", version.concern),
        ("What good would look like", version.good_would_look_like),
        ("Support offered", version.support_offered),
    )
    return [(heading, text) for heading, text in every if text]


def named(people: Sequence[Named]) -> list[dict[str, Any]]:
    """People to choose from."""
    return [{"value": one.id, "label": one.name} for one in people]


def criteria(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Signed criteria to choose from."""
    return [{"value": one.key, "label": one.title} for one in items if not one.missing]


def either_of(people: Sequence[Named]) -> str:
    """`Jo Rowan or Sam Beech`."""
    return either([one.name for one in people])

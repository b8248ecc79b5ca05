"""What stands beside signatures, in words: how a question moved, how what is asked for changed, what waits besides."""

from backend.signoff.asides import RequirementShown
from backend.signoff.freezing import WAIT as FROZEN
from backend.signoff.lifting import WAIT as LIFTING
from backend.signoff.requests import OVERDUE
from backend.signoff.requirements import WAIT as REQUIREMENT
from backend.signoff.rules import Handed, Outcome, RequirementStatus
from backend.signoff.shown import HandedOn, Item, SignOffShown
from backend.signoff.waiting import Wait
from backend.signoff.withdrawing_by_two import WAIT as WITHDRAWAL
from web import words
from web.dates import When
from web.paths import item_at, lifting_at, withdrawal_at

MATTERS = (OVERDUE, REQUIREMENT, WITHDRAWAL, FROZEN, LIFTING)
"""Kinds of what waits for somebody beside requests and agreements."""

_ENDED = {
    RequirementStatus.AGREED: "{name} agreed, {day}.",
    RequirementStatus.DECLINED: "{name} did not agree, {day}; it stayed as it was.",
    RequirementStatus.WITHDRAWN: "{name} took that back, {day}.",
    RequirementStatus.ENDED: "It ended without an answer, {day}.",
    RequirementStatus.PROPOSED: "It waits for an answer.",
}


_SAID = {
    WITHDRAWAL: "a withdrawal was opened",
    FROZEN: "its signer says ‘that was not me’,",
    LIFTING: "it is to count again, asked for",
}
_PILLS = {WITHDRAWAL: "to confirm", LIFTING: "to confirm", FROZEN: "to look into"}


def handed(handed_on: HandedOn, when: When) -> str:
    """How a question came to those who have it: `Jo passed it on yesterday`."""
    name, day = handed_on.by.name, when.on(handed_on.on)
    if handed_on.how == Handed.IN_TIME:
        return f"After fourteen days it passed on from {name}, {day}"
    if handed_on.how == Handed.DECLINED:
        return f"{name} cannot take it, and said so {day}"
    return f"{name} passed it on {day}"


def each_its_day(item: Item, when: When) -> str | None:
    """Says that a 'not yet' of a later day takes nothing from what counts for an earlier one, where that is so.

    Source: decisions, Counting (`not_yet` never uncounts an earlier signature).
    """
    standing = [one for one in item.sign_offs if not one.withdrawal]
    latest = max(standing, key=lambda one: one.seen_on, default=None)
    if latest is None or latest.outcome != Outcome.NOT_YET:
        return None
    before = sorted({one.seen_on for one in standing if one.counts and one.seen_on < latest.seen_on})
    if not before:
        return None
    days = words.together([when.day(day) for day in before])
    return f"The ‘not yet’ is for {when.day(latest.seen_on)}. What was signed for {days} counts all the same."


def changed(one: RequirementShown, when: When) -> str:
    """What somebody asked for: `Jo Rowan raised it from one signature to two, 1 October`."""
    numbers = f"from {words.many(one.before, 'signature')} to {words.number(one.after)}"
    did = "raised it" if one.status == RequirementStatus.MADE else "proposed to lower it"
    return f"{one.by.name} {did} {numbers}, {when.day(when.day_of(one.asked_at))}"


def became(one: RequirementShown, when: When) -> str:
    """What came of it: `Maya Alder agreed, 2 October.`; nothing for what was raised at once."""
    if one.status == RequirementStatus.MADE:
        return ""
    name = one.answered_by.name if one.answered_by else ""
    day = when.day(when.day_of(one.ended_at)) if one.ended_at else ""
    return _ENDED[one.status].format(name=name, day=day)


def other_number(signatures: int) -> int:
    """The number of signatures that is not asked for now."""
    return 1 if signatures == 2 else 2


def gone(one: SignOffShown) -> str:
    """By whom a sign-off was withdrawn: `Jo Rowan`, or both who did it."""
    if one.withdrawal is None:
        return ""
    both = one.withdrawal.confirmed_by
    return f"{one.withdrawal.by}, confirmed by {both}" if both else one.withdrawal.by


def is_frozen(one: SignOffShown) -> bool:
    """Whether somebody looks into a sign-off just now, since its signer says that it was not them."""
    return one.freeze is not None and one.freeze.ended_at is None


def matter_at(wait: Wait) -> str:
    """Where a matter that waits is answered."""
    if wait.kind in (WITHDRAWAL, LIFTING):
        return f"{(withdrawal_at if wait.kind == WITHDRAWAL else lifting_at)(wait.id)}/confirmations/new"
    assert wait.plan_id is not None and wait.item_id is not None  # noqa: PT018 - both are there for what is about an item
    return item_at(wait.plan_id, wait.item_id)


def matter_in_short(wait: Wait, when: When) -> str:
    """The line below it: whom it is about, what it is, and since when."""
    if wait.kind == OVERDUE:
        return f"{wait.subject.name} · asked {when.ago(wait.since)}, and nobody has come yet"
    if wait.kind == REQUIREMENT:
        return f"{wait.subject.name} · another number of signatures is proposed, {when.ago(wait.since)}"
    return f"{wait.subject.name} · {_SAID[wait.kind]} {when.ago(wait.since)}"


def matter_pill(wait: Wait) -> dict[str, str]:
    """What is wanted of the viewer, in a word or two."""
    if wait.kind == OVERDUE:
        return {"text": "overdue", "tone": "wait"}
    return {"text": _PILLS.get(wait.kind, "to answer"), "tone": "wait"}

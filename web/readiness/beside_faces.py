"""How what is beside the board looks: a criterion in another role, what mentors carry, how long answers take."""

from backend.people.names import initials
from backend.readiness.answer_days import AnswersAtSite
from backend.readiness.load import MentorLoad
from backend.readiness.what_if import CriterionThen
from backend.signoff.showing import TEXTS
from web import paths, words
from web.dates import When
from web.signoff.faces import OPEN, Slot


def slots(one: CriterionThen, when: When) -> list[Slot]:
    """The places for signatures: those that are there, then the open ones."""
    signed = [
        Slot("signed", f"Signed by {it.signer.name}, {when.day(it.seen_on)}", initials(it.signer.name))
        for it in one.sign_offs
        if it.counts
    ]
    return [*signed, *[OPEN] * (one.signatures_required - len(signed))]


def missing(one: CriterionThen) -> str:
    """What it would still need."""
    return TEXTS[one.missing] if one.missing else ""


def signed(one: CriterionThen, when: When) -> str:
    """On which days it was seen, and under which framework."""
    counted = [it for it in one.sign_offs if it.counts]
    under = words.together(sorted({it.framework for it in counted}))
    return f"{words.together([when.day(it.seen_on) for it in counted])} · {under}"


def link(one: CriterionThen) -> str:
    """The criterion it was signed on."""
    first = next(it for it in one.sign_offs if it.counts)
    return paths.item_at(first.plan_id, first.item_id)


def load(one: MentorLoad, when: When) -> str:
    """What a mentor carries, in a line."""
    parts = [words.many(one.mentees, "mentee")]
    if one.waiting and one.waiting_since:
        parts.append(f"{words.many(one.waiting, 'request')} with them, the oldest {when.since(one.waiting_since)}")
    if one.minutes:
        parts.append(f"{hours(one.minutes)} noted since {when.day(one.since)}")
    return " · ".join(parts)


def hours(minutes: int) -> str:
    """`2 hours 30 minutes`, `45 minutes`."""
    whole, rest = divmod(minutes, 60)
    return " ".join(
        filter(None, [words.many(whole, "hour") if whole else "", words.many(rest, "minute") if rest else ""])
    )


def answers(one: AnswersAtSite) -> str:
    """How long people wait at a site, in a line."""
    if one.median_days is None:
        return "Fewer than five answers: too few to say"
    within = "on the same day" if one.median_days == 0 else f"within {words.many(one.median_days, 'day')}"
    return f"Half were answered {within} · {words.many(one.answered, 'answer')}"

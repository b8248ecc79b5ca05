"""What the board says in sentences: what is owed, and what is still needed. Pure. Source: domain 8."""

from collections.abc import Mapping, Sequence
from datetime import date

from backend.frameworks.rules import Framework
from backend.kernel.ids import Id
from backend.people.names import either, given_name
from backend.readiness.rules import Owed
from backend.readiness.short import Asked, Need
from backend.readiness.shown import OwedShown, WhyNot
from backend.signoff.rules import Missing
from backend.signoff.showing import day_in_words, frozen_in_words, who_can_sign
from backend.signoff.shown import MentorShown

_ALL_NAMED, _NAMED = 3, 2
_NEEDS: Mapping[str, tuple[str, str]] = {
    Missing.SIGNATURE: ("needs one signature", "need one signature each"),
    Missing.TWO_SIGNATURES: ("needs two signatures", "need two signatures each"),
    Missing.ANOTHER: ("needs one more signature", "need one more signature each"),
    Missing.ANOTHER_DAY: ("needs one more, from another day", "need one more each, from another day"),
    Missing.ANOTHER_MENTOR: ("needs one more, from another mentor", "need one more each, from another mentor"),
    Missing.ANOTHER_DAY_AND_MENTOR: (
        "needs one more, from another day and another mentor",
        "need one more each, from another day and another mentor",
    ),
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def why_not(needs: Sequence[Need], framework: Framework, mentors: Sequence[MentorShown], today: date) -> list[WhyNot]:
    """What a plan still needs, a sentence for each kind of signature and whoever cannot give it."""
    titles = {criterion.key: criterion.title for criterion in framework.criterion}
    groups: dict[tuple[str, str, bool], list[str]] = {}
    for need in needs:
        groups.setdefault((need.missing, need.not_by, need.is_frozen), []).append(titles[need.key])
    found = []
    for (code, not_by, is_frozen), named in groups.items():
        who = who_can_sign([mentor for mentor in mentors if mentor.id != not_by], today)
        beside = f" {frozen_in_words(len(named))}" if is_frozen else ""
        found.append(WhyNot(Missing(code), f"{_listed(named)} {_NEEDS[code][len(named) > 1]}. {who}{beside}"))
    return found


def _listed(titles: Sequence[str]) -> str:
    quoted = [f"‘{title}’" for title in titles]
    if len(titles) > _ALL_NAMED:
        quoted[_NAMED:] = [f"{number(len(titles) - _NAMED)} more"]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def number(count: int) -> str:
    """A small number in a word, others in figures."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def mentor_missing(since: date, today: date) -> OwedShown:
    """Nobody mentors them."""
    return OwedShown(Owed.MENTOR_MISSING, f"A mentor: there is none since {day_in_words(since, today)}.", since)


def mentor_away(since: date, mentors: Sequence[MentorShown], today: date) -> OwedShown:
    """Every mentor is away."""
    kind = "A second mentor" if len(mentors) == 1 else "A mentor who is here"
    return OwedShown(Owed.MENTOR_AWAY, f"{kind}: {who_can_sign(mentors, today)}", since)


def unanswered(late: Sequence[Asked], mentors: Sequence[MentorShown], today: date) -> OwedShown:
    """Requests that have waited for long; the oldest is named with those who have it."""
    oldest = min(late, key=lambda one: (one.asked_on, one.owed_on))
    on = oldest.on([mentor.id for mentor in mentors], today)
    whom = either([given_name(mentor.name) for mentor in mentors if mentor.id in on]) if on else "nobody"
    days = (today - oldest.asked_on).days
    text = f"An answer: one request with {whom} for {days} days."
    if len(late) > 1:
        text = f"Answers: {number(len(late))} requests, the oldest with {whom} for {days} days."
    return OwedShown(Owed.REQUEST_UNANSWERED, text, min(one.owed_on for one in late))


def observation_overdue(since: date, today: date) -> OwedShown:
    """Nobody has watched their work, or talked about it, for long."""
    text = f"An observation or a talk about their work, since {day_in_words(since, today)}."
    return OwedShown(Owed.OBSERVATION_OVERDUE, text, since)


def review_due(since: date, is_signed: bool, today: date) -> OwedShown:
    """The talk at the end of a plan."""
    why = "everything is signed since" if is_signed else "its dates ended on"
    return OwedShown(Owed.REVIEW_DUE, f"A review: {why} {day_in_words(since, today)}.", since)


def with_whom(several: Sequence[Asked], mentors: Sequence[MentorShown], today: date) -> list[MentorShown]:
    """The mentors that requests are with today."""
    ids: list[Id] = [mentor.id for mentor in mentors]
    having = {mentor for one in several for mentor in one.on(ids, today)}
    return [mentor for mentor in mentors if mentor.id in having]

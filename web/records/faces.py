"""How a record reads: what it is, how far it is, what the person said, and what was agreed to do next."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.kernel.ids import Id
from backend.practice.owed import Rhythm
from backend.records.rules import RecordKind, RecordState, StepStatus
from backend.records.shown import Record, RecordAnswered, RecordListed, Version
from backend.records.steps import NextStep
from backend.records.versions import TO_ANSWER, TO_DISCUSS
from backend.signoff.waiting import Wait
from web import words
from web.dates import When

WAITS = (TO_ANSWER, TO_DISCUSS)
"""Kinds of what waits for somebody about a record."""
KINDS: Mapping[str, str] = {
    "observation": "Observation",
    "professional_discussion": "Professional discussion",
    "practice_to_improve": "Practice to improve",
}
SHOWS: Mapping[str, str] = {
    "good_practice": "Good practice",
    "to_improve": "Practice to improve",
    "both": "Both",
}
ANSWERS: Mapping[str, tuple[str, str]] = {
    "agree": ("I agree", "agrees"),
    "partly": ("I agree in part", "agrees in part"),
    "disagree": ("I see it differently", "sees it differently"),
    "prefer_not_to_sign": ("I would rather not sign", "would rather not sign"),
}
"""Each answer as the person gives it, and as it reads after their name."""
TEXTS: Mapping[str, str] = {
    "concern": "The concern",
    "good_would_look_like": "What good would look like",
    "support_offered": "The support there is",
}
PILLS: Mapping[str, tuple[str, str]] = {
    "draft": ("not shared yet", "quiet"),
    "shared": ("to be talked about", "wait"),
    "discussed": ("to be answered", "wait"),
    "answered": ("answered", "sign"),
}


def options(said: Mapping[str, str]) -> list[dict[str, str]]:
    """A mapping as the options of a question."""
    return [{"value": value, "label": label} for value, label in said.items()]


def kinds() -> list[dict[str, str]]:
    """What a record can be, with a hint each."""
    hints = {
        "observation": "You watched",
        "professional_discussion": "You talked something through",
        "practice_to_improve": "Talk first. Read by the two of you, the line manager and the people team",
    }
    return [{**one, "hint": hints[one["value"]]} for one in options(KINDS)]


def answers() -> list[dict[str, str]]:
    """What the person can say, no answer better than another."""
    return [{"value": value, "label": label} for value, (label, _) in ANSWERS.items()]


def title(one: Record | RecordListed, viewer: Id) -> str:
    """What a record is called: `Observation of Maya Alder`, or `Observation` to her."""
    kind = KINDS[one.kind]
    if one.subject.id == viewer:
        return kind
    joint = {RecordKind.OBSERVATION: "of", RecordKind.PROFESSIONAL_DISCUSSION: "with"}.get(one.kind, "with")
    return f"{kind} {joint} {one.subject.name}" if one.kind != "practice_to_improve" else f"{kind}, {one.subject.name}"


def in_short(one: RecordListed, viewer: Id, when: When) -> str:
    """The line below it in a list: when it happened, and who wrote it."""
    by = "you" if one.writer.id == viewer else one.writer.name
    said = f"{when.day(one.happened_on)} · written by {by}"
    if one.state == RecordState.DRAFT and one.lapses_on:
        return f"{when.day(one.happened_on)} · goes {when.on(one.lapses_on)} unless you share it"
    return said


def pill(one: RecordListed) -> dict[str, str]:
    """How far it is, in a word or two. What the person answered is nobody's badge: it stands on the record."""
    text, tone = PILLS[one.state]
    return {"text": text, "tone": tone}


def standing(one: Record, viewer: Id, when: When) -> str:
    """How far it is, in a sentence or two."""
    own = one.subject.id == viewer
    if one.state == RecordState.SHARED:
        first = f" You talk about it first. Once {one.writer.name} has noted the day, you can answer here."
        return f"It has not been talked about yet.{first if own else ''}"
    talked = f"Talked about {when.on(one.discussed_on)}." if one.discussed_on else ""
    if one.state == RecordState.DISCUSSED and one.answer_due_on:
        who = "Your answer is" if own else "The answer is"
        return f"{talked} {who} hoped for by {when.day(one.answer_due_on)}. Next shift is fine."
    return talked


def written(one: Record, when: When) -> str:
    """The day it happened and the day it was written, both."""
    if one.happened_on == one.written_on:
        return f"Happened and written {when.full(one.happened_on)}"
    return f"Happened {when.full(one.happened_on)}, written {when.full(one.written_on)}"


def said(answer: RecordAnswered, name: str) -> str:
    """`Maya Alder agrees in part`."""
    return f"{name} {ANSWERS[answer.answer][1]}"


def texts(version: Version | Record) -> list[tuple[str, str]]:
    """The texts of a version that its kind has besides what happened, each with its label."""
    return [(label, text) for name, label in TEXTS.items() if (text := getattr(version, name))]


def step(one: NextStep, when: When) -> str:
    """The line below a next step: who does it until when, or what became of it."""
    if one.status == StepStatus.OPEN:
        until = f", by {when.day(one.due_on)}" if one.due_on else ""
        return f"{one.owner.name}{until}"
    did = "Done" if one.status == StepStatus.DONE else "Dropped"
    by = f", {one.settled_by.name}" if one.settled_by else ""
    day = f", {when.day(when.day_of(one.settled_at))}" if one.settled_at else ""
    return f"{did}{by}{day}{': ' + one.why if one.why else ''}"


def owed(one: Rhythm, when: When) -> str:
    """How long somebody has had none: `Nine days without, the last on 2 October`."""
    site = f" · {one.site.name}" if one.site else ""
    if one.last_on is None:
        return f"None written down here yet{site}"
    return f"{words.sentence(words.many(one.days_without, 'day'))} without, the last {when.on(one.last_on)}{site}"


def owed_pill(one: Rhythm) -> dict[str, str] | None:
    """Whether the organisation owes it now."""
    return {"text": "due", "tone": "wait"} if one.is_owed else None


def matter(wait: Wait) -> str:
    """What a record that waits is called."""
    return "What was written about you" if wait.kind == TO_ANSWER else f"Talk it through with {wait.subject.name}"


def matter_in_short(wait: Wait, when: When) -> str:
    """The line below it."""
    if wait.kind == TO_ANSWER:
        return f"It waits for your answer, in your own words, {when.since(wait.since)}"
    return f"You shared it {when.ago(wait.since)}. Then note the day"


def steps_typed(values: Mapping[str, str], count: int) -> list[dict[str, Any]]:
    """The rows for next steps, as typed, with a blank one at the end."""
    rows = [_row(values, n) for n in range(1, count + 1)]
    filled = [row for row in rows if row["text"]]
    return [*filled, {"n": _last(filled) + 1, "text": "", "due": "", "owner": ""}][:count]


def _row(values: Mapping[str, str], n: int) -> dict[str, Any]:
    return {"n": n, **{part: values.get(name, "") for part, name in _names(n)}}


def _last(filled: Sequence[Mapping[str, Any]]) -> int:
    number: int = filled[-1]["n"] if filled else 0
    return number


def _names(n: int) -> Sequence[tuple[str, str]]:
    return (("text", f"step_{n}"), ("due", f"step_{n}_due"), ("owner", f"step_{n}_owner"))

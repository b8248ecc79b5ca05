"""What a record is, what each kind of it needs, and what is refused. Pure.

The rooms above declare their kinds; nothing here knows one from another. Source: domain 3; decisions, States (record).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.kernel.errors import Fault, Kind, refusal

DRAFT_LASTS = timedelta(days=14)
ANSWER_WITHIN = timedelta(days=7)
FIELDS = ("account", "concern", "good_would_look_like", "support_offered")
"""The texts a record may have; each kind says which of them are its own."""


class RecordKind(StrEnum):
    """What sort of record it is."""

    OBSERVATION = "observation"
    PROFESSIONAL_DISCUSSION = "professional_discussion"
    PRACTICE_TO_IMPROVE = "practice_to_improve"


class Shows(StrEnum):
    """What a record shows. Source: domain 3."""

    GOOD_PRACTICE = "good_practice"
    TO_IMPROVE = "to_improve"
    BOTH = "both"


class RecordState(StrEnum):
    """How far a record is. Source: decisions, States (record)."""

    DRAFT = "draft"
    SHARED = "shared"
    DISCUSSED = "discussed"
    ANSWERED = "answered"


class RecordAnswer(StrEnum):
    """What the person it is about says to it."""

    AGREE = "agree"
    PARTLY = "partly"
    DISAGREE = "disagree"
    PREFER_NOT_TO_SIGN = "prefer_not_to_sign"


class StepStatus(StrEnum):
    """What became of a next step."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class StepOutcome(StrEnum):
    """How a next step is settled."""

    DONE = "done"
    DROPPED = "dropped"


class Circle(StrEnum):
    """Who reads a record beside its writer and the person: those who lead them, or the line manager and people team."""

    TEAM = "team"
    NARROW = "narrow"


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a kind of record is made of.

    `needs` are the texts it cannot be shared without, `takes` those it may have besides. `talk_first`: it is shared
    only once it has been talked about. `has_rhythm`: the organisation owes everyone one now and then.
    `reaches_mentors`: where it names a criterion, whoever mentors the person reads it as evidence.
    `pushes_off_shift`: a notice of it may come outside working time. `goes_into_packs`: it may stand in a pack of its
    own accord, rather than by the person's yes alone.
    """

    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    circle: Circle = Circle.TEAM
    talk_first: bool = False
    has_rhythm: bool = False
    reaches_mentors: bool = False
    pushes_off_shift: bool = True
    goes_into_packs: bool = True


FORMS: dict[RecordKind, Form] = {}
"""Every kind that a room has declared."""


def declare(kind: RecordKind, form: Form) -> None:
    """Declares what a kind is made of, once."""
    if kind in FORMS:
        raise ValueError(f"the kind {kind} is declared twice")
    FORMS[kind] = form


about_oneself = refusal(
    "record.about_oneself", Kind.FORBIDDEN, "Nobody writes a record about themselves. Ask whoever saw it to write it."
)
in_future = refusal("record.in_future", Kind.INVALID, "That day has not come yet. Say on which day it happened.")
text_needed = refusal("record.text_needed", Kind.INVALID, "This kind of record needs a little more: {fields}.")
text_of_another_kind = refusal(
    "record.text_of_another_kind", Kind.INVALID, "This kind of record does not have: {fields}. Leave that out."
)
unknown_criterion = refusal(
    "record.unknown_criterion", Kind.INVALID, "No framework here has a criterion called {key}. Choose from the list."
)
owner_outside = refusal(
    "record.owner_outside",
    Kind.INVALID,
    "A next step goes to the person it is about, or to somebody who can read this record. Choose one of them.",
)
talk_first = refusal(
    "record.talk_first", Kind.INVALID, "Talk it through first. Then share it, and say on which day you talked."
)
wrong_day = refusal(
    "record.wrong_day", Kind.INVALID, "You talked on the day it happened or later, and not after today. Look again."
)
already_shared = refusal(
    "record.already_shared", Kind.CONFLICT, "This has been shared, so it stays. Amend it: both versions are then shown."
)
already_discussed = refusal(
    "record.already_discussed", Kind.CONFLICT, "The day you talked is noted already. There is nothing left to do."
)
not_discussed = refusal(
    "record.not_discussed", Kind.CONFLICT, "Talk it through first. Once the day is noted, it can be answered."
)
already_answered = refusal(
    "record.already_answered", Kind.CONFLICT, "You have answered this version. An amended one is answered anew."
)
amended = refusal(
    "record.amended", Kind.CONFLICT, "This has been amended since you read it. Read the new version first."
)
why_needed = refusal("record.why_needed", Kind.INVALID, "Say in a word why this is dropped.")
step_settled = refusal("record.step_settled", Kind.CONFLICT, "This next step is settled already.")


def ensure_happened(happened_on: date, today: date) -> None:
    """Raises `record.in_future`."""
    if happened_on > today:
        raise in_future()


def ensure_talked(discussed_on: date, happened_on: date, today: date) -> None:
    """Raises `record.wrong_day` for a talk before it happened, or after today."""
    if not happened_on <= discussed_on <= today:
        raise wrong_day()


def ensure_own_texts(kind: RecordKind, said: Mapping[str, str | None]) -> None:
    """Raises `record.text_of_another_kind` for what this kind does not have."""
    form = FORMS[kind]
    foreign = [name for name, text in said.items() if text is not None and name not in (*form.needs, *form.takes)]
    if foreign:
        faults = [Fault(f"/{name}", "Leave this out.", "unknown") for name in foreign]
        raise text_of_another_kind(faults=faults, fields=", ".join(foreign))


def ensure_whole(kind: RecordKind, shows: Shows | None, said: Mapping[str, str | None]) -> None:
    """Raises `record.text_needed` for a record that lacks a text its kind needs, or does not say what it shows."""
    lacking = [*([] if shows else ["shows"]), *(name for name in FORMS[kind].needs if not said.get(name))]
    if lacking:
        faults = [Fault(f"/{name}", "Please write something here.", "required") for name in lacking]
        raise text_needed(faults=faults, fields=", ".join(lacking).replace("_", " "))


def ensure_known(keys: Collection[str], known: Collection[str]) -> None:
    """Raises `record.unknown_criterion` for a key that no framework has."""
    for key in keys:
        if key not in known:
            raise unknown_criterion(key=key)


def reaches_mentors(kind: RecordKind, criteria: Collection[str]) -> bool:
    """Whether a record that names these criteria is evidence that the person's mentors read.

    Source: decisions, Rights (co-mentors see observations that are evidence).
    """
    return FORMS[kind].reaches_mentors and bool(criteria)


def state_of(discussed_on: date | None, answer: str | None) -> RecordState:
    """How far a shared record is."""
    if answer is not None:
        return RecordState.ANSWERED
    return RecordState.SHARED if discussed_on is None else RecordState.DISCUSSED

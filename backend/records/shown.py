"""A record as people read it. Source: api, The main job (records)."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.kernel.ids import Id
from backend.people.names import Named
from backend.people.rules import Post
from backend.records.rules import RecordAnswer, RecordKind, RecordState, Shows
from backend.records.steps import NextStep


@dataclass
class Writer:
    """Whoever wrote it, as they were named and appointed then."""

    id: Id
    name: str
    role: Post


@dataclass
class RecordCriterion:
    """A criterion that a record is evidence for."""

    key: str
    title: str


@dataclass
class RecordAnswered:
    """What the person said to a version, in their own words, and when."""

    answer: RecordAnswer
    comment: str | None
    at: datetime


@dataclass
class Version:
    """A version of a record, with the answer to it. `reason` says why it was amended; the first has none. `digest` is
    what a sign-off that rests on it names.
    """

    version: int
    written_at: datetime
    reason: str | None
    happened_on: date
    shows: Shows
    account: str
    concern: str | None
    good_would_look_like: str | None
    support_offered: str | None
    kept_because: str | None
    criteria: list[RecordCriterion]
    digest: str
    answer: RecordAnswered | None


@dataclass
class DraftStep:
    """A next step as a draft has it."""

    text: str
    owner_id: Id | None
    due_on: date | None


@dataclass
class Record:
    """A record as it stands: what the newest version says, and every version, the latest last.

    `rev` counts the changes of a draft, and of a shared record its versions.
    `happened_on` is the day it happened, `written_on` the day it was written. Of a draft, `draft_steps` are the next
    steps as written so far, and from `lapses_on` it is gone. `open_steps` are those agreed on earlier that are neither
    done nor dropped. `included`: the person has agreed that it is read in their review.
    """

    id: Id
    kind: RecordKind
    state: RecordState
    subject: Named
    writer: Writer
    happened_on: date
    written_on: date
    shared_at: datetime | None
    discussed_on: date | None
    answer_due_on: date | None
    shows: Shows | None
    account: str
    concern: str | None
    good_would_look_like: str | None
    support_offered: str | None
    kept_because: str | None
    criteria: list[RecordCriterion]
    next_steps: list[NextStep]
    draft_steps: list[DraftStep]
    open_steps: list[NextStep]
    version: int
    versions: list[Version]
    answer: RecordAnswered | None
    included: bool
    note_id: Id | None
    lapses_on: date | None
    rev: int
    may: dict[str, bool]


@dataclass
class RecordListed:
    """A record in a list: who wrote about whom, when, and how far it is. Its words are on its own page."""

    id: Id
    kind: RecordKind
    state: RecordState
    subject: Named
    writer: Writer
    happened_on: date
    written_on: date
    discussed_on: date | None
    answer: RecordAnswer | None
    answer_due_on: date | None
    shows: Shows | None
    included: bool
    lapses_on: date | None

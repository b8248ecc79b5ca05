"""What is refused about notes and evidence, and whom the organisation owes a rhythm. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.kernel.errors import Kind, refusal
from backend.kernel.ids import Id
from backend.people.rules import AREA_POSTS, ORGANISATION_POSTS, SITE_POSTS, Post

CLOCKS_DIFFER = timedelta(minutes=5)
MOST_BYTES = 10 * 1024 * 1024
"""Of a file as it is sent."""
MOST_PINNED = 10
"""So many things a sign-off may rest on."""


@dataclass(frozen=True)
class Allowance:
    """The most that is kept about one person: so many photos and documents, of so many bytes together."""

    files: int
    size: int


class EvidenceKind(StrEnum):
    """What a piece of evidence is. `record` is an observation or a discussion, which has a place of its own."""

    REFLECTION = "reflection"
    PHOTO = "photo"
    DOCUMENT = "document"
    RECORD = "record"


in_future = refusal("note.in_future", Kind.INVALID, "That moment has not come yet. Say when it happened.")
gone = refusal("note.gone", Kind.INVALID, "That note is no longer there: signed already, or dropped. Sign without it.")
of_another = refusal("note.of_another_person", Kind.INVALID, "That note is about somebody else. Go on without it.")

unknown_type = refusal(
    "evidence.unknown_type",
    Kind.INVALID,
    "That is no file we take. Send a photo (JPEG or PNG), a PDF, a Word document without macros, or plain text.",
)
heic = refusal(
    "evidence.heic",
    Kind.INVALID,
    "That photo is HEIC, which few devices open. Send a JPEG: on an iPhone choose ‘Most Compatible’ under Settings, "
    "Camera, Formats and take it again, or export it as JPEG.",
)
full = refusal(
    "evidence.full",
    Kind.CONFLICT,
    "{files} files are kept about this person, {mib} MiB together, and this one has no room. Use what is there, or "
    "ask whoever looks after this system for more room.",
)
unknown_criterion = refusal(
    "evidence.unknown_criterion",
    Kind.INVALID,
    "No framework here has a criterion called {key}. Choose from those of the plan.",
)
damaged = refusal(
    "evidence.damaged", Kind.INVALID, "That photo cannot be read: a part of it is missing. Take or choose it again."
)
too_many_pixels = refusal(
    "evidence.too_many_pixels", Kind.INVALID, "That photo is larger than {millions} million pixels. Send a smaller one."
)
evidence_in_future = refusal(
    "evidence.in_future", Kind.INVALID, "That day has not come yet. Say on which day it happened."
)
already_taken_back = refusal("evidence.already_taken_back", Kind.CONFLICT, "This is taken back already.")
not_theirs = refusal(
    "evidence.not_theirs",
    Kind.INVALID,
    "Some of the evidence is not about this person, or not there for you to see. Choose again.",
)
was_taken_back = refusal(
    "evidence.taken_back", Kind.CONFLICT, "Some of the evidence was taken back meanwhile. Look again, then sign."
)


def ensure_happened_on(day: date | None, today: date) -> None:
    """Raises `evidence.in_future`."""
    if day is not None and day > today:
        raise evidence_in_future()


def ensure_known(keys: Iterable[str], known: Collection[str]) -> None:
    """Raises `evidence.unknown_criterion` for a key that no framework here has."""
    for key in keys:
        if key not in known:
            raise unknown_criterion(key=key)


def ensure_room(allowance: Allowance, files: int, size: int, more: int = 0) -> None:
    """Raises `evidence.full` when one more file, of `more` bytes, is more than is kept about one person."""
    if files >= allowance.files or size + more > allowance.size:
        raise full(files=files, mib=size >> 20)


def ensure_happened(happened_at: datetime, now: datetime) -> None:
    """Raises `note.in_future`; a phone's clock may be five minutes fast."""
    if happened_at > now + CLOCKS_DIFFER:
        raise in_future()


def is_owed_rhythm(post: Post, site_id: Id | None) -> bool:
    """Whether somebody is owed an observation or a discussion now and then: all of a site's team but who runs it.

    Source: domain 3 (made by a manager, senior or mentor about a team member).
    """
    return site_id is not None and post not in {*SITE_POSTS, *AREA_POSTS, *ORGANISATION_POSTS}

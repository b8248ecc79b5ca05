"""Refusals: what the house answers instead of doing something, each with a stable code and words that say what to do.

A room declares its refusals in its `rules.py`::

    own_work = refusal("sign_off.own_work", Kind.FORBIDDEN, "Nobody signs their own work. Ask one of your mentors.")
    ...
    raise own_work()

`CATALOGUE` holds them all: the error page of the documentation and every translation start from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of refusal it is; each surface has one table from kind to status."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    THROTTLED = "throttled"
    MISSING = "missing"
    CONFLICT = "conflict"
    STALE = "stale"
    UNCONDITIONAL = "unconditional"
    INVALID = "invalid"
    TOO_LARGE = "too_large"
    BUSY = "busy"
    FULL = "full"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one field: a JSON pointer (RFC 6901), a stable code and words."""

    pointer: str
    detail: str
    code: str


class Refused(Exception):
    """The house will not do it. `detail` says what to do next; nothing was changed."""

    recorded = False

    def __init__(self, refusal: "Refusal", params: Mapping[str, Any], faults: Sequence[Fault] = ()) -> None:
        super().__init__(refusal.code)
        self.kind = refusal.kind
        self.code = refusal.code
        self.params = dict(params)
        self.faults = list(faults)
        self.detail = refusal.text.format(**params)


class RecordedRefused(Refused):
    """A refusal that leaves a trace: what the transaction wrote is kept, then this is raised."""

    recorded = True


@dataclass(frozen=True)
class Refusal:
    """A declared refusal: call it to get the exception to raise."""

    code: str
    kind: Kind
    text: str

    def __call__(self, *, faults: Sequence[Fault] = (), **params: Any) -> Refused:
        return Refused(self, params, faults)

    def recorded(self, **params: Any) -> RecordedRefused:
        """The same refusal, keeping what was written before it (a failed attempt, a revoked family)."""
        return RecordedRefused(self, params)


CATALOGUE: dict[str, Refusal] = {}
CLASHES: dict[str, Refusal] = {}
"""What to say when a key is taken that only a race, or something as rare, gets past a story's own question."""


def refusal(code: str, kind: Kind, text: str) -> Refusal:
    """Declares a refusal. `text` may name params in braces. A code is declared once."""
    if code in CATALOGUE:
        raise ValueError(f"refusal {code} is declared twice")
    CATALOGUE[code] = Refusal(code, kind, text)
    return CATALOGUE[code]


def clash_of(key: str, refusal: Refusal) -> None:
    """Declares what is said when `key` is taken: a name as the databases tell it."""
    CLASHES[key] = refusal


def of_clash(told: str) -> Refused:
    """What to say about a key that is taken, from what the database told; any other key is an entry's id."""
    return next((refusal() for key, refusal in CLASHES.items() if key in told), id_reused())


malformed = refusal("request.malformed", Kind.MALFORMED, "{reason}")
invalid = refusal("request.invalid", Kind.INVALID, "Some of what was sent needs another look: {fields}.")
too_large = refusal("request.too_large", Kind.TOO_LARGE, "That is more than we take in one go. Send at most {limit}.")
signed_out = refusal("session.required", Kind.UNAUTHENTICATED, "Please sign in; this session is over or not known.")
missing = refusal("not_found", Kind.MISSING, "There is nothing here that you can see. Check the address, or go back.")
forbidden = refusal("not_allowed", Kind.FORBIDDEN, "You can see this, but it is for someone else to do.")
id_reused = refusal(
    "id.reused", Kind.CONFLICT, "This id already belongs to something else. Send the change again with a new id."
)
stale = refusal(
    "request.stale", Kind.STALE, "Somebody has changed this since you read it. Read it again, then send your change."
)
unconditional = refusal(
    "request.if_match_needed", Kind.UNCONDITIONAL, "Say in If-Match which state you change: the ETag you were given."
)
busy = refusal("busy", Kind.BUSY, "We are busy for a moment. Nothing was lost; please try again.")
full = refusal("storage.full", Kind.FULL, "There is no room to save just now. Keep this and try again shortly.")

"""What the board shows, and what is refused. Pure. Source: domain 8; decisions, Rights (readiness board)."""

from enum import StrEnum

from backend.kernel.errors import Kind, refusal

NEARLY = 3


class Flag(StrEnum):
    """What is marked on a plan, each from its own day on. `nearly`: up to three signatures are outstanding."""

    OWED = "owed"
    READY = "ready"
    NEARLY = "nearly"
    WAITING = "waiting"
    BEHIND = "behind"
    STALLED = "stalled"
    PAUSED = "paused"


class Owed(StrEnum):
    """What the organisation owes somebody."""

    MENTOR_MISSING = "mentor_missing"
    MENTOR_AWAY = "mentor_away"
    REQUEST_UNANSWERED = "request_unanswered"
    OBSERVATION_OVERDUE = "observation_overdue"
    REVIEW_DUE = "review_due"


class Sort(StrEnum):
    """By what a board is put in order: first whom something is owed to, the longest since; by name; by the end."""

    OWED = "owed"
    NAME = "name"
    ENDS_ON = "ends_on"


class What(StrEnum):
    """What plans are counted as."""

    PLANS = "plans"
    READY = "ready"
    NEARLY = "nearly"
    OWED = "owed"
    PAUSED = "paused"


sample_wrong_dates = refusal(
    "sample.wrong_dates", Kind.INVALID, "Draw from a day up to the same or a later one, a year apart at most."
)
nothing_signed = refusal(
    "sample.nothing_signed", Kind.INVALID, "Nothing was signed in those days. Choose others, and draw again."
)
too_many = refusal(
    "readiness.too_many",
    Kind.INVALID,
    "An export takes at most {limit} plans. Choose an area, a site or a role, and take out one at a time.",
)


def nearness(counted: int, required: int) -> What | None:
    """Whether a plan is all signed, nearly, or neither."""
    outstanding = required - counted
    return What.READY if outstanding <= 0 else What.NEARLY if outstanding <= NEARLY else None

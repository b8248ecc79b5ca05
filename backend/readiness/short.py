"""What a board's row keeps in short: the requests that wait on a plan, and what its items still need. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.kernel.ids import Id
from backend.signoff.requests import with_whom
from backend.signoff.rules import Missing

OF_OTHERS = (Missing.ANOTHER_MENTOR.value, Missing.ANOTHER_DAY_AND_MENTOR.value)


@dataclass(frozen=True)
class Asked:
    """A request that waits, as `requests` has it. From `owed_on` on its answer is owed: fourteen days after it was
    asked, whoever has it by then.
    """

    asked_on: date
    owed_on: date
    passes_on: date
    mentor_id: Id | None
    without: tuple[Id, ...]

    @classmethod
    def of(cls, row: Any) -> "Asked":
        """From a request's row."""
        owed_on = row.overdue_on or row.passes_on
        return cls(row.asked_on, owed_on, row.passes_on, row.mentor_id, tuple(map(Id, row.without.split())))

    def on(self, mentors: list[Id], today: date) -> list[Id]:
        """The mentors it is with on that day."""
        return with_whom(self.mentor_id, self.passes_on, mentors, today, self.without)


def write_asked(several: Iterable[Asked]) -> str:
    """Requests as one text."""
    return " ".join(
        "/".join(
            (one.asked_on.isoformat(), one.owed_on.isoformat(), one.passes_on.isoformat(), one.mentor_id or "",
             ",".join(one.without))
        )
        for one in several
    )  # fmt: skip


def read_asked(text: str) -> list[Asked]:
    """The requests that `write_asked` wrote."""
    found = []
    for part in text.split():
        asked_on, owed_on, passes_on, mentor, without = part.split("/")
        asked, owed, passes = map(date.fromisoformat, (asked_on, owed_on, passes_on))
        others = tuple(map(Id, filter(None, without.split(","))))
        found.append(Asked(asked, owed, passes, Id(mentor) if mentor else None, others))
    return found


_FROZEN = "*"


@dataclass(frozen=True)
class Need:
    """What an item needs, by the criterion's key. `not_by` signed before, where it must be another mentor; `is_frozen`:
    a signature is there that is looked into.
    """

    key: str
    missing: str
    not_by: str = ""
    is_frozen: bool = False


def write_need(key: str, missing: str, not_by: str = "", is_frozen: bool = False) -> str:
    """One need as text, which is found again in the text of several."""
    return f"|{key}={missing}{f':{not_by}' if not_by else ''}{_FROZEN if is_frozen else ''};"


def write_needs(rows: Iterable[Any]) -> str:
    """Needs as one text, from rows of items with what is missing and who has signed."""
    return "".join(
        write_need(row.key, row.missing, row.signer_id if row.missing in OF_OTHERS else "", bool(row.is_frozen))
        for row in rows
    )


def read_needs(text: str) -> Sequence[Need]:
    """The needs that `write_needs` wrote."""
    found = []
    for part in text.split(";")[:-1]:
        key, _, rest = part[1:].partition("=")
        missing, _, not_by = rest.removesuffix(_FROZEN).partition(":")
        found.append(Need(key, missing, not_by, rest.endswith(_FROZEN)))
    return found

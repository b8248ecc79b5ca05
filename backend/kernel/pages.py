"""Keyset pages: a list is cut after `limit` things and says where to go on."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from backend.kernel.clock import instant_of, stamp
from backend.kernel.errors import Fault, Refused, invalid
from backend.kernel.ids import is_id
from backend.kernel.shapes import Within

T = TypeVar("T")

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
FIRST = "00000000-0000-0000-0000-000000000000"
LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff"
"""Before and after every id."""


@dataclass
class Page(Generic[T]):
    """A page of a list. `next_cursor` is None on the last one."""

    items: list[T]
    next_cursor: str | None


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Which page of a list is wanted."""

    limit: Annotated[int, Within(1, 100)] = 25
    cursor: Annotated[str, Within(1, 800)] | None = None

    def keys(self, *first: str) -> list[str]:
        """The keys of the last thing on the page before, or `first` on the first page. The last key is an id.

        Raises `request.invalid` for a cursor that is not one of ours.
        """
        if self.cursor is None:
            return list(first)
        try:
            keys = base64.urlsafe_b64decode(self.cursor.encode() + b"==").decode().split("\x1f")
        except (binascii.Error, ValueError):
            keys = []
        if len(keys) != len(first) or "\0" in "".join(keys) or not is_id(keys[-1]):
            raise _foreign()
        return keys


def instant_key(key: str) -> datetime:
    """The instant that stands in a cursor. Raises `request.invalid` when it is none that we wrote."""
    try:
        instant = instant_of(key)
        is_ours = stamp(instant) == key
    except (ValueError, OverflowError):
        is_ours = False
    if not is_ours:
        raise _foreign()
    return instant


def day_key(key: str) -> date:
    """The day that stands in a cursor. Raises `request.invalid` when it is none that we wrote."""
    try:
        day = date.fromisoformat(key)
    except ValueError:
        raise _foreign() from None
    if day.isoformat() != key:
        raise _foreign()
    return day


def month_key(key: str) -> str:
    """The month that stands in a cursor, `2026-10`. Raises `request.invalid` when it is none that we wrote."""
    if _MONTH.fullmatch(key) is None:
        raise _foreign()
    return key


def _foreign() -> Refused:
    fault = Fault("/cursor", "Use the next_cursor of the page before.", "invalid")
    return invalid(faults=[fault], fields="cursor")


def cut(rows: list[T], limit: int, keys: Callable[[T], list[str]]) -> Page[T]:
    """A page from one row more than `limit`; `keys` are what the list is ordered by."""
    if len(rows) <= limit:
        return Page(rows, None)
    shown = rows[:limit]
    return Page(shown, base64.urlsafe_b64encode("\x1f".join(keys(shown[-1])).encode()).decode().rstrip("="))

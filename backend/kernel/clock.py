"""Time: instants are zone-aware UTC in whole milliseconds, days belong to an organisation's zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC, cut to the millisecond that the canonical record keeps."""
    return to_millisecond(datetime.now(UTC))


def to_millisecond(instant: datetime) -> datetime:
    """`instant` without what is finer than a millisecond."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def stamp(instant: datetime) -> str:
    """`instant` as the canonical record writes it: `2026-10-02T15:04:05.123Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


def instant_of(text: str) -> datetime:
    """The instant that `stamp` wrote."""
    return datetime.fromisoformat(text)


def day_or_none(text: str | None) -> date | None:
    """The day of `2026-10-02`; None where an act left it out."""
    return date.fromisoformat(text) if text else None


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name."""
    return ZoneInfo(name)


def day_in(zone_name: str, instant: datetime) -> date:
    """The day it is in that zone at that instant. Source: decisions, Counting (day means the organisation's day)."""
    return instant.astimezone(zone(zone_name)).date()

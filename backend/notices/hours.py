"""Working time: when something may arrive, and when it waits until. Pure.

Source: domain 8 (quiet hours follow the person's working pattern, nights included), domain 3 (practice to improve).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend.kernel.clock import zone

WEEK = frozenset(range(7))


@dataclass(frozen=True)
class Pattern:
    """On which weekdays (Monday is 0) somebody's working time begins, at which hour, and when it ends: one that ends
    no later than it starts goes on into the next day, as a night does. Hours are those on the wall.
    """

    weekdays: frozenset[int] = WEEK
    starts: time = time(8)
    ends: time = time(20)

    def on(self, day: date, zone_name: str) -> tuple[datetime, datetime]:
        """When the working time that begins on that day begins and ends. An hour that the clocks leave out is an hour
        later, one that they repeat belongs to it both times.
        """
        last = day if self.ends > self.starts else day + timedelta(days=1)
        here = zone(zone_name)
        begins = datetime.combine(day, self.starts, here)
        ends = datetime.combine(last, self.ends, here).replace(fold=1)
        return begins.astimezone(UTC), ends.astimezone(UTC)

    def around(self, zone_name: str, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every working time that begins between yesterday and this day next week, in order."""
        today = now.astimezone(zone(zone_name)).date()
        for off in range(-1, 8):
            day = today + timedelta(days=off)
            if day.weekday() in self.weekdays:
                yield self.on(day, zone_name)


USUAL = Pattern()
"""From eight to eight on every day: nothing arrives at night."""

DAYTIME = USUAL
"""When nobody calls it night."""


def begun(pattern: Pattern, zone_name: str, now: datetime) -> datetime | None:
    """When the working time that it is now began; None outside it."""
    return max((begins for begins, ends in pattern.around(zone_name, now) if begins <= now < ends), default=None)


def next_begin(pattern: Pattern, zone_name: str, now: datetime) -> datetime:
    """When working time next begins. A pattern without any weekday is looked at again in a week."""
    later = (begins for begins, _ in pattern.around(zone_name, now) if begins > now)
    return min(later, default=now + timedelta(days=7))


def from_when(pattern: Pattern, zone_name: str, now: datetime) -> datetime:
    """When something may go out: now, in working time, else when it next begins."""
    return now if begun(pattern, zone_name, now) else next_begin(pattern, zone_name, now)


def from_when_daily(pattern: Pattern, zone_name: str, now: datetime, made_at: datetime) -> datetime:
    """The same for who is told once a day, as working time begins: what was made before that goes out in it."""
    begins = begun(pattern, zone_name, now)
    return now if begins is not None and made_at < begins else next_begin(pattern, zone_name, now)


def by_day(pattern: Pattern, zone_name: str, now: datetime) -> datetime | None:
    """When it next is working time and no night, from now on; None for somebody who works at night alone."""
    at = now
    while at - now < timedelta(days=8):
        working = from_when(pattern, zone_name, at)
        at = from_when(DAYTIME, zone_name, working)
        if at == working:
            return at
    return None

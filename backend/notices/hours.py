"""Working time: when a push may arrive, and when it waits until. Pure.

Source: domain 8 (quiet hours follow the person's working pattern, nights included).
"""

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


USUAL = Pattern()
"""From eight to eight on every day: nothing arrives at night."""


def from_when(pattern: Pattern, zone_name: str, now: datetime) -> datetime:
    """When a push may go out: now, in working time, else when it next begins.

    A pattern without any weekday lets nothing through, and is looked at again in a week.
    """
    today = now.astimezone(zone(zone_name)).date()
    for off in range(-1, 8):
        day = today + timedelta(days=off)
        if day.weekday() not in pattern.weekdays:
            continue
        begins, ends = pattern.on(day, zone_name)
        if now < ends:
            return max(now, begins)
    return now + timedelta(days=7)

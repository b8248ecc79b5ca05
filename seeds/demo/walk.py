"""A clock that walks through the past."""

from datetime import UTC, date, datetime, time, timedelta

from backend.kernel.clock import day_in, to_millisecond, zone

_TICK = timedelta(milliseconds=1)


class Walk:
    """A clock that stands still but for a millisecond at each look, and is set to each moment that is told.

    `now` is when the demo is made; everything in it lies before. Days are counted back from the day it is then in
    the organisation's zone.
    """

    def __init__(self, now: datetime, zone_name: str) -> None:
        self._zone = zone_name
        self._at = self.end = to_millisecond(now)
        self.today = day_in(zone_name, now)

    def __call__(self) -> datetime:
        self._at = min(self._at + _TICK, self.end)
        return self._at

    def day(self, ago: int) -> date:
        """The day that many days ago (ahead, when negative)."""
        return self.today - timedelta(days=ago)

    def at(self, ago: int, minute: int) -> datetime:
        """The instant that many days ago, at that minute of the day as clocks there show it."""
        midnight = datetime.combine(self.day(ago), time.min, tzinfo=zone(self._zone))
        return (midnight + timedelta(minutes=minute)).astimezone(UTC)

    def go(self, instant: datetime) -> None:
        """Sets the clock. Raises `ValueError` for an instant after the demo is made."""
        if instant > self.end:
            raise ValueError(f"{instant} is still to come")
        self._at = instant

"""Days and instants in words, in the organisation's zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.kernel.clock import instant_of, zone

_NB = "\N{NO-BREAK SPACE}"  # a date never breaks inside
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def dated(day: date) -> str:
    """`2 October 2026`: with its year, where nobody says what today is."""
    return f"{day.day}{_NB}{day:%B}{_NB}{day.year}"


@dataclass(frozen=True)
class When:
    """How days read on `today`: a weekday within a week, else the date, with the year when it is another."""

    today: date
    zone: str

    def day(self, day: date) -> str:
        """`2 October`, or `2 October 2025` in another year."""
        return f"{day.day}{_NB}{day:%B}" + (f"{_NB}{day.year}" if day.year != self.today.year else "")

    def full(self, day: date | str) -> str:
        """`Friday 2 October`: for what is kept. Takes a record's own text as well."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return f"{day:%A} {self.day(day)}"

    def on(self, day: date) -> str:
        """`today`, `on Thursday` for the six days around, `on 2 October` for others: to end a sentence with."""
        off = (day - self.today).days
        if off in _NEAR:
            return _NEAR[off]
        return f"on {day:%A}" if abs(off) < 7 else f"on {self.day(day)}"

    def span(self, first: date, last: date) -> str:
        """`1 September to 30 November`."""
        return f"{self.day(first)} to {self.day(last)}"

    def day_of(self, instant: datetime) -> date:
        """The day of an instant, here."""
        return instant.astimezone(zone(self.zone)).date()

    def days_since(self, instant: datetime) -> int:
        """Whole days from an instant's day to today."""
        return (self.today - self.day_of(instant)).days

    def ago(self, instant: datetime) -> str:
        """`today`, `yesterday`, `9 days ago`."""
        days = self.days_since(instant)
        return "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"

    def since(self, instant: datetime) -> str:
        """`since today`, `for one day`, `for 9 days`."""
        days = self.days_since(instant)
        return "since today" if days < 1 else f"for {days} {'day' if days == 1 else 'days'}"

    def time(self, instant: datetime) -> str:
        """`14:05`."""
        return f"{instant.astimezone(zone(self.zone)):%H:%M}"

    def moment(self, instant: datetime | str) -> str:
        """`2 October 2026, 14:05 BST`: with year and zone, as a record needs it. Takes a record's own text as well."""
        instant = instant_of(instant) if isinstance(instant, str) else instant
        local = instant.astimezone(zone(self.zone))
        return f"{local.day}{_NB}{local:%B}{_NB}{local:%Y, %H:%M}{_NB}{local:%Z}"

    def choices(self, starts_on: date) -> list[dict[str, str]]:
        """The days before today that suggest themselves, none before `starts_on`."""
        yesterday = self.today - timedelta(days=1)
        if yesterday < starts_on:
            return []
        return [{"value": yesterday.isoformat(), "label": "Yesterday", "say": "yesterday"}]

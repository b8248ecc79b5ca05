"""Spans of days: from the first day until the day before the last one named. Pure.

Absences and pauses are spans; several are looked at merged, so that a day in two of them counts once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.kernel.clock import day_or_none


@dataclass(frozen=True)
class Span:
    """Days from `from_on` until the day before `until_on`; without an end until one is said."""

    from_on: date
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


Spans = Sequence[Span]


def spans_of(rows: Iterable[Any]) -> list[Span]:
    """The days of rows with `from_on` and `until_on`."""
    return [Span(row.from_on, row.until_on) for row in rows]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days in spans that neither overlap nor touch, in order; what is empty is left out."""
    found: list[Span] = []
    for span in sorted((s for s in spans if s.until_on is None or s.until_on > s.from_on), key=lambda s: s.from_on):
        last = found[-1] if found else None
        if last is None or (last.until_on is not None and last.until_on < span.from_on):
            found.append(span)
        elif last.until_on is not None:
            until_on = None if span.until_on is None else max(last.until_on, span.until_on)
            found[-1] = Span(last.from_on, until_on)
    return found


def common(several: Iterable[Spans]) -> list[Span]:
    """The days that are in each of several lists of merged spans; none when there is no list."""
    found: list[Span] | None = None
    for spans in several:
        found = list(spans) if found is None else [both for a in found for b in spans if (both := _both(a, b))]
    return found or []


def _both(one: Span, other: Span) -> Span | None:
    ends = [span.until_on for span in (one, other) if span.until_on is not None]
    from_on, until_on = max(one.from_on, other.from_on), min(ends, default=None)
    return Span(from_on, until_on) if until_on is None or from_on < until_on else None


def covering(spans: Spans, day: date) -> Span | None:
    """The one of merged `spans` that `day` is in."""
    return next((span for span in spans if span.covers(day)), None)


def day_of(starts_on: date, worked: int, spans: Spans) -> date | None:
    """The calendar day on which so many days are behind, counted from `starts_on` on days outside merged `spans`.

    None when a span without an end comes first. Before `starts_on` (a negative count) every day counts.
    """
    day = starts_on + timedelta(worked)
    for span in spans:
        from_on = max(span.from_on, starts_on)
        if from_on > day:
            break
        if span.until_on is None:
            return None
        day += max(span.until_on - from_on, timedelta(0))
    return day


def written(spans: Spans) -> str:
    """`spans` as one line of text: `2026-11-01/2026-12-03 2027-01-01/`."""
    return " ".join(f"{s.from_on.isoformat()}/{s.until_on.isoformat() if s.until_on else ''}" for s in spans)


def read(text: str) -> list[Span]:
    """The spans that `written` wrote."""
    pairs = (part.split("/") for part in text.split())
    return [Span(date.fromisoformat(a), day_or_none(b)) for a, b in pairs]

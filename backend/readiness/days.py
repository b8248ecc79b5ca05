"""Since when something is owed to somebody, on every day there is. Pure.

What is owed comes and goes by itself: a request is unanswered for long, a review falls due, every mentor is away and
comes back. So for each stretch of days it is said at the write since when. Source: domain 8 (the board shows first what
the organisation owes people; absence freezes dates).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from backend.kernel.spans import Span, Spans, covering

BEGINNING, NEVER = date.min, date.max


@dataclass(frozen=True)
class Stretch:
    """From `from_on` until the day before `until_on` something is owed since `since`; when that day is later than the
    stretch, nothing is.
    """

    from_on: date
    until_on: date
    since: date

    @property
    def owed(self) -> Span | None:
        """The days of it on which something is owed."""
        if self.since >= self.until_on:
            return None
        return Span(max(self.from_on, self.since), None if self.until_on == NEVER else self.until_on)


def stretches(lasting_on: date | None, away: Spans, still: Spans, mentorless_on: date | None = None) -> list[Stretch]:
    """All days there are, in stretches of one `since` each.

    From `lasting_on` on something is owed until an act changes it, from `mentorless_on` on a mentor; on the days of
    `away` every mentor is away; on those of `still` the plan stands still and nothing is owed but a mentor. Both are
    merged.
    """
    lasting, always = lasting_on or NEVER, mentorless_on or NEVER
    edges = {day for span in (*away, *still) for day in (span.from_on, span.until_on) if day is not None}
    found: list[Stretch] = []
    for from_on, until_on in pairwise(sorted({BEGINNING, NEVER, *edges})):
        since = min(always, _since(from_on, lasting, away, still))
        goes_on = bool(found) and found[-1].since == since
        found.append(Stretch(found.pop().from_on if goes_on else from_on, until_on, since))
    return found


def _since(day: date, lasting_on: date, away: Spans, still: Spans) -> date:
    if pause := covering(still, day):
        return max(lasting_on, pause.until_on or NEVER)
    gone = covering(away, day)
    return min(lasting_on, gone.from_on) if gone else lasting_on


def steps(spans: Sequence[Span]) -> Iterator[tuple[date, int]]:
    """The days on which a count of those whose days these are goes up, and down again."""
    for span in spans:
        yield span.from_on, 1
        if span.until_on is not None:
            yield span.until_on, -1

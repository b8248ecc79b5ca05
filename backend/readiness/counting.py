"""What a board's row adds to the totals, and what it says of the days to come. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from backend.kernel.spans import merged, read
from backend.readiness.days import BEGINNING, Stretch, steps, stretches
from backend.readiness.rules import What, nearness
from backend.readiness.short import read_asked

Totals = Counter[tuple[str, str, str, date]]
"""By scope, role, what is counted, and the day from which on it counts."""


def lasting_on(row: Any) -> date:
    """Since when something is owed that no day ends by itself, beside a mentor."""
    days: list[date] = [one.owed_on for one in read_asked(row.asked)]
    return min(row.review_on or date.max, row.observation_on or date.max, *days)


def stretches_of(row: Any) -> list[Stretch]:
    """All days, by since when something is owed to the mentee of that row."""
    return stretches(lasting_on(row), read(row.away), read(row.pauses), row.mentorless_on)


def kept_of(row: Any) -> list[Stretch]:
    """The stretches that are worth a row: what was over at the last sign-off is not looked at again."""
    return [one for one in stretches_of(row) if row.last_signed_on is None or one.until_on > row.last_signed_on]


def totals_of(row: Any, org: str) -> Totals:
    """What a row adds to the totals of its site, its area and the organisation."""
    found: Totals = Counter()
    for scope in filter(None, (row.site_id, row.area_id, org)):
        for what, day, step in _counted(row):
            found[scope, row.role, what, day] += step
    return found


def _counted(row: Any) -> Iterator[tuple[str, date, int]]:
    yield What.PLANS.value, BEGINNING, 1
    if near := nearness(row.signatures_counted, row.signatures_required):
        yield near.value, BEGINNING, 1
    owed = merged(span for one in stretches_of(row) if (span := one.owed))
    for what, spans in ((What.OWED, owed), (What.PAUSED, read(row.pauses))):
        for day, step in steps(spans):
            yield what.value, day, step

"""The managers' meeting, by the organisation's own rule: the second Tuesday of the month, the last Friday.

Source: domain 1 (managers-meeting).
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar

from sqlalchemy import delete, select

from backend.kernel import log
from backend.kernel.clock import zone
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people.files import lock_file
from backend.people.managing import ensure_manages
from backend.people.tables import meetings


class Week(StrEnum):
    """Which of the month's days of that name. `none`: managers do not meet by a rule."""

    NONE = "none"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


@dataclass(frozen=True, kw_only=True)
class ChangeMeeting:
    """From now on managers meet by this rule: `weekday` from 0, Monday, to 6, at `hour` and `minute` in the
    organisation's zone, for so many `minutes`.
    """

    kind: ClassVar[str] = "change_meeting"
    id: Id = field(default_factory=new_id)
    week: Week
    weekday: Annotated[int, Within(0, 6)] = 0
    hour: Annotated[int, Within(0, 23)] = 9
    minute: Annotated[int, Within(0, 59)] = 0
    minutes: Annotated[int, Within(15, 600)] = 120


@dataclass
class Meeting:
    """When managers meet, and when they do so next."""

    week: Week
    weekday: int
    hour: int
    minute: int
    minutes: int
    next_at: datetime | None


_NAMES = ("week", "weekday", "hour", "minute", "minutes")
_NOW = Prepared(select(meetings).where(ours(meetings)))
_DROP = Prepared(delete(meetings).where(ours(meetings)))
_PUT = put(meetings, *_NAMES)


def change_meeting(tx: Tx, actor: Actor, act: ChangeMeeting) -> Entry:
    """Changes the rule. Raises `not_allowed`, `id.reused`."""
    actor, _ = lock_file(tx, actor, actor.person)
    if entry := log.known(tx, actor, act):
        return entry
    ensure_manages(actor)
    return log.record(tx, actor, act, about=tx.tenant, subject=None)


def show_meeting(tx: Tx, actor: Actor) -> Meeting:
    """The rule, for everybody of the organisation."""
    row = tx.first(_NOW)
    if row is None:
        return Meeting(Week.NONE, 0, 9, 0, 120, None)
    coming = next(iter(occasions(tx, actor.zone, 2)), None)
    return Meeting(Week(row.week), row.weekday, row.hour, row.minute, row.minutes, coming and coming[0])


def occasions(tx: Tx, zone_name: str, months: int) -> list[tuple[datetime, datetime]]:
    """When managers meet in this month and those after it: beginning and end, from today on."""
    row = tx.first(_NOW)
    if row is None or row.week == Week.NONE:
        return []
    today, found = tx.today(zone_name), []
    for n in range(months):
        year, month = divmod(today.year * 12 + today.month - 1 + n, 12)
        day = day_of(Week(row.week), row.weekday, year, month + 1)
        begins = datetime.combine(day, time(row.hour, row.minute), zone(zone_name)).astimezone(UTC)
        if day >= today:
            found.append((begins, begins + timedelta(minutes=row.minutes)))
    return found


def day_of(week: Week, weekday: int, year: int, month: int) -> date:
    """The day in that month: `second`, 1 is its second Tuesday."""
    first = date(year, month, 1)
    first += timedelta((weekday - first.weekday()) % 7)
    if week is Week.LAST:
        later = first + timedelta(28)
        return later if later.month == month else first + timedelta(21)
    return first + timedelta(7 * (list(Week).index(week) - 1))


def apply_changed(tx: Tx, entry: Entry) -> None:
    """Writes the rule in place of the one before."""
    tx.put(_DROP)
    tx.put(_PUT, **{name: entry.content[name] for name in _NAMES})

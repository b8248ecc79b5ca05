"""The days a plan runs to, and how it keeps to them. Pure. Source: decisions, Counting and States."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.kernel.spans import Spans, covering, day_of
from backend.signoff.rules import Pace, PlanStatus

STALLS_AFTER = timedelta(days=21)


@dataclass(frozen=True)
class Dates:
    """The days on which a plan's pace changes, each stored and true when reached."""

    ahead_until: date | None
    behind_on: date | None
    stalled_on: date | None


def dates(
    starts_on: date, ends_on: date, required: int, counted: int, last_signed_on: date | None, pauses: Spans = ()
) -> Dates:
    """The days of a plan's pace. All None once it is complete.

    The line asks for signature k of `required` by `starts_on` + k/required of the days. Behind is eight days after the
    next one was asked for; ahead is more signed than the line asks a week from now. All count days on which the plan
    does not stand still: `pauses` (merged) move them by their own length. What would come after a pause without an end
    has no day until that end is known. Source: decisions, Counting.
    """
    if counted >= required:
        return Dates(None, None, None)
    days = (ends_on - starts_on).days
    asked_next, asked_last = _share(days, counted + 1, required), _share(days, counted, required)
    return Dates(
        ahead_until=_last_day(starts_on, asked_last - 8, pauses) if counted else None,
        behind_on=day_of(starts_on, asked_next + 8, pauses),
        stalled_on=day_of(max(starts_on, last_signed_on or starts_on), STALLS_AFTER.days, pauses),
    )


def _last_day(starts_on: date, worked: int, pauses: Spans) -> date | None:
    """`day_of`, for what holds up to that day: up to a pause without an end, whatever comes after."""
    return day_of(starts_on, worked, pauses) or pauses[-1].from_on


def runs_to(starts_on: date, ends_on: date, pauses: Spans) -> date:
    """The agreed end, moved by the days the plan stands still; by a pause without an end once that end is known."""
    known = [pause for pause in pauses if pause.until_on is not None]
    return day_of(starts_on, (ends_on - starts_on).days, known) or ends_on


def _share(days: int, part: int, whole: int) -> int:
    return -(-days * part // whole)


def status_on(status: str, pauses: Spans, today: date) -> PlanStatus:
    """Where a plan stands on that day; never why it stands still."""
    return PlanStatus.PAUSED if status != PlanStatus.CLOSED and covering(pauses, today) else PlanStatus(status)


def pace(status: str, ahead_until: date | None, behind_on: date | None, today: date) -> Pace:
    """How a plan keeps to its dates on that day."""
    if status == PlanStatus.PAUSED:
        return Pace.PAUSED
    if behind_on is not None and behind_on <= today:
        return Pace.BEHIND
    return Pace.AHEAD if ahead_until is not None and today <= ahead_until else Pace.ON

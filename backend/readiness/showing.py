"""Makes what people see of a plan on the board from its row, on a day. Pure but for the framework's text."""

from collections.abc import Iterator, Sequence
from datetime import date

from backend.frameworks.rules import Framework
from backend.kernel.prepared import Row
from backend.kernel.spans import covering, read
from backend.people.names import Named
from backend.readiness import wording
from backend.readiness.rules import Flag, What, nearness
from backend.readiness.short import Asked, read_asked, read_needs
from backend.readiness.shown import OnBoard, OwedShown, ReviewWaits, WaitingShown
from backend.signoff.counting import percent
from backend.signoff.dates import pace
from backend.signoff.rules import Pace, PlanStatus
from backend.signoff.shown import FrameworkNamed, MentorShown


def on_board(
    row: Row, framework: Framework, mentors: Sequence[MentorShown], proposed: Sequence[Row], today: date
) -> OnBoard:
    """A plan on the board on that day; `mentors` are its own, `proposed` the review that waits, a row for each person
    it waits for.
    """
    asked = read_asked(row.asked)
    is_still = covering(read(row.pauses), today) is not None
    status = PlanStatus.PAUSED if is_still else PlanStatus.ACTIVE
    keeps = pace(status, row.ahead_until, row.behind_on, today)
    owed = list(owed_on(row, asked, mentors, today))
    near = nearness(row.signatures_counted, row.signatures_required)
    return OnBoard(
        person=Named(row.mentee_id, row.name),
        plan_id=row.id,
        role=row.role,
        framework=FrameworkNamed(row.framework_id, framework.key, framework.version, framework.title),
        site=None if row.site_id is None else Named(row.site_id, row.site_name),
        percent=percent(row.signatures_counted, row.signatures_required),
        criteria_complete=row.criteria_complete,
        criteria_total=row.criteria_total,
        signatures_outstanding=row.signatures_required - row.signatures_counted,
        waiting=_waiting(asked, mentors, today),
        last_signed_on=row.last_signed_on,
        ends_on=row.ends_on,
        pace=keeps,
        flags=_flags(row, bool(owed), near, bool(asked), keeps, today),
        ready=near is What.READY,
        why_not=wording.why_not(read_needs(row.needs), framework, mentors, today),
        owed=owed,
        review=_review(proposed),
    )


def _review(proposed: Sequence[Row]) -> ReviewWaits | None:
    if not proposed:
        return None
    one = proposed[0]
    by, waits_for = Named(one.proposed_by_id, one.proposed_by), [Named(row.person_id, row.name) for row in proposed]
    return ReviewWaits(one.review_id, by, one.proposed_on, waits_for)


def _waiting(asked: Sequence[Asked], mentors: Sequence[MentorShown], today: date) -> WaitingShown:
    oldest = max(((today - one.asked_on).days for one in asked), default=None)
    on = [Named(mentor.id, mentor.name) for mentor in wording.with_whom(asked, mentors, today)]
    return WaitingShown(len(asked), oldest, on)


def _flags(row: Row, is_owed: bool, near: What | None, has_asked: bool, keeps: Pace, today: date) -> list[Flag]:
    is_still = keeps is Pace.PAUSED
    found = {
        Flag.OWED: is_owed,
        Flag.READY: near is What.READY,
        Flag.NEARLY: near is What.NEARLY,
        Flag.WAITING: has_asked,
        Flag.BEHIND: keeps is Pace.BEHIND,
        Flag.STALLED: not is_still and row.stalled_on is not None and row.stalled_on <= today,
        Flag.PAUSED: is_still,
    }
    return [flag for flag, is_so in found.items() if is_so]


def owed_on(row: Row, asked: Sequence[Asked], mentors: Sequence[MentorShown], today: date) -> Iterator[OwedShown]:
    """What is owed to the mentee of that row on that day. There is some exactly on the days of its stretches."""
    if row.mentorless_on is not None and row.mentorless_on <= today:
        yield wording.mentor_missing(row.mentorless_on, today)
    if covering(read(row.pauses), today):
        return
    if away := covering(read(row.away), today):
        yield wording.mentor_away(away.from_on, mentors, today)
    if late := [one for one in asked if one.owed_on <= today]:
        yield wording.unanswered(late, mentors, today)
    if row.observation_on is not None and row.observation_on <= today:
        yield wording.observation_overdue(row.observation_on, today)
    if row.review_on is not None and row.review_on <= today:
        yield wording.review_due(row.review_on, row.review_on < row.ends_on, today)

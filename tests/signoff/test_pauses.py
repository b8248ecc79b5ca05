"""Plans stand still while the mentee is away, while their agreement does, and after it ended; nobody sees why."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend.kernel.ids import Id
from backend.kernel.waits import waits
from backend.mentoring.pausing import resume_agreement
from backend.mentoring.rules import PlansThen
from backend.people.absences import EndAbsence, end_absence
from backend.signoff.reading import PlanFilter, list_plans, plan_head
from backend.signoff.rules import PlanStatus
from backend.signoff.tables import pauses, plans, requests
from backend.signoff.tagging import plan_tag
from backend.signoff.taking_up import TakeUpPlan, plans_to_take_up, take_up_plan
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.mentoring.test_pausing import end, pause
from tests.people.test_absences import away
from tests.signoff.helping import act_on, ask, sign
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")


def plan_row(world: World) -> Any:
    (found,) = rows_of(world.maker.database, world.org, plans, plans.c.id == world.plan)
    return found


def days_of(world: World) -> list[date | None]:
    row = plan_row(world)
    return [row.ahead_until, row.behind_on, row.stalled_on, row.runs_to]


def later(days: list[date | None], by: int) -> list[date | None]:
    return [day and day + timedelta(by) for day in days]


def listed(world: World, who: str = "area") -> dict[str, list[Id]]:
    """The plans in each status, by the filter; and that each shows the status it was found by."""
    found = {}
    for status in PlanStatus:
        page = world.read(who, list_plans, PlanFilter(status=status, limit=100))
        assert {one.status for one in page.items} <= {status}
        found[status.value] = [one.id for one in page.items]
    return found


def standing(world: World) -> tuple[str, str, date | None]:
    shown = world.show()
    assert listed(world)[shown.status] == [world.plan]
    return shown.status, shown.progress.pace, shown.paused_since


def test_a_plan_stands_still_on_the_days_its_mentee_is_away_and_no_job_says_so(world: World, clock: Clock) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    before, first = days_of(world), clock.today() + timedelta(5)
    away(world, world.mentee, first, first + timedelta(10))
    assert days_of(world) == [before[0], *later(before[1:], 10)]  # ahead until a day that lies before
    assert standing(world)[0] == "active"
    clock.move(days=5)
    assert standing(world) == ("paused", "paused", first)
    clock.move(days=9)
    assert standing(world)[0] == "paused"
    clock.move(days=1)
    assert standing(world)[0] == "active"
    shown = world.show()
    assert (shown.ends_on - shown.agreed_ends_on).days == 10


def test_without_an_end_the_days_that_follow_are_not_known_until_it_ends(world: World, clock: Clock) -> None:
    before, first = days_of(world), clock.today()
    one = away(world, world.mentee, first, None)
    assert days_of(world) == [None, None, None, before[3]]
    clock.move(days=200)
    assert standing(world) == ("paused", "paused", first)
    world.do("line", end_absence, EndAbsence(absence_id=one, until_on=first + timedelta(30)))
    assert days_of(world) == later(before, 30)
    assert standing(world)[1] == "behind"


def test_an_absence_ended_on_its_first_day_leaves_everything_as_it_was(world: World, clock: Clock) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    before = days_of(world)
    one = away(world, world.mentee, clock.today(), None)
    assert standing(world)[0] == "paused"
    world.do("line", end_absence, EndAbsence(absence_id=one, until_on=clock.today()))
    assert (days_of(world), plan_row(world).pauses, standing(world)[0]) == (before, "", "active")


@pytest.mark.parametrize("turn", range(3))
def test_absences_in_any_order_count_each_day_once(world: World, clock: Clock, turn: int) -> None:
    start = clock.today()
    spans = [(5, 10), (-20, 24), (12, 3), (40, 2), (41, 20), (70, 9)]
    spans = [*spans[turn * 2 :], *spans[: turn * 2]]
    before = days_of(world)
    for after, length in spans:
        away(world, world.mentee, start + timedelta(after), start + timedelta(after + length))
    covered = {start + timedelta(after + n) for after, length in spans for n in range(length)}
    walked: list[date | None] = []
    for plain in before:
        left = None if plain is None else (plain - start).days
        day = start
        while left is not None and (left > 0 or day in covered):
            left -= day not in covered
            day += timedelta(1)
        walked.append(day if left is not None else None)
    assert days_of(world) == walked


def test_a_plan_made_later_stands_still_too(world: World, clock: Clock) -> None:
    today = clock.today()
    away(world, world.mentee, today + timedelta(3), today + timedelta(13))
    args = (world.mentor, world.agreement, world.framework, "manager", today, today + timedelta(90))
    world.plan = world.maker.plan(*args)
    shown = world.show()
    assert (shown.ends_on, shown.agreed_ends_on) == (today + timedelta(100), today + timedelta(90))


def test_an_agreement_that_stands_still_holds_its_plans_and_overlapping_days_count_once(
    world: World, clock: Clock
) -> None:
    before, first = days_of(world), clock.today()
    pause(world)
    assert standing(world) == ("paused", "paused", first)
    clock.move(days=4)
    one = away(world, world.mentee, clock.today(), None)
    clock.move(days=4)
    world.do("area", resume_agreement, world.agreement)
    assert standing(world) == ("paused", "paused", first)  # still away, and nobody sees which
    clock.move(days=2)
    world.do("line", end_absence, EndAbsence(absence_id=one, until_on=clock.today()))
    assert standing(world)[0] == "active"
    assert days_of(world) == later(before, 10)


def test_the_plan_reads_the_same_whatever_it_stands_still_for(world: World, other: World, clock: Clock) -> None:
    third, today = other, clock.today()
    away(world, world.mentee, today, None)
    pause(third)
    for who in ("mentee", "area", "learning"):
        seen = []
        for of in (world, third):
            shown = of.show(who)
            seen.append((shown.status, shown.paused_since, shown.ends_on, shown.progress))
        assert seen[0] == seen[1]


def test_what_was_seen_can_be_signed_while_the_plan_stands_still(world: World, clock: Clock) -> None:
    pause(world)
    clock.move(days=3)
    answer = sign(world, "mentor", act_on(world, "cover-shifts", seen_on=clock.today() - timedelta(3)))
    assert (answer.progress.pace, answer.item.status) == ("paused", "signed")
    assert days_of(world)[1:3] == [None, None]
    world.do("area", resume_agreement, world.agreement)
    assert days_of(world)[2] == clock.today() + timedelta(21)


def test_an_agreement_that_ends_closes_what_was_asked_and_lets_the_plan_wait_for_another(
    world: World, clock: Clock
) -> None:
    ask(world, "cover-shifts")
    signed = sign(world, "mentor", act_on(world, "on-call")).sign_off.id
    end(world)
    assert [row.status for row in rows_of(world.maker.database, world.org, requests)] == ["ended"]
    assert rows_of(world.maker.database, world.org, waits, waits.c.kind == "request") == []
    assert standing(world) == ("paused", "paused", clock.today())
    assert world.item("cover-shifts").missing[0].text.endswith("A mentor who can sign is still to be found.")
    with refused("not_found"):
        sign(world, "mentor", act_on(world, "cover-shifts"))
    assert [one.id for one in world.item("on-call").sign_offs] == [signed]


def test_a_closed_plan_takes_nothing_more_and_keeps_what_is_signed(world: World, clock: Clock) -> None:
    sign(world, "mentor", act_on(world, "on-call"))
    end(world, plans=PlansThen.CLOSE)
    away(world, world.mentee, clock.today(), None)
    assert standing(world)[0] == "closed"
    with refused("plan.closed"):
        ask(world, "cover-shifts")
    assert world.item("on-call").status == "signed"


def successor(world: World, mentor: str = "manager") -> Id:
    """A new agreement of the same mentee with another mentor."""
    today = world.clock.today()
    return world.maker.agreement(
        world.mentee, [world.people[mentor]], world.area, today, today + timedelta(60)
    )  # fmt: skip


def take_up(world: World, agreement: Id, who: str = "manager", **changes: Any) -> Any:
    return world.do(who, take_up_plan, TakeUpPlan(**{"plan_id": world.plan, "agreement_id": agreement, **changes}))


@pytest.mark.parametrize("who", ["manager", "area"])
def test_a_plan_goes_on_under_a_new_agreement_with_its_ids_and_signatures(
    world: World, clock: Clock, who: str
) -> None:  # fmt: skip
    signed = sign(world, "mentor", act_on(world, "on-call")).sign_off.id
    before = days_of(world)
    end(world)
    clock.move(days=12)
    asked = ask(world, "cover-shifts")  # while nobody mentors
    new = successor(world)
    (left,) = world.read(who, plans_to_take_up, new)
    assert (left.id, left.criteria_complete) == (world.plan, 1)
    take_up(world, new, who)
    assert world.read(who, plans_to_take_up, new) == []
    shown = world.show("manager")
    assert (shown.status, [one.name for one in shown.mentors]) == ("active", ["Kit Hawthorn"])
    assert days_of(world)[1:] == later(before[1:], 12)
    assert [one.id for one in world.item("on-call").sign_offs] == [signed]
    (held,) = rows_of(world.maker.database, world.org, waits, waits.c.kind == "request")
    assert (held.matter_id, held.holder_id) == (asked, world.manager)
    sign(world, "manager", act_on(world, "cover-shifts"))
    with refused("plan.agreement_goes_on"):
        take_up(world, new, who)


def test_taking_up_sent_again_is_done_once(world: World) -> None:
    end(world)
    act = TakeUpPlan(plan_id=world.plan, agreement_id=successor(world))
    assert [world.do("manager", take_up_plan, act).is_new for _ in range(2)] == [True, False]


def test_only_a_plan_without_an_agreement_is_taken_up_and_only_under_an_active_one_of_its_mentee(
    world: World, clock: Clock
) -> None:
    new, until = successor(world), clock.today() + timedelta(60)
    with refused("plan.agreement_goes_on"):
        take_up(world, new)
    end(world)
    someone_elses = world.maker.agreement(world.colleague, [world.manager], world.area, clock.today(), until)
    with refused("plan.other_mentee"):
        take_up(world, someone_elses, "area")
    old, world.agreement = world.agreement, new
    pause(world)
    with refused("plan.agreement_not_active"):
        take_up(world, new)
    world.do("area", resume_agreement, new)
    world.agreement = old
    with refused("plan.agreement_not_active"):
        take_up(world, old, "area")
    for who, code in (("mentee", "not_allowed"), ("line", "not_allowed"), ("mentor", "not_found"),
                      ("stranger", "not_found")):  # fmt: skip
        with refused(code):
            take_up(world, new, who)
        with refused(code):
            world.read(who, plans_to_take_up, new)


def test_a_closed_plan_is_not_taken_up(world: World) -> None:
    end(world, plans=PlansThen.CLOSE)
    new = successor(world)
    assert world.read("manager", plans_to_take_up, new) == []
    with refused("plan.closed"):
        take_up(world, new)


def missing(world: World, key: str = "cover-shifts") -> str:
    return world.item(key).missing[0].text


def test_a_mentor_who_is_away_is_shown_as_away_until_the_day_they_are_back(world: World, clock: Clock) -> None:
    today = clock.today()
    away(world, world.mentor, today + timedelta(2), date(2026, 12, 3))
    assert missing(world) == "One signature. Jo or Sam can sign."
    clock.move(days=2)
    assert missing(world) == "One signature. Jo is away until 3 December; Sam can sign."
    jo, sam = world.show("line").mentors
    assert (jo.is_away, jo.away_until, sam.is_away, sam.away_until) == (True, date(2026, 12, 3), False, None)
    away(world, world.comentor, today, None)
    assert missing(world) == "One signature. Jo is away until 3 December and Sam is away just now."
    assert standing(world)[0] == "active"  # a mentor's absence holds nothing up


def test_absences_that_touch_are_one_and_the_year_is_said_when_it_is_another(world: World, clock: Clock) -> None:
    today = clock.today()
    away(world, world.mentor, today, today + timedelta(3))
    away(world, world.mentor, today + timedelta(3), date(2027, 1, 8))
    assert missing(world) == "One signature. Jo is away until 8 January 2027; Sam can sign."


def test_a_question_names_those_who_are_there_first(world: World, clock: Clock) -> None:
    ask(world, "cover-shifts")
    away(world, world.mentor, clock.today(), None)
    waiting = world.item("cover-shifts").waiting
    assert waiting
    assert [(one.name, one.is_away) for one in waiting.on] == [("Sam Beech", False), ("Jo Rowan", True)]


def test_absence_does_not_bar_a_sign_off_of_what_was_seen(world: World, clock: Clock) -> None:
    away(world, world.mentor, clock.today(), None)
    assert sign(world, "mentor", act_on(world, "cover-shifts")).item.status == "signed"


def test_the_tag_changes_with_a_mentors_absence_and_with_every_pause(world: World, clock: Clock) -> None:
    def tag() -> str:
        found: str = world.read("mentee", lambda tx, actor: plan_tag(tx, actor, plan_head(tx, actor, world.plan)))
        return found

    tags = [tag()]
    one = away(world, world.mentor, clock.today(), None)
    tags.append(tag())
    world.do("admin", end_absence, EndAbsence(absence_id=one, until_on=clock.today() + timedelta(2)))
    tags.append(tag())
    away(world, world.mentee, clock.today(), None)
    tags.append(tag())
    pause(world)
    tags.append(tag())
    away(world, world.colleague, clock.today(), None)  # nobody on this plan
    assert tag() == tags[-1]
    assert len(set(tags)) == len(tags)


def test_each_plan_has_one_row_for_each_cause_but_absence(world: World, clock: Clock) -> None:
    away(world, world.mentee, clock.today(), None)
    cause = pause(world)
    assert [row.cause_id for row in rows_of(world.maker.database, world.org, pauses)] == [cause]

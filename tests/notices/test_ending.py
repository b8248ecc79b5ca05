"""What days make news of by the organisation's own settings: plans that end soon, reviews that are due, reminders."""

import pytest

from backend.people.settings import change_settings
from tests.conftest import Clock
from tests.notices.test_sweeping import later, swept
from tests.notices.test_telling import ask, clear, news, told
from tests.people.test_absences import away
from tests.people.test_settings import change
from tests.world import World


def day_before_end(world: World, clock: Clock, days: int) -> None:
    """So many days are left of the mentee's plan; somebody sweeps, and another worker as well."""
    later(world, clock, (world.show().ends_on - clock.today()).days - days)
    swept(world)


def test_mentee_and_mentors_are_told_fourteen_days_before_a_plan_ends_and_three_and_whoever_may_review_that_it_is_due(
    world: World, clock: Clock
) -> None:
    clear(world)
    counts = []
    for days in (15, 14, 10, 2, 1):  # nobody swept on the third day before
        day_before_end(world, clock, days)
        counts.append([news(world, who) for who in ("mentee", "mentor", "comentor")])
    assert counts == [[[]] * 3, [["plan_ending"]] * 3, [["plan_ending"]] * 3, *[[["plan_ending"] * 2] * 3] * 2]
    assert (news(world, "area"), news(world, "manager")) == ([], [])
    day_before_end(world, clock, 0)
    assert (news(world, "area"), news(world, "mentee")) == (["review_due"], ["plan_ending"] * 2)
    assert told(world, "stranger") == []


@pytest.mark.usefixtures("verified")
def test_an_organisation_sets_its_own_days_and_a_plan_that_stands_still_ends_nowhere(
    world: World, clock: Clock
) -> None:
    clear(world)
    world.do("people_team", change_settings, change(world, reminder_days=[2], ending_days=[21, 7]))
    ask(world, mentor="mentor")
    later(world, clock, 2)
    swept(world)
    assert news(world, "mentor") == ["request", "request"]
    clear(world)
    day_before_end(world, clock, 21)
    assert "plan_ending" in news(world, "mentee")
    away(world, world.mentee, clock.today(), None)
    clear(world)
    later(world, clock, 15)
    swept(world)
    assert "plan_ending" not in news(world, "mentee")

"""Which day it is when something is signed: the organisation's, in summer and in winter."""

from datetime import UTC, date, datetime

import pytest

from backend.signoff.tables import plans
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.signoff.helping import act_on, sign, strict_plan
from tests.world import World

DAYS = {
    "late on a summer evening in UTC": (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), date(2027, 7, 1)),
    "late on a winter evening": (datetime(2026, 12, 30, 23, 30, tzinfo=UTC), date(2026, 12, 30)),
    "just before midnight where it is summer": (datetime(2027, 6, 30, 22, 59, tzinfo=UTC), date(2027, 6, 30)),
    "in the hour that is left out in spring": (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), date(2027, 3, 28)),
    "in the hour that comes twice in autumn": (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),
    "in the night before it comes twice": (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
}


@pytest.mark.parametrize("when", DAYS)
def test_today_is_the_day_in_london(world: World, clock: Clock, when: str) -> None:
    clock.now, day = DAYS[when]
    strict_plan(world)
    with refused("sign_off.in_future"):
        sign(world, "mentor", act_on(world, "once", seen_on=date.fromordinal(day.toordinal() + 1)))
    signed = sign(world, "mentor", act_on(world, "once", seen_on=day))
    assert signed.sign_off.seen_on == day
    assert world.item("once").status == "signed"
    (plan,) = rows_of(world.maker.database, world.org, plans, plans.c.id == world.plan)
    assert plan.last_signed_on == day

"""Several write at once in one organisation, in real threads with real commits: the board's totals are right after."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from backend.kernel.ids import Id
from backend.people.absences import RecordAbsence, record_absence
from backend.people.rules import Post
from backend.readiness.tables import board, board_totals
from backend.signoff.requests import RequestSignOff, request_sign_off
from tests.accounts.helping import together
from tests.conftest import Clock
from tests.kernel.helping import rows_of
from tests.long import often
from tests.readiness.helping import board_of, compare
from tests.signoff.helping import act_on, sign, strict_plan
from tests.world import JOINED, World

pytestmark = pytest.mark.usefixtures("verified")

WRITERS = often(6, 24)


def mentees(world: World, number: int) -> list[tuple[str, Id, dict[str, Id]]]:
    """So many more at the same site, each with a small plan of their own: who, the plan, its items by key."""
    today = world.clock.today()
    small = strict_plan(world)
    strict = next(one for one in rows_of(world.maker.database, world.org, board) if one.id == small)
    found = []
    for n in range(number):
        name = f"mentee{n}"
        person = world.people[name] = world.maker.person(f"Rowan Ash{n}", Post.SENIOR, JOINED, site=world.site)
        world.token(name)
        agreement = world.maker.agreement(person, [world.mentor], world.area, today, today + timedelta(days=60))
        plan = world.maker.plan(world.mentor, agreement, strict.framework_id, strict.role, today, today + timedelta(60))
        found.append((name, plan, {item.key: item.id for item in world.show_plan(name, plan).items}))
    return found


def test_totals_are_right_after_many_at_once_have_signed_asked_and_been_away(world: World, clock: Clock) -> None:
    stories: list[Any] = []
    for name, plan, items in mentees(world, WRITERS):
        acts = [act_on(world, key, plan_id=plan, item_id=items[key], item_rev=1) for key in ("once", "managers")]
        stories += [partial(sign, world, "mentor", act, world.presence("mentor")) for act in acts]
        asked = RequestSignOff(plan_id=plan, item_id=items["strict"])
        stories.append(lambda name=name, asked=asked: world.do(name, request_sign_off, asked))
        away = RecordAbsence(person_id=world.people[name], from_on=clock.today() + timedelta(days=3))
        stories.append(lambda away=away: world.do("people_team", record_absence, away))
    assert set(together(stories)) == {"done"}
    compare(world)
    assert board_of(world).summary.nearly >= WRITERS
    totals = rows_of(world.maker.database, world.org, board_totals)
    assert [one for one in totals if one.plans < 0 and one.what in ("plans", "ready", "nearly")] == []
    for days in (2, 3, 20):
        clock.move(days=days)
        compare(world)
    assert board_of(world).summary.paused == WRITERS

"""What days make news of: passing on, being overdue, and reminders, each once however often somebody sweeps."""

import pytest

from backend.house import House
from backend.notices.sweeping import sweep, sweep_one
from tests.conftest import Clock
from tests.notices.test_telling import ask, clear, news
from tests.world import World


@pytest.fixture
def quiet(world: World) -> World:
    """The world, with everything read."""
    clear(world)
    return world


def swept(world: World, times: int = 2) -> None:
    """Somebody sweeps, and another worker as well."""
    for _ in range(times):
        with world.maker.database.writing(world.org) as tx:
            sweep_one(tx)


def later(world: World, clock: Clock, days: int) -> None:
    """Days go by, and everybody signs in again."""
    clock.move(days=days)
    world.maker.sign_everyone_out()


def test_whoever_holds_something_up_is_reminded_after_five_days_and_after_ten(quiet: World, clock: Clock) -> None:
    ask(quiet, mentor="mentor")
    counts = []
    for days in (4, 1, 1, 4, 1):
        later(quiet, clock, days)
        swept(quiet)
        counts.append(len(news(quiet, "mentor")))
    assert counts == [1, 2, 2, 3, 3]
    assert (news(quiet, "comentor"), news(quiet, "mentee"), news(quiet, "area")) == ([], [], [])


def test_after_a_day_on_which_nobody_swept_each_goes_out_once(quiet: World, clock: Clock) -> None:
    ask(quiet, mentor="mentor")
    later(quiet, clock, 6)
    swept(quiet, times=3)
    assert news(quiet, "mentor") == ["request", "request"]


def test_after_fourteen_days_the_others_and_the_approvers_are_told_and_it_is_the_first_ones_no_more(
    quiet: World, clock: Clock
) -> None:
    ask(quiet, mentor="mentor")
    later(quiet, clock, 14)
    swept(quiet)
    assert (news(quiet, "comentor"), news(quiet, "area")) == (["request"], ["request_overdue"])
    assert news(quiet, "mentor") == []


def test_what_is_answered_reminds_nobody(quiet: World, clock: Clock) -> None:
    ask(quiet, mentor="mentor")
    quiet.maker.sign(quiet.mentor, quiet.plan, quiet.item("on-call").id, clock.today(), "Seen.")
    clear(quiet)
    later(quiet, clock, 5)
    swept(quiet)
    assert news(quiet, "mentor") == []


def test_nobody_is_pressed_to_take_part(quiet: World, clock: Clock) -> None:
    today = clock.today()
    quiet.maker.propose(quiet.area, quiet.colleague, [quiet.mentor], today, today.replace(month=12))
    later(quiet, clock, 6)
    swept(quiet)
    assert news(quiet, "colleague") == ["agreement_answer"]


def test_every_organisation_is_swept(spare: World, spare_other: World, spare_house: House, clock: Clock) -> None:
    for world in (spare, spare_other):
        clear(world)
        ask(world, mentor="mentor")
    clock.move(days=5)
    sweep(spare_house.database)
    for world in (spare, spare_other):
        world.maker.sign_everyone_out()
        assert news(world, "mentor") == ["request", "request"]

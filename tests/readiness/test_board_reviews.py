"""The board and reviews: one rule for when one is due, and who it waits for once it is proposed."""

from datetime import timedelta

import pytest

from backend.kernel.ids import Id
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.settings import change_settings
from backend.readiness.exporting import as_csv, export_board
from backend.readiness.reading import BoardWanted
from backend.reviews.rules import Decision
from backend.reviews.tables import review_days
from tests.conftest import Clock
from tests.kernel.helping import rows_of
from tests.people.test_settings import change
from tests.readiness.helping import board_of, compare
from tests.reviews.helping import confirm, decline, propose, sign_all, take_back
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def owed(world: World) -> list[str]:
    """What is owed on the world's plan today."""
    (found,) = [one for one in board_of(world).items if one.plan_id == world.plan]
    compare(world)
    return [one.code.value for one in found.owed]


def told(world: World) -> tuple[str, list[str]] | None:
    """Who proposed the review that waits, and for whom it waits, as the site's manager reads it."""
    (found,) = [one for one in board_of(world, "manager", f"site:{world.site}").items if one.plan_id == world.plan]
    if found.review is None:
        return None
    return found.review.proposed_by.name, [one.name for one in found.review.waits_for]


def test_once_proposed_it_says_by_whom_and_for_whom_it_waits_and_owes_no_review(world: World, clock: Clock) -> None:
    world.do("people_team", change_settings, change(world, observation_days=0))
    sign_all(world, clock)
    assert (owed(world), told(world)) == (["review_due"], None)
    both = [world.people_team, world.learning]
    review = Id(propose(world, consulted=both).id)
    assert (owed(world), told(world)) == ([], ("Ash Linden", ["Bay Juniper", "Ivy Cedar"]))
    line = as_csv(world.read("area", export_board, BoardWanted(scope=f"area:{world.area_id}"))).decode()
    assert '"Ash Linden","Bay Juniper, Ivy Cedar"' in line
    decline(world, review)
    assert (owed(world), told(world)) == (["review_due"], None)
    take_back(world, Id(propose(world).id))
    assert (owed(world), told(world)) == (["review_due"], None)
    extended = Id(propose(world, decision=Decision.EXTEND).id)
    assert board_of(world).summary.owed == 0
    confirm(world, extended)


def test_whoever_can_confirm_no_more_is_not_waited_for_and_without_its_proposer_one_is_owed_again(
    world: World, clock: Clock
) -> None:
    world.do("people_team", change_settings, change(world, observation_days=0))
    sign_all(world, clock)
    propose(world, consulted=[world.people_team, world.learning])
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.learning))
    assert (owed(world), told(world)) == ([], ("Ash Linden", ["Ivy Cedar"]))
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.area))
    assert (owed(world), told(world)) == (["review_due"], None)


def test_the_day_a_review_is_due_on_the_board_is_the_day_that_reviews_keep(world: World, clock: Clock) -> None:
    clock.move(days=100)
    (kept,) = [one.due_on for one in rows_of(world.maker.database, world.org, review_days) if one.plan_id == world.plan]
    (shown,) = [one for one in board_of(world).items[0].owed if one.code == "review_due"]
    assert (shown.since, "its dates ended on" in shown.text) == (kept, True)
    assert kept == board_of(world).items[0].ends_on <= clock.today() - timedelta(days=9)

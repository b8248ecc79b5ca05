"""What a reviewer carried over is read on the next plan, and counts nothing there. Source: domain 1 (review)."""

from datetime import timedelta

import pytest

from backend.house import House
from backend.kernel.ids import Id
from backend.signoff.prior import PriorShown
from backend.signoff.reading import plan_head
from backend.signoff.tagging import plan_tag
from backend.upkeep.verifying import verify
from tests.conftest import Clock
from tests.reviews.helping import decide, propose, sign_all
from tests.signoff.helping import withdraw
from tests.signoff.test_freezing import reported
from tests.world import World


def next_plan(world: World) -> Id:
    """Another plan of the same framework, under the same agreement."""
    today = world.clock.today()
    framework, ends_on = world.show().framework.id, today + timedelta(days=60)
    return world.maker.plan(world.mentor, world.agreement, framework, world.show().role, today, ends_on)


def prior(world: World, plan: Id, who: str = "mentee") -> dict[str, list[PriorShown]]:
    """What each item of a plan shows of before, where it shows anything."""
    return {item.key: item.prior for item in world.show_plan(who, plan).items if item.prior}


@pytest.fixture
def signed(world: World, clock: Clock) -> list[Id]:
    """A plan with everything signed."""
    return sign_all(world, clock)


def test_criteria_that_the_reviewer_chose_show_what_was_signed_and_count_nothing(
    world: World, signed: list[Id], house: House
) -> None:
    decide(world, carry_over=["strict", "once"])
    plan = next_plan(world)
    shown = prior(world, plan)
    assert {key: [one.sign_off_id for one in found] for key, found in shown.items()} == {
        "once": signed[:1], "strict": signed[1:3],
    }  # fmt: skip
    (one,) = shown["once"]
    assert (one.plan_id, one.signer, one.withdrawn_at, one.may) == (world.plan, "Jo Rowan", None, {"see": True})
    progress = world.show_plan("mentee", plan).progress
    assert (progress.signatures_counted, progress.criteria_complete) == (0, 0)
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_nothing_is_carried_over_from_a_review_that_is_not_decided_or_that_chose_nothing(
    world: World, signed: list[Id]
) -> None:
    propose(world, carry_over=["once"])
    assert prior(world, next_plan(world)) == {}


def test_one_that_is_frozen_or_withdrawn_later_says_so_under_another_tag(world: World, signed: list[Id]) -> None:
    decide(world, carry_over=["once", "strict"])
    plan = next_plan(world)

    def tag() -> str:
        found: str = world.read("mentee", lambda tx, actor: plan_tag(tx, actor, plan_head(tx, actor, plan)))
        return found

    tags = [tag()]
    withdraw(world, "mentor", signed[0])
    tags.append(tag())
    reported(world, "comentor", signed[2])
    tags.append(tag())
    shown = prior(world, plan)
    assert shown["once"][0].withdrawn_at is not None
    assert [one.frozen_at is not None for one in shown["strict"]] == [False, True]
    assert tag() == tags[-1]
    assert len(set(tags)) == len(tags)

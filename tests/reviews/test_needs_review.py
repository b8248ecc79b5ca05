"""S32: a decision that rested on a sign-off withdrawn later needs another look: told, and never silently undone."""

from datetime import timedelta

import pytest

from backend.kernel.ids import Id
from backend.reviews.rules import Decision
from backend.signoff.rules import PlanStatus
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.reviews.helping import confirm, decide, decline, propose, seen, sign_all, waiting
from tests.signoff.helping import act_on, sign, withdraw
from tests.signoff.test_withdrawing_by_two import confirmed, opened
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")


@pytest.fixture
def signed(world: World, clock: Clock) -> list[Id]:
    """A plan with everything signed."""
    return sign_all(world, clock)


def test_s32_a_withdrawn_sign_off_lets_the_promotion_need_another_look(
    world: World, signed: list[Id], clock: Clock
) -> None:
    review = decide(world)
    clock.move(days=30)
    withdraw(world, "mentor", signed[0])
    shown = seen(world, review)
    assert (shown.status, shown.decision, shown.may["answer"]) == ("needs_review", "promote", True)
    assert [one.sign_off_id for one in shown.rests_on if one.withdrawn_at] == [signed[0]]
    assert (waiting(world, "review_needed"), waiting(world, "review_told")) == ({"area"}, {"people_team"})
    assert (world.show().status, world.show("area").may["review"]) == (PlanStatus.CLOSED, True)


def test_s32_so_does_one_that_governance_withdraws_once_a_second_confirms(world: World, signed: list[Id]) -> None:
    review = decide(world)
    opening = opened(world, "area", signed[0])
    assert seen(world, review).status == "decided"
    confirmed(world, "people_team", opening.id)
    assert seen(world, review).status == "needs_review"


def test_a_sign_off_it_did_not_rest_on_changes_nothing(world: World, signed: list[Id], clock: Clock) -> None:
    more = sign(world, "comentor", act_on(world, "once")).sign_off.id
    review = decide(world)
    withdraw(world, "comentor", more)
    assert seen(world, review).status == "decided"


def test_closing_or_extending_rests_on_no_signature(world: World, signed: list[Id]) -> None:
    review = decide(world, decision=Decision.EXTEND)
    withdraw(world, "mentor", signed[0])
    assert seen(world, review).status == "decided"


def test_it_is_upheld_with_reasons_and_a_second_persons_yes(world: World, signed: list[Id], clock: Clock) -> None:
    first = decide(world)
    with refused("review.already_decided"):
        propose(world, upholds=True)
    clock.move(days=3)
    withdraw(world, "mentor", signed[0])
    with refused("review.discussed_too_early"):
        propose(world, upholds=True, discussed_on=clock.today() - timedelta(days=1))
    with refused("review.incomplete"):
        propose(world)
    with refused("review.nothing_to_uphold"):
        propose(world, upholds=True, decision=Decision.CONFIRM_IN_ROLE)
    second = propose(world, upholds=True, reasons="It was signed on the wrong day, and seen on another.").id
    assert (seen(world, first).status, waiting(world, "review_needed")) == ("needs_review", {"area"})
    confirm(world, second)
    before, after = seen(world, first), seen(world, second)
    assert (before.status, before.answered_by, before.decision) == ("answered", second, "promote")
    assert (after.status, after.answers, after.upholds) == ("decided", first, True)
    assert (waiting(world, "review_needed"), waiting(world, "review_told")) == (set(), set())
    assert world.show().status == PlanStatus.CLOSED


def test_or_decided_otherwise_and_the_plan_goes_on(world: World, signed: list[Id]) -> None:
    first = decide(world)
    withdraw(world, "mentor", signed[0])
    second = decide(world, decision=Decision.EXTEND)
    assert (seen(world, first).status, seen(world, second).answers) == ("answered", first)
    assert world.show().status == PlanStatus.ACTIVE


def test_a_second_one_withdrawn_changes_nothing_more(world: World, signed: list[Id]) -> None:
    review = decide(world)
    withdraw(world, "mentor", signed[0])
    before = seen(world, review)
    withdraw(world, "mentor", signed[1])
    assert seen(world, review).needs_review_since == before.needs_review_since


def test_what_is_withdrawn_while_it_is_reviewed_again_is_told_of_afterwards(world: World, signed: list[Id]) -> None:
    first = decide(world, decision=Decision.READY_NO_VACANCY)
    second = propose(world).id
    withdraw(world, "mentor", signed[0])
    assert world.show().review.id == second  # type: ignore[union-attr]  # it is there
    with refused("review.incomplete"):
        confirm(world, second)
    decline(world, second)
    assert (world.show().review.id, seen(world, first).may["answer"]) == (first, True)  # type: ignore[union-attr]  # it is there

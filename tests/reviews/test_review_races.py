"""F18: reviews side by side, in real threads with real commits on both databases, end in one decision."""

from typing import Any

from backend.kernel.ids import Id
from backend.people.rules import Post
from backend.reviews.reading import show_pack
from backend.reviews.rules import Decision
from tests.accounts.helping import together
from tests.conftest import Clock
from tests.kernel.helping import entries
from tests.kernel.test_log import whole
from tests.reviews.helping import confirm, decline, proposal, propose, seen, sign_all, take_back
from tests.signoff.helping import withdraw
from tests.world import JOINED, World


def count(world: World, kind: str) -> int:
    return [entry.kind for entry in entries(world.maker.database, world.org)].count(kind)


def area_managers(world: World, number: int) -> list[str]:
    """So many of them, each with a login."""
    names = [f"area{n}" for n in range(number)]
    for name in names:
        world.people[name] = world.maker.person("Ash Maple", Post.AREA_MANAGER, JOINED, area=world.area_id)
        world.token(name)
    return names


def test_f18_fifty_parallel_reviews_end_in_one_decision(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    names = area_managers(world, 10)
    used = {name: world.presence(name) for name in names}
    decisions = [Decision.PROMOTE, Decision.CONFIRM_IN_ROLE, Decision.CLOSE, Decision.READY_NO_VACANCY]
    acts = [(names[n % 10], proposal(world, decisions[n % 4])) for n in range(50)]
    outcomes = together([lambda who=who, act=act: propose(world, who, act, used[who]) for who, act in acts])  # type: ignore[misc]  # a lambda with its own case
    assert sorted(outcomes) == ["done"] + ["review.already_proposed"] * 49
    assert count(world, "review_plan") == 1
    review = Id(world.read("area", show_pack, world.plan).reviews[0].id)
    presence = world.presence("people_team")
    assert together([lambda: confirm(world, review, presence=presence)] * 50) == ["done"] * 50
    assert (count(world, "confirm_review"), seen(world, review).status) == (1, "decided")
    assert whole(world)


def test_a_yes_a_no_and_a_taking_back_at_once_leave_one_of_them(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    review = Id(propose(world, consulted=[world.people_team, world.manager]).id)
    presence = world.presence("people_team")
    stories: list[Any] = [
        lambda: confirm(world, review, presence=presence), lambda: decline(world, review, "manager"),
        lambda: take_back(world, review),
    ]  # fmt: skip
    assert sorted(together(stories)) == ["done", "review.over", "review.over"]
    assert sum(count(world, kind) for kind in ("confirm_review", "decline_review", "take_review_back")) == 1


def test_a_sign_off_withdrawn_while_a_review_is_confirmed_is_refused_or_told_of(world: World, clock: Clock) -> None:
    signed = sign_all(world, clock)
    review = Id(propose(world).id)
    mine, theirs = world.presence("people_team"), world.presence("mentor")
    confirmed, withdrawn = together(
        [lambda: confirm(world, review, presence=mine), lambda: withdraw(world, "mentor", signed[0], theirs)]
    )
    assert withdrawn == "done"
    expected = {"done": "needs_review", "review.incomplete": "proposed"}
    assert seen(world, review).status == expected[confirmed]

"""Refresh tokens: one use, a lost answer forgiven, a stolen one noticed. Source: decisions, Surfaces; trust, F22."""

import pytest

from backend.accounts.pairs import SignedIn
from backend.accounts.sessions import who
from backend.people.appointments import RecordLeaving, record_leaving
from tests.accounts.helping import login, renew, together
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.world import World


def is_in(world: World, signed_in: SignedIn) -> bool:
    with world.maker.database.reading(world.org) as tx:
        return who(tx, signed_in.access_token).person == world.mentor


def test_a_refresh_gives_a_new_pair_and_ends_the_old_access_token(world: World) -> None:
    first = login(world)
    second = renew(world, first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert is_in(world, second)
    assert (second.person, second.device, second.memberships) == (first.person, first.device, first.memberships)
    with refused("session.required"):
        is_in(world, first)


def test_f22_whoever_lost_the_answer_refreshes_again_with_the_same_token(world: World) -> None:
    first = login(world)
    for _ in range(3):
        found = renew(world, first.refresh_token)
    assert is_in(world, renew(world, found.refresh_token))


def test_f22_whoever_asked_more_than_once_may_keep_any_of_the_answers(world: World) -> None:
    for kept in range(3):
        first = login(world)
        answers = [renew(world, first.refresh_token) for _ in range(3)]
        assert len({answer.refresh_token for answer in answers}) == 3
        assert is_in(world, answers[kept])
        assert is_in(world, renew(world, answers[kept].refresh_token))


def test_f22_the_answer_that_is_used_first_retires_the_others_and_whoever_uses_one_of_those_is_a_thief(
    world: World,
) -> None:
    first = login(world)
    lost, kept = renew(world, first.refresh_token), renew(world, first.refresh_token)
    third = renew(world, kept.refresh_token)
    assert is_in(world, third)
    with refused("session.refresh_reused"):
        renew(world, lost.refresh_token)
    with refused("session.required"):
        is_in(world, third)


def test_f22_a_spent_token_tells_nobody_the_access_token_it_once_gave(world: World) -> None:
    first = login(world)
    second = renew(world, first.refresh_token)
    third = renew(world, second.refresh_token)
    with refused("session.required"):
        is_in(world, second)
    assert is_in(world, third)


def test_f22_a_token_used_after_its_successor_was_is_theft_and_ends_the_family(world: World) -> None:
    first = login(world)
    second = renew(world, first.refresh_token)
    third = renew(world, second.refresh_token)
    bystander = login(world)
    with refused("session.refresh_reused"):
        renew(world, first.refresh_token)
    with refused("session.required"):
        is_in(world, third)
    for one in (first, second, third):
        with refused("session.required"):
            renew(world, one.refresh_token)
    assert is_in(world, bystander)


def test_a_refresh_token_is_good_for_ninety_days_from_its_issue(world: World, clock: Clock) -> None:
    first = login(world)
    clock.move(days=89, hours=23)
    second = renew(world, first.refresh_token)
    clock.move(days=89, hours=23)
    third = renew(world, second.refresh_token)
    clock.move(days=90, hours=1)
    with refused("session.required"):
        renew(world, third.refresh_token)


@pytest.mark.parametrize("token", ["", "x", "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f.x"])
def test_an_unknown_refresh_token_is_a_session_that_is_not_known(world: World, token: str) -> None:
    with refused("session.required"):
        renew(world, token)


def test_an_access_token_does_not_refresh(world: World) -> None:
    found = login(world)
    with refused("session.required"):
        renew(world, found.access_token)
    with world.maker.database.reading(world.org) as tx, refused("session.required"):
        who(tx, found.refresh_token)


def test_a_refresh_token_does_not_work_in_another_organisation(world: World, other: World) -> None:
    token = login(world).refresh_token
    with refused("session.required"):
        renew(world, f"{other.org}.{token.partition('.')[2]}")
    assert is_in(world, renew(world, token))


def test_whoever_left_refreshes_nothing(world: World) -> None:
    token = login(world).refresh_token
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentor))
    with refused("session.required"):
        renew(world, token)


def test_f22_the_same_token_sent_ten_times_at_once_logs_nobody_out_whichever_answer_is_kept(world: World) -> None:
    first = login(world)
    answers: list[SignedIn] = []
    assert together([lambda: answers.append(renew(world, first.refresh_token))] * 10) == ["done"] * 10
    assert {is_in(world, answer) for answer in answers} == {True}
    assert is_in(world, renew(world, answers[3].refresh_token))

"""One login in several organisations: going from one to another, and nothing known of it to anybody else."""

import pytest

from backend.accounts.pairs import SignedIn
from backend.accounts.presence import spend
from backend.accounts.rules import WEB_LASTS
from backend.accounts.sessions import who
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.switching import Switch, list_places, switch
from backend.kernel.ids import Id
from backend.people.appointments import RecordLeaving, record_leaving
from seeds.making import PASSWORD
from tests.accounts.helping import PHONE, login, present, renew
from tests.accounts.test_signing_in import join_too
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.world import World


def go(world: World, token: str, to: str) -> SignedIn:
    return switch(world.maker.database, token, Switch(organisation=to))


def person_of(world: World, token: str) -> str:
    with world.maker.database.reading(world.org) as tx:
        return who(tx, token).person


def test_a_login_goes_to_another_of_its_organisations_and_back(world: World, other: World) -> None:
    newcomer = join_too(world, other)
    here = login(world, organisation=world.maker.key)
    there = go(world, here.access_token, f" {other.maker.key.upper()} ")
    assert (there.person.id, person_of(other, there.access_token)) == (newcomer, newcomer)
    assert there.device == here.device
    assert [m.organisation for m in there.memberships] == sorted([world.maker.key, other.maker.key])
    assert person_of(world, here.access_token) == world.mentor  # goes on
    there = renew(other, there.refresh_token)
    assert person_of(other, there.access_token) == newcomer
    back = go(other, there.access_token, world.maker.key)
    assert person_of(world, back.access_token) == world.mentor


def test_an_organisation_that_is_not_ones_own_is_not_found_whether_there_is_one_or_not(
    world: World, other: World
) -> None:  # fmt: skip
    token = login(world).access_token
    for organisation in (other.maker.key, "nowhere", "x" * 60):
        with refused("not_found"):
            go(world, token, organisation)
    for nobody in ("", f"{other.org}.{token.partition('.')[2]}"):
        with refused("session.required"):
            go(world, nobody, other.maker.key)


def test_whoever_left_an_organisation_neither_goes_there_nor_is_told_its_name(world: World, other: World) -> None:
    newcomer = join_too(world, other)
    here = login(world, organisation=world.maker.key)
    assert len(list_places(world.maker.database, here.access_token)) == 2
    other.maker.operate(record_leaving, RecordLeaving(person_id=Id(newcomer)))
    with refused("not_found"):
        go(world, here.access_token, other.maker.key)
    told = [list_places(world.maker.database, here.access_token), renew(world, here.refresh_token).memberships,
            login(world).memberships]  # fmt: skip
    assert [[m.organisation for m in members] for members in told] == [[world.maker.key]] * 3


def test_s10_a_presence_is_not_carried_over(world: World, other: World) -> None:
    join_too(world, other)
    here = login(world, organisation=world.maker.key)
    opened = present(world, here.access_token)
    there, beside = (go(world, here.access_token, one.maker.key) for one in (other, world))
    for place, token in ((other, there.access_token), (world, beside.access_token)):
        with place.maker.database.writing(place.org) as tx, refused("presence.required"):
            spend(tx, who(tx, token), opened.presence)
    with world.maker.database.writing(world.org) as tx:
        assert spend(tx, who(tx, here.access_token), opened.presence).method == "pin"


def test_a_browsers_session_gives_one_that_lasts_no_longer(world: World, other: World, clock: Clock) -> None:
    join_too(world, other)
    act = SignIn(login=f"mentor@{world.maker.key}.test", password=PASSWORD, organisation=world.maker.key, device=PHONE)
    here = sign_in(world.maker.database, world.maker.vault, act, WEB_LASTS)
    clock.move(hours=11)
    there = go(world, here.access_token, other.maker.key)
    assert there.expires_in == pytest.approx(3600, abs=2)
    clock.move(hours=1, seconds=1)
    for place, token in ((world, here.access_token), (other, there.access_token)):
        with refused("session.required"):
            person_of(place, token)


def test_nobody_else_learns_where_else_a_login_belongs(world: World, other: World) -> None:
    join_too(world, other)
    colleague = login(world, "comentor")
    assert [m.organisation for m in colleague.memberships] == [world.maker.key]
    assert [m.organisation for m in list_places(world.maker.database, colleague.access_token)] == [world.maker.key]
    with refused("not_found"):
        go(world, colleague.access_token, other.maker.key)

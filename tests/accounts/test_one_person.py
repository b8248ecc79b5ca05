"""One account is one natural person: nobody shares one, and nobody has two in an organisation."""

import pytest
from sqlalchemy import bindparam, select

from backend.accounts.opening import Organisation, join, open_account
from backend.accounts.tables import memberships
from backend.kernel.drivers import Clash
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.people.rules import Post
from tests.world import World


def _give(world: World, account: Id, person: Id) -> None:
    with world.maker.database.writing(world.org) as tx:
        join(tx, account, Organisation(world.org, world.maker.key, "Hazelwood Care"), person)


def _open(world: World, login: str) -> Id:
    with world.maker.database.writing(world.org) as tx:
        return open_account(tx, f"{login}@{world.maker.key}.test", "no password", None)


def test_s14_an_account_cannot_be_two_people_of_one_organisation(world: World) -> None:
    first, second = (
        world.maker.person(name, Post.SENIOR, world.clock.today(), site=world.site)
        for name in ("Ren Maple", "Sky Maple")
    )
    account = _open(world, "shared")
    _give(world, account, first)
    with pytest.raises(Clash):
        _give(world, account, second)


def test_s14_a_person_cannot_have_two_accounts_in_one_organisation(world: World) -> None:
    with pytest.raises(Clash):
        _give(world, _open(world, "second"), world.mentor)


def test_s14_one_account_may_be_the_same_person_in_two_organisations(world: World, other: World) -> None:
    newcomer = other.maker.person("Ren Maple", Post.SENIOR, other.clock.today(), site=other.site)
    here = world.maker.person("Ren Maple", Post.SENIOR, world.clock.today(), site=world.site)
    account = _open(world, "both")
    _give(world, account, here)
    _give(other, account, newcomer)
    with world.maker.database.reading(None) as tx:
        assert {row.org for row in tx.rows(_WHERE, account=account)} == {world.org, other.org}


_WHERE = Prepared(select(memberships.c.org).where(memberships.c.account_id == bindparam("account")))

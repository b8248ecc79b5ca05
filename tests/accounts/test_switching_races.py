"""Going to another organisation at the very moment the password is changed, or everything is signed out."""

from functools import partial
from typing import Any

import pytest

from backend.accounts.changing import ChangePassword, change_password
from backend.accounts.elsewhere import end_everywhere
from backend.accounts.sessions import who
from backend.accounts.switching import Switch, switch
from backend.accounts.tables import sessions
from backend.kernel.database import Database
from backend.kernel.ids import Id
from seeds.making import PASSWORD
from tests.accounts.helping import login, outcome, together
from tests.accounts.test_signing_in import join_too
from tests.kernel.helping import rows_of
from tests.world import World

NEW = "kettle orbit maple thursday"


def change(world: World, token: str, database: Database | None = None) -> None:
    act = ChangePassword(current=PASSWORD, password=NEW)
    change_password(database or world.maker.database, world.maker.vault, token, act)


class Halting(Database):
    """A database that stops being there once as many organisations as it is told were written in."""

    def __init__(self, whole: Database, writes: int) -> None:
        self.__dict__ |= whole.__dict__
        self._left = writes

    def writing(self, org: Id | None) -> Any:
        self._left -= 1
        if self._left < 0:
            raise InterruptedError
        return super().writing(org)


@pytest.mark.parametrize("writes", [3, 4])
def test_a_session_not_yet_ended_begins_none_where_the_others_are_over(world: World, other: World, writes: int) -> None:
    join_too(world, other)
    here = login(world, organisation=world.maker.key).access_token
    thief = login(world, organisation=other.maker.key).access_token
    halting = Halting(world.maker.database, writes)
    with pytest.raises(InterruptedError):
        change(world, here, halting)
    for place in (world, other):
        act = Switch(organisation=place.maker.key)
        assert outcome(partial(switch, world.maker.database, thief, act)) == "session.required"
    assert switch(world.maker.database, here, Switch(organisation=other.maker.key)).person


@pytest.mark.parametrize("ends", ["password", "everywhere"])
def test_whoever_goes_on_meanwhile_is_signed_out_with_the_others(spare: World, spare_other: World, ends: str) -> None:
    join_too(spare, spare_other)
    database = spare.maker.database
    here = login(spare, organisation=spare.maker.key).access_token
    thief = login(spare, organisation=spare_other.maker.key).access_token
    end = partial(change, spare, here) if ends == "password" else partial(end_everywhere, database, here)
    goes = [
        partial(switch, database, thief, Switch(organisation=place.maker.key))
        for place in (spare, spare_other)
        for _ in range(3)
    ]
    told = together([end, *goes])
    assert told[0] == "done"
    assert set(told[1:]) <= {"done", "session.required"}
    live = [
        one.account_id
        for place in (spare, spare_other)
        for one in rows_of(database, place.org, sessions)
        if one.ended_at is None and one.device_name == "Jo's phone"
    ]
    assert len(live) == (1 if ends == "password" else 0)
    with database.reading(spare.org) as tx:
        assert outcome(lambda: who(tx, here)) == ("done" if ends == "password" else "session.required")

"""Migration 0009 finds the words that were used before it, so that the tables are what a rebuild makes of the log."""

from pathlib import Path

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.database import Database
from backend.kernel.settings import Settings
from backend.signoff.tables import sign_offs
from backend.upkeep.migrating import migrate
from backend.upkeep.verifying import verify
from seeds.making import CHEAP
from tests.conftest import Clock
from tests.kernel.helping import rows_of
from tests.signoff.helping import act_on, ask, sign
from tests.world import make_world


def test_going_back_and_forth_keeps_what_is_known_of_words(own_url: str, clock: Clock) -> None:
    migrate(own_url)
    settings = Settings(own_url, own_url, "only for tests", Path("/nonexistent"))
    house = House(settings, Database(own_url, clock, APPLIES), Vault(2, CHEAP))
    world = make_world(house, clock)
    for key, said in (("cover-shifts", "Well done."), ("on-call", "Two calls in one night."), ("reflect", "...")):
        ask(world, key)
        method = world.item(key).policy.methods[0]
        sign(world, "mentor", act_on(world, key, statement=said, method=method))
    before = {one.id: one.words_key for one in rows_of(house.database, world.org, sign_offs)}
    house.database.close()
    migrate(own_url, "0008")
    migrate(own_url)
    again = Database(own_url, clock, APPLIES)
    assert {one.id: one.words_key for one in rows_of(again, world.org, sign_offs)} == before
    assert sorted(key is None for key in before.values()) == [False, False, True]
    again.close()
    assert verify(own_url, clock) == []

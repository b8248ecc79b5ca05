"""A migration that changes what the board is made of empties it, and fills it again from what was there."""

from pathlib import Path

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.database import Database
from backend.kernel.settings import Settings
from backend.readiness.tables import board, owed_spans
from backend.upkeep.migrating import migrate
from backend.upkeep.verifying import verify
from seeds.making import CHEAP
from tests.conftest import Clock
from tests.kernel.helping import rows_of
from tests.world import make_world


def test_the_board_is_the_same_after_going_back_and_forth(own_url: str, clock: Clock) -> None:
    migrate(own_url)
    settings = Settings(own_url, own_url, "only for tests", Path("/nonexistent"))
    house = House(settings, Database(own_url, clock, APPLIES), Vault(2, CHEAP))
    world = make_world(house, clock)
    found = [rows_of(house.database, world.org, table) for table in (board, owed_spans)]
    house.close()
    migrate(own_url, "0033")
    migrate(own_url)
    again = Database(own_url, clock, APPLIES)
    assert [rows_of(again, world.org, table) for table in (board, owed_spans)] == found
    assert [len(rows) > 0 for rows in found] == [True, True]
    again.close()
    assert verify(own_url, clock) == []

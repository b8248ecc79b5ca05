"""A database apart, for tests that spoil what they touch."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.database import Database
from backend.kernel.settings import Settings
from backend.upkeep.guards import APP
from backend.upkeep.migrating import migrate
from seeds.making import CHEAP
from tests.conftest import Clock
from tests.databases import postgres_server
from tests.world import World, make_world


@pytest.fixture(scope="session")
def spare_house(
    urls: tuple[str, str], session_clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house of the same kind as `house`, in a database of its own."""
    name = "countersign_spare"
    server = None if urls[0].startswith("sqlite") else postgres_server()
    if server is None:
        owner = served = f"sqlite:///{tmp_path_factory.mktemp('spare') / 'countersign.sqlite3'}"
    else:
        owner = server.create_database(name)
        served = owner.replace("postgres@", f"{APP}@", 1)
    migrate(owner)
    settings = Settings(database_url=served, owner_url=owner, secret_key="only for tests", data=Path("/nonexistent"))
    made = House(settings, Database(served, session_clock, APPLIES), Vault(2, CHEAP))
    yield made
    made.database.close()
    if server is not None:
        server.drop_database(name)


@pytest.fixture
def spare(spare_house: House, clock: Clock) -> World:
    """A fresh organisation that may be spoilt."""
    return make_world(spare_house, clock)


@pytest.fixture
def spare_other(spare_house: House, spare: World, clock: Clock) -> World:
    """A second one beside it."""
    return make_world(spare_house, clock)

"""What every test stands on: both databases, migrated; a clock that ticks; and organisations to try things in.

Tests do not share rows because each makes its own organisation, which is also what keeps real organisations apart.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import delete

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.clock import day_in
from backend.kernel.database import Database
from backend.kernel.ids import Id
from backend.kernel.settings import Settings
from backend.notices.tables import deliveries
from backend.upkeep.guards import APP, WORKER
from backend.upkeep.migrating import migrate, owning
from backend.upkeep.verifying import verify
from seeds.making import CHEAP
from tests.databases import chromium_path, postgres_reason, postgres_server
from tests.long import often
from tests.network import shut_network
from tests.world import World, make_world

PAGES = Path(__file__).parent / "web"
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
START = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that ticks a millisecond at each look, and jumps when told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def move(self, **by: float) -> None:
        """Jumps ahead (or back) by days, hours, minutes..."""
        self.now += timedelta(**by)

    def today(self) -> date:
        """The day in London."""
        return day_in("Europe/London", self.now)


def pytest_configure() -> None:
    """Lets the collector leave alone what has been imported, and look for garbage less often."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves to long runs, on PostgreSQL, what is `same_on_both` and the pages, but for what they cost.

    The pages stand on the same stories as the API; every room and the API are tried on both databases each time.
    """
    if often(1, 2) == 2:
        return
    left = {item for item in items if _is_on_postgresql(item) and _is_for_long_runs(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


def _is_on_postgresql(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    return given is not None and given.params.get("dialect") == "postgresql"


def _is_for_long_runs(item: pytest.Item) -> bool:
    is_of_pages = PAGES in item.path.parents and "budget" not in item.path.name
    return is_of_pages or item.get_closest_marker("same_on_both") is not None


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with shut_network():
        yield


@pytest.fixture(scope="session")
def session_clock() -> Clock:
    return Clock()


@pytest.fixture
def clock(session_clock: Clock) -> Clock:
    session_clock.now = START
    return session_clock


@pytest.fixture(scope="session")
def houses(session_clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], House]]:
    """A house on a migrated database, by dialect and name: each is made once, however often files of tests take
    turns between the databases.
    """
    with ExitStack() as stack:

        @cache
        def house(dialect: str, name: str) -> House:
            owner, served = stack.enter_context(_migrated(dialect, name, tmp_path_factory.mktemp(name)))
            data = tmp_path_factory.mktemp("data")
            settings = Settings(served, owner_url=owner, secret_key="only for tests", data=data, secure_cookies=False)
            made = _house(settings, session_clock)
            stack.callback(made.close)
            return made

        yield house


@contextmanager
def _migrated(dialect: str, name: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The owner's URL and the serving role's."""
    if dialect == "sqlite":
        url = f"sqlite:///{folder / 'countersign.sqlite3'}"
        migrate(url)
        yield url, url
        return
    server = postgres_server()
    assert server is not None
    owner = server.create_database(name)
    migrate(owner)
    yield owner, owner.replace("postgres@", f"{APP}@", 1)
    server.drop_database(name)


def _house(settings: Settings, clock: Clock) -> House:
    database = across = Database(settings.database_url, clock, APPLIES)
    if database.dialect.name == "postgresql":
        across = Database(settings.owner_url.replace("postgres@", f"{WORKER}@", 1), clock, {}, pool=2)
    return House(settings, database, Vault(2, CHEAP), across=across)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database a test is tried on."""
    if request.param == "postgresql" and postgres_server() is None:
        pytest.skip(postgres_reason())
    return str(request.param)


@pytest.fixture(scope="session")
def house(dialect: str, houses: Callable[[str, str], House]) -> House:
    """The house on both databases, served by the role without ownership."""
    return houses(dialect, "countersign_tests")


@pytest.fixture
def world(house: House, clock: Clock) -> World:
    """A fresh organisation: people in every post, an active agreement with two mentors, and a plan."""
    return make_world(house, clock)


@pytest.fixture
def other(house: House, world: World, clock: Clock) -> World:
    """A second organisation with the same cast."""
    return make_world(house, clock)


@pytest.fixture(scope="session")
def spare_house(dialect: str, houses: Callable[[str, str], House]) -> House:
    """A house of the same kind as `house`, in a database of its own."""
    return houses(dialect, "countersign_spare")


@pytest.fixture
def spare(spare_house: House, clock: Clock) -> World:
    """A fresh organisation that may be spoilt, in a house where nothing of others waits to be sent."""
    with owning(spare_house.settings.owner_url) as connection:
        connection.execute(delete(deliveries))
    return make_world(spare_house, clock)


@pytest.fixture
def spare_other(spare_house: House, spare: World, clock: Clock) -> World:
    """A second one beside it."""
    return make_world(spare_house, clock)


@pytest.fixture
def own_url(dialect: str, tmp_path: Path) -> Iterator[str]:
    """The owner's URL of a database for this alone."""
    server = postgres_server() if dialect == "postgresql" else None
    if server is None:
        yield f"sqlite:///{tmp_path / 'countersign.sqlite3'}"
        return
    yield server.create_database("countersign_back")
    server.drop_database("countersign_back")


@pytest.fixture(scope="module")
def _to_verify(house: House) -> Iterator[list[Id]]:
    organisations: list[Id] = []
    yield organisations
    assert verify(house.settings.owner_url, only=organisations) == []


@pytest.fixture
def verified(world: World, _to_verify: list[Id]) -> None:
    """Afterwards the log rebuilds everything about the organisation as it stands.

    It is looked at when all of a file's tests are over: making the tables to rebuild into costs more than a test does.
    """
    _to_verify.append(world.org)


@pytest.fixture
def recounted(world: World) -> Iterator[None]:
    """Afterwards every counter equals a count of its own."""
    from tests.signoff.helping import recount  # it stands on this file itself

    yield
    recount(world)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of a run: a second would find the first one's loop running."""
    path = chromium_path()
    if path is None:
        pytest.skip("no browser on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()

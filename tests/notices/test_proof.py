"""F10-F12: through an outage, faults, lost answers, dead targets and kills, each notice arrives, and is shown once."""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.clock import day_in, system_clock
from backend.kernel.database import Database
from backend.kernel.settings import Settings, Transports
from backend.notices.claiming import queue
from backend.notices.tables import deliveries, push_targets
from backend.upkeep.guards import APP, WORKER
from backend.upkeep.migrating import migrate
from seeds.making import CHEAP
from tests.databases import postgres_reason, postgres_server
from tests.kernel.helping import rows_of
from tests.long import often
from tests.notices.fcm import Fcm, Message, Reply, account, address_of, fcm
from tests.notices.helping import Thing, notify, put
from tests.notices.workers import workers
from tests.world import World, make_world

NOTICES, KILLS = often(240, 10_000), often(6, 200)
PATIENCE = often(150, 1500)  # seconds
OUTAGE = often(1, 20)  # seconds
DEAD = {"stranger": Reply.UNREGISTERED, "colleague": Reply.BAD_TARGET, "line": Reply.SENDER_ID_MISMATCH}
LIVING = ("mentee", "mentor", "comentor", "manager", "area", "learning")
FAULTS = (Reply.INTERNAL, Reply.UNAVAILABLE, Reply.QUOTA_EXCEEDED, Reply.LOST, Reply.RESET, Reply.SLOW, Reply.NOT_JSON)


class RealClock:
    """The time it is: workers in other processes have the same."""

    def __call__(self) -> datetime:
        return system_clock()

    def today(self) -> date:
        return day_in("Europe/London", datetime.now(UTC))


class Weather:
    """What the provider does: an outage in the middle, one fault in five otherwise, and in the end it takes all."""

    def __init__(self) -> None:
        self.chance = random.Random(26)
        self.asked = 0
        self.until = 0.0

    def __call__(self, message: Message, before: int) -> Reply:
        self.asked += 1
        dead = address_of(message).partition("/")[0]
        if dead != "ok":
            return Reply(dead)
        if self.asked == NOTICES // 3:
            self.until = time.monotonic() + OUTAGE
        if time.monotonic() < self.until:
            return self.chance.choice((Reply.RESET, Reply.UNAVAILABLE))
        return self.chance.choice(FAULTS) if before < 8 and self.chance.random() < 0.2 else Reply.OK


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house in a database of its own, which other processes work on."""
    name, server = "countersign_kills", None
    owner = served = sending = f"sqlite:///{tmp_path / 'countersign.sqlite3'}"
    if request.param == "postgresql":
        server = postgres_server()
        if server is None:
            pytest.skip(postgres_reason())
        owner = server.create_database(name)
        served, sending = (owner.replace("postgres@", f"{role}@", 1) for role in (APP, WORKER))
    migrate(owner)
    settings = Settings(served, owner, "only for tests", tmp_path, worker_url=sending)
    database = Database(served, RealClock(), APPLIES)
    across = database if server is None else Database(sending, RealClock(), {}, pool=2)
    made = House(settings, database, Vault(2, CHEAP), across=across)
    yield made
    made.close()
    if server is not None:
        server.drop_database(name)


@pytest.fixture
def server() -> Iterator[Fcm]:
    with fcm(Weather(), retry_after=1) as made:
        yield made
    assert made.wrong == []


def tell_all(world: World, chance: random.Random, count: int, dead: int = 0) -> dict[str, str]:
    """Tells people of so many things, some of them people whose phone is no more; whom of which."""
    told: dict[str, str] = {}
    people = [*chance.choices(LIVING, k=count - dead), *chance.choices(tuple(DEAD), k=dead)]
    with world.maker.database.writing(world.org) as tx:
        for who in chance.sample(people, count):
            thing = Thing()
            notify(tx, thing, world.people[who])
            told[thing.id] = who
    return told


def depth(house: House) -> int:
    assert house.across
    with house.across.reading(None) as tx:
        return queue(tx).depth


def test_f10_f11_f12_each_notice_arrives_and_is_shown_once_whoever_is_killed(
    house: House, server: Fcm, tmp_path: Path
) -> None:
    world = make_world(house, RealClock())
    for who in (*LIVING, *DEAD):
        put(world, who, f"{DEAD.get(who, 'ok')}/{who}")
    credentials = tmp_path / "account.json"
    credentials.write_text(json.dumps(account()))
    transports = Transports(firebase_credentials=credentials, fcm_endpoint=server.url)
    chance, kills = random.Random(11), 0
    told = tell_all(world, chance, NOTICES // 2, dead=NOTICES // 10)
    with workers(replace(house.settings, transports=transports), tmp_path, 2) as two:
        begun = time.monotonic()
        while depth(house) or len(told) < NOTICES or kills < KILLS:
            assert time.monotonic() - begun < PATIENCE, ((tmp_path / "workers.log").read_text()[-3000:], depth(house))
            time.sleep(chance.uniform(0.05, 0.35))
            if kills < KILLS:
                two.end(chance.randrange(2))
                two.start()
                kills += 1
            if len(told) < NOTICES:
                told |= tell_all(world, chance, min(NOTICES - len(told), 2 * NOTICES // KILLS // 3 + 1))
    assert outcome(house, world, server, told) == expected(told)
    assert (server.early, kills) == (0, KILLS)
    assert set(server.replies) == {Reply.OK, *FAULTS, *DEAD.values()}


def expected(told: dict[str, str]) -> dict[str, Any]:
    gone = {thing for thing, who in told.items() if who in DEAD}
    return {
        "states": {thing: "gone" if thing in gone else "sent" for thing in told},
        "arrived": {thing: who for thing, who in told.items() if thing not in gone},
        "most shown of one": 1,
        "targets left": {*LIVING},
        "targets disabled": {"line"},
    }


def outcome(house: House, world: World, server: Fcm, told: dict[str, str]) -> dict[str, Any]:
    """What came of it all, on both sides."""
    shown: dict[str, set[tuple[str, str]]] = {}
    for one in server.taken:
        shown.setdefault(one.notice, set()).add((one.target, one.tag))
    targets = rows_of(house.database, world.org, push_targets)
    names = {row.value.partition("/")[2]: row.disabled_at for row in targets}
    return {
        "states": {row.entry_id: row.state for row in rows_of(house.database, world.org, deliveries)},
        "arrived": {notice: next(iter(found))[0].partition("/")[2] for notice, found in shown.items()},
        "most shown of one": max(map(len, shown.values())),
        "targets left": {name for name, disabled in names.items() if not disabled},
        "targets disabled": {name for name, disabled in names.items() if disabled},
    }

"""Pushes by one worker to a server on this machine that speaks as FCM does: how many a second, and how soon."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from statistics import quantiles
from threading import Event, Thread

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.database import Database
from backend.kernel.lines import line_log
from backend.kernel.settings import Settings, Transports
from backend.upkeep.guards import APP, WORKER
from bench.places import Place
from bench.server import Server, cpu_of
from bench.table import Line
from seeds.making import CHEAP
from tests.notices.fcm import Fcm, account, fcm
from tests.notices.helping import Thing, notify, put
from tests.notices.test_proof import RealClock
from tests.notices.workers import workers
from tests.world import World, make_world

PUSHES, A_SECOND = 5000, 500
ONE_BY_ONE, SOON = 200, 1.0  # seconds


def pushing(place: Place, _server: Server) -> Iterator[Line]:
    """Both lines, on that database: the limit is what is due, since a provider sets no other."""
    with fcm() as server, _house(place, server) as house:
        world = make_world(house, RealClock())
        put(world, "mentor")
        yield _soon(place, house, world, server)
        yield _many(place, house, world, server)


@contextmanager
def _house(place: Place, server: Fcm) -> Iterator[House]:
    credentials = place.folder / "account.json"
    credentials.write_text(json.dumps(account()))
    transports = Transports(firebase_credentials=credentials, fcm_endpoint=server.url)
    sending = place.url.replace(f"{APP}@", f"{WORKER}@", 1)
    settings = Settings(place.url, place.owner_url, "for the bench", place.folder, worker_url=sending)
    database = Database(place.url, RealClock(), APPLIES)
    across = database if sending == place.url else Database(sending, RealClock(), {}, pool=2)
    house = House(replace(settings, transports=transports), database, Vault(2, CHEAP), across=across)
    yield house
    house.close()


def _soon(place: Place, house: House, world: World, server: Fcm) -> Line:
    """One thing after the other, sent from a thread beside, as the server that serves does."""
    stop = Event()
    told: dict[str, float] = {}
    thread = Thread(target=house.worker(line_log(BytesIO()), pattern=None, sweeps=False).run, args=(stop,))
    thread.start()
    for _ in range(ONE_BY_ONE):
        thing = _tell(house, world, 1)[0]
        told[thing.id] = time.monotonic()
        time.sleep(0.02)
    _await(server, ONE_BY_ONE)
    stop.set()
    house.database.bell.set()
    thread.join()
    waited = [one.at - told[one.notice] for one in server.taken]
    p95 = quantiles(waited, n=20)[-1]
    return Line(f"push, commit to hand-over, {place.name}", SOON / p95, 1.0, f"p95 {p95 * 1000:.0f} ms")


def _many(place: Place, house: House, world: World, server: Fcm) -> Line:
    """Everything at once, sent by one worker in a process of its own."""
    _tell(house, world, PUSHES)
    server.taken.clear()
    with workers(house.settings, place.folder, 1, pace="usual") as one:
        _await(server, PUSHES)
        cpu = cpu_of(one.pids[0]) / PUSHES * 1e6
    rate = (PUSHES - 1) / (server.taken[-1].at - server.taken[0].at)
    return Line(f"push, one worker, {place.name}", rate / A_SECOND, 1.0, f"{rate:.0f}/s, {cpu:.0f} us of CPU")


def _tell(house: House, world: World, count: int) -> list[Thing]:
    things = [Thing() for _ in range(count)]
    with house.database.writing(world.org) as tx:
        for thing in things:
            notify(tx, thing, world.mentor)
    return things


def _await(server: Fcm, count: int) -> None:
    deadline = time.monotonic() + 120
    while len(server.taken) < count:
        assert time.monotonic() < deadline, (len(server.taken), server.replies)
        time.sleep(0.05)

"""What a request costs in CPU of server and database together, against a hello beside it, read to the nanosecond.

Wall time on a busy machine says as much of the neighbours as of the request; the CPU of both against that of a hello in
the same moment does not.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg

from bench.client import Answer, Client
from bench.places import Place
from bench.server import Server

WARM, ROUNDS, AT_ONCE = 4, 20, 2
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"


def in_hellos(place: Place, server: Server, client: Client, send: Callable[[], Answer]) -> tuple[float, float]:
    """What `send` costs, in hellos and in milliseconds of CPU. It must answer 200."""

    def ask() -> None:
        answer = send()
        assert answer.status == 200, answer.body

    for _ in range(WARM):
        ask()
    measured = [*server.pids(), *_backends(place)]
    costs, hellos = [], []
    for _ in range(ROUNDS):
        costs.append(_spent(measured, ask))
        hellos.append(_spent(measured, lambda: client.get("/hello/")))
    cost, hello = _undisturbed(costs), _undisturbed(hellos)
    return cost / hello, cost / AT_ONCE / 1e6


def _undisturbed(costs: list[int]) -> int:
    """The first decile: a neighbour on the same core costs its caches too."""
    return sorted(costs)[ROUNDS // 10]


def _spent(pids: Iterable[int], act: Callable[[], object]) -> int:
    """Nanoseconds of CPU that these processes use while it is done a few times."""
    before = _threads(pids)
    for _ in range(AT_ONCE):
        act()
    return sum(now - before.get(thread, 0) for thread, now in _threads(pids).items())


def _threads(pids: Iterable[int]) -> dict[Path, int]:
    found = {}
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found[thread] = int((thread / "schedstat").read_text().split()[0])
    return found


def _backends(place: Place) -> list[int]:
    """The processes of PostgreSQL that work for the server; SQLite works in it."""
    if not place.owner_url.startswith("postgres"):
        return []
    with psycopg.connect(place.owner_url) as connection:
        own = connection.info.backend_pid
        return [pid for (pid,) in connection.execute(BACKENDS) if pid != own]

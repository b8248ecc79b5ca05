"""The server: granian, its WSGI worker in a process of its own, looked after from this one."""

import fcntl
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import parent_process
from multiprocessing.util import Finalize
from os import getpid, kill
from pathlib import Path
from signal import SIGTERM
from threading import Event, Thread
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from backend.house import House
from backend.kernel.lines import line_log
from backend.kernel.settings import Settings
from seeds.stops import Stop

THREADS = 64
"""Of the worker. A body that is sent slowly holds one of them; four were stalled by forty such, and are no faster."""
BACKLOG = 1024
STOP_SECONDS = 10


def serve(settings: Settings, host: str, port: int, workers: int = 1) -> None:
    """Serves until SIGTERM or SIGINT, then lets requests under way finish (for ten seconds at most).

    Raises `Stop` when the address is taken.
    """
    ensure_free(host, port)
    server = Server(
        "wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(_load, settings), wrap_loader=False)


def _load(settings: Settings) -> Any:
    from wsgi import make_wsgi

    house = House.open(settings)
    Finalize(None, house.close, exitpriority=1)  # SQLite then folds its journal into the file
    stop = send_beside(house)
    Finalize(None, stop, exitpriority=2)
    Thread(target=_follow_parent, daemon=True).start()
    return make_wsgi(house)


def send_beside(house: House) -> Callable[[], None]:
    """Sends this house's deliveries from a thread beside its requests; what is returned ends that, and waits for what
    is in hand. On a PostgreSQL whose worker's role is not set it sends nothing and says so.
    """
    log = line_log(surface="worker")
    if house.across is None:
        log.warning("NOTHING IS SENT FROM HERE: set COUNTERSIGN_WORKER_URL, or run `./run worker` elsewhere")
        return lambda: None
    worker, stop = house.worker(log), Event()
    thread = Thread(target=worker.run, args=(stop,), daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        house.database.bell.set()
        thread.join(STOP_SECONDS)

    return end


def _follow_parent() -> None:
    """Stops this worker when whoever looks after it is gone: an orphan would go on holding port and database."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        kill(getpid(), SIGTERM)


def ensure_free(host: str, port: int) -> None:
    """Raises `Stop` when somebody listens there already; granian shares its ports and would not notice."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise Stop(f"Nothing can be served on {host}:{port}: {error.strerror}. Choose another with --port.") from error


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keeps the data directory to one server: with the embedded database exactly one process serves. Raises `Stop`."""
    with (data / "serving.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(f"{data} is being served already. Stop that server first.") from None
        yield


def say(*lines: str) -> None:
    """Prints at once, also into a pipe."""
    print(*lines, sep="\n", flush=True, file=sys.stdout)

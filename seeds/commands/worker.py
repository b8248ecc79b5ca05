"""`worker`: sends deliveries, in a process of its own. As many as are needed, with PostgreSQL."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from signal import SIGINT, SIGTERM, signal
from threading import Event

from backend.kernel.lines import line_log
from backend.kernel.settings import Settings
from seeds.databases import file_of, prepare, with_secret
from seeds.stops import Stop


def add_arguments(parser: ArgumentParser) -> None:
    """Where its figures can be read."""
    parser.add_argument("--metrics-port", type=int, default=0, help="its figures, on 127.0.0.1 (default: none)")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Sends until it is told to stop, then hands over what it has begun."""
    settings = Settings.from_env(environ)
    if file_of(settings.database_url) is not None:
        raise Stop("With the embedded database whoever serves also sends: `./run serve` does both.")
    if not settings.worker_url:
        raise Stop("Say in COUNTERSIGN_WORKER_URL how the role countersign_worker reaches the database.")
    prepare(settings)
    from backend.house import House
    from seeds.serving import say

    house, stop = House.open(with_secret(settings)), Event()
    worker = house.worker(line_log(surface="worker"))

    def end(*_: object) -> None:
        stop.set()
        house.database.bell.set()

    for sign in (SIGTERM, SIGINT):
        signal(sign, end)
    if given.metrics_port:
        house.metrics.serve(given.metrics_port, house.across)
    say("Sending (stop with Ctrl-C)")
    worker.run(stop)
    house.close()
    return 0

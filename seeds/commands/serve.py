"""`serve`: the organisations of the configured database, for real."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from contextlib import nullcontext

from backend.kernel.settings import Settings
from seeds.databases import file_of, is_demo, prepare, with_secret
from seeds.stops import Stop


def add_arguments(parser: ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--workers", type=int, default=1, help="processes; more than one needs PostgreSQL (default: 1)")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Serves until it is told to stop."""
    settings = Settings.from_env(environ)
    embedded = file_of(settings.database_url) is not None
    if embedded and given.workers > 1:
        raise Stop("The embedded database is served by exactly one process. Leave --workers out, or use PostgreSQL.")
    if is_demo(settings.database_url):
        raise Stop("That database is a demo's, with published passwords. Use `./run demo`, or other data.")
    settings = with_secret(settings)
    from seeds.serving import alone, say, serve

    with alone(settings.data) if embedded else nullcontext():
        prepare(settings)
        say(f"Countersign on http://{given.host}:{given.port} (stop with Ctrl-C)")
        serve(settings, given.host, given.port, given.workers)
    return 0

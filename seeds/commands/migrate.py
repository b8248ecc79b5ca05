"""`migrate`: bring the database to the newest form, or check that the migrations go both ways."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from backend.kernel.settings import Settings
from backend.upkeep.guards import standing_guards, wanted_guards
from backend.upkeep.migrating import drift, migrate, owning
from seeds.databases import file_of, make_data, reaching, revision
from seeds.serving import alone


def add_arguments(parser: ArgumentParser) -> None:
    """Either a revision to go to, or the check."""
    parser.add_argument("--to", metavar="REV", default="head", help="a revision, `head` (default) or `base`")
    parser.add_argument("--check", action="store_true", help="try the migrations forth and back on empty databases")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Migrates as the owner."""
    settings = Settings.from_env(environ)
    if given.check:
        return check(environ.get("COUNTERSIGN_OWNER_URL", ""))
    url = settings.owner_url
    embedded = file_of(url) is not None
    if embedded:
        make_data(settings)
    with reaching(url), alone(settings.data) if embedded else nullcontext():
        migrate(url, given.to)
    print(f"The database is at revision {revision(url) or 'base'}.")
    return 0


def check(owner_url: str) -> int:
    """Forth, back and forth again on fresh databases; PostgreSQL too where the owner's URL is one."""
    faults = []
    with TemporaryDirectory() as folder:
        faults += _faults(f"sqlite:///{Path(folder) / 'check.sqlite3'}")
    if owner_url.startswith("postgresql"):
        with _scratch(owner_url) as url:
            faults += _faults(url)
    print("\n".join(faults) or "The migrations go forth and back, and make what the code declares.")
    return 1 if faults else 0


def _faults(url: str) -> list[str]:
    for to in ("head", "base", "head"):
        migrate(url, to)
    kind = make_url(url).get_backend_name()
    with owning(url) as connection:
        missing = wanted_guards(kind) - standing_guards(connection)
    return [f"{kind}: {one}" for one in drift(url)] + [f"{kind}: no guard {name}" for name in sorted(missing)]


@contextmanager
def _scratch(owner_url: str) -> Iterator[str]:
    """A database of its own on the same server, gone afterwards: the configured one is never touched."""
    name = f"countersign_check_{token_hex(4)}"
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT")
    try:
        with reaching(owner_url), engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(owner_url).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
    finally:
        engine.dispose()

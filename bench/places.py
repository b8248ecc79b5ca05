"""The databases a bench runs on: an SQLite file that waits for the disk, and a PostgreSQL that does too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.upkeep.guards import APP
from backend.upkeep.migrating import migrate
from tests.databases import postgres_server


@dataclass
class Place:
    """A migrated database: its name in the table, the URL that serves, the owner's, and a folder beside it."""

    name: str
    url: str
    owner_url: str
    folder: Path


@contextmanager
def sqlite() -> Iterator[Place]:
    """A fresh SQLite file on this disk."""
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        migrate(url)
        yield Place("SQLite FULL", url, url, Path(folder))


@contextmanager
def postgres() -> Iterator[Place | None]:
    """A fresh PostgreSQL database with fsync on; None when there is no server here."""
    server = postgres_server(durable=True)
    if server is None:
        yield None
        return
    owner = server.create_database("countersign_bench")
    migrate(owner)
    with TemporaryDirectory() as folder:
        yield Place("PostgreSQL", owner.replace("postgres@", f"{APP}@", 1), owner, Path(folder))
    server.drop_database("countersign_bench")

"""How a database stands: is it there, at which revision, whose is it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from backend.kernel.ids import Id
from backend.kernel.settings import Settings
from backend.people.tables import organisations
from backend.upkeep import migrations
from backend.upkeep.migrating import migrate, owning
from seeds.stops import Stop

MIGRATIONS = Path(migrations.__file__).parent
DEMO_MARK = 0x64656D6F
"""`PRAGMA application_id` of a demo's database ("demo" in ASCII): its passwords are published."""


def file_of(url: str) -> Path | None:
    """The file of an embedded database, or None for a server's."""
    parts = make_url(url)
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None


def make_data(settings: Settings) -> None:
    """Makes the data directory, for its owner's eyes only."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)


def newest() -> str:
    """The revision this code was written for."""
    (head,) = ScriptDirectory(str(MIGRATIONS)).get_heads()
    return head


def revision(url: str) -> str | None:
    """The revision the database at `url` is at; None for one that is empty or not there yet."""
    file = file_of(url)
    if file is not None and not file.exists():
        return None
    with reaching(url), owning(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Turns a database that does not answer into a sentence."""
    try:
        yield
    except DBAPIError as error:
        where = make_url(url).render_as_string(hide_password=True)
        raise Stop(f"The database {where} could not be reached: {error.orig}".rstrip()) from error


def prepare(settings: Settings) -> None:
    """Makes a new embedded database; refuses one that is behind or ahead of this code.

    An existing database is never changed by serving it: its owner takes a copy and migrates. Raises `Stop`.
    """
    now, wanted = revision(settings.database_url), newest()
    if now is None and file_of(settings.database_url) is not None:
        make_data(settings)
        migrate(settings.database_url)
    elif now != wanted:
        found = "is empty" if now is None else f"is at revision {now}"
        raise Stop(
            f"The database {found} and this code needs {wanted}. Take a copy of it, then run `./run migrate`"
            " (with PostgreSQL, as its owner: set COUNTERSIGN_OWNER_URL)."
        )


def is_demo(url: str) -> bool:
    """Whether the embedded database at `url` is a demo's."""
    file = file_of(url)
    if file is None or not file.exists():
        return False
    with reaching(url), owning(url) as connection:
        return bool(connection.execute(text("PRAGMA application_id")).scalar() == DEMO_MARK)


def organisations_of(settings: Settings) -> dict[str, tuple[Id, str]]:
    """Id and time zone of every organisation, by key. Reads as the owner, whom no policy binds. Raises `Stop`."""
    url = settings.owner_url
    if revision(url) is None:
        raise Stop("There is no database yet. Run `./run migrate` first.")
    with reaching(url), owning(url) as connection:
        if not inspect(connection).has_table(organisations.name):
            raise Stop("This database is not Countersign's.")
        found = connection.execute(text("SELECT org, key, zone FROM organisations ORDER BY key")).all()
    return {row.key: (Id(str(row.org)), row.zone) for row in found}


def with_secret(settings: Settings) -> Settings:
    """The settings with a secret key: the configured one, else the one kept in the data directory since first start."""
    if settings.secret_key:
        return settings
    make_data(settings)
    kept = settings.data / "secret-key"
    if not kept.exists():
        new = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(new, "w") as file:
            file.write(os.urandom(32).hex())
    return replace(settings, secret_key=kept.read_text().strip())

"""Bringing a database to the newest shape, and back, as its owner; guards and estimates are re-applied each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table, create_engine, select, text

from backend.kernel.columns import metadata
from backend.upkeep.estimates import apply_estimates
from backend.upkeep.guards import apply_guards
from backend.upkeep.rebuilding import fill, projections

_HERE = Path(__file__).parent / "migrations"


@contextmanager
def owning(url: str) -> Iterator[Connection]:
    """A transaction of the owner's, for work on the shape of the database."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA foreign_keys = OFF"))  # batch migrations rebuild tables
                connection.commit()
            with connection.begin():
                yield connection
    finally:
        engine.dispose()


def migrate(url: str, to: str = "head") -> None:
    """Brings the database at `url` to revision `to` (`head`, `base`, or a number) and re-applies the guards.

    A database of a newer release than this code is refused by alembic with the revision it does not know.
    """
    with owning(url) as connection:
        config = Config()
        config.set_main_option("script_location", str(_HERE))
        config.attributes["connection"] = connection
        now = _revision(connection)
        if to == "base" or (to != "head" and now is not None and to < now):
            command.downgrade(config, to)
        else:
            command.upgrade(config, to)
        if to == "head":
            apply_guards(connection)
            apply_estimates(connection)
        empty = _empty(connection) if to == "head" and now not in (None, _revision(connection)) else []
    if empty:
        fill(url, empty)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _empty(connection: Connection) -> list[Table]:
    """The projections without a row: new, emptied so as to be stated anew, by going back perhaps, or rightly so."""
    return [table for table in projections() if not connection.execute(select(table.c.org).limit(1)).first()]


def drift(url: str) -> list[str]:
    """What differs between the database at `url` and the tables the code declares; empty when they agree."""
    with owning(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, metadata)]

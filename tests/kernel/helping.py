"""What tests of the log and its tables share: raw looks at rows, and raw hands on them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, select, text

from backend.house import House
from backend.kernel.database import Database
from backend.kernel.entries import ENTRIES, HEAD, Entry, entry_of
from backend.kernel.errors import Refused
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours


def refused(code: str) -> Any:
    """Inside, exactly this refusal is raised."""
    return pytest.raises(Refused, match=f"^{re.escape(code)}$")


def entries(database: Database, org: Id) -> list[Entry]:
    """The whole log of an organisation, in order."""
    with database.reading(org) as tx:
        return [entry_of(row) for row in tx.rows(ENTRIES, after=0, limit=100_000)]


def head(database: Database, org: Id) -> tuple[int, bytes]:
    """The organisation's head: sequence number and hash."""
    with database.reading(org) as tx:
        row = tx.one(HEAD)
        return row.seq, bytes(row.hash)


def rows_of(database: Database, org: Id, table: Any, *conditions: Any) -> list[Any]:
    """Every row of one organisation in a table, as the serving role sees them."""
    with database.reading(org) as tx:
        return tx.rows(Prepared(select(table).where(ours(table), *conditions)))


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _as_the_house_does(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA foreign_keys = ON")

    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def serving(house: House, org: Id | None) -> Iterator[Connection]:
    """A raw connection as the role that serves, for one organisation, undone at the end."""
    with _connection(house.settings.database_url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL app.org = '{org or ''}'"))
        yield connection
        connection.rollback()


@contextmanager
def owning(house: House) -> Iterator[Connection]:
    """A raw connection as the owner; what is done inside is kept."""
    with _connection(house.settings.owner_url) as connection, connection.begin():
        yield connection

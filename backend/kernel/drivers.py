"""What the house asks of a database's own driver, and where such drivers come from."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import psycopg
from sqlalchemy import Dialect, Engine, PoolProxiedConnection
from sqlalchemy.exc import TimeoutError

from backend.kernel.errors import busy
from backend.kernel.ids import Id


class Clash(Exception):
    """A key is taken already; for the one caller that expects it."""


class Driver(Protocol):
    """One connection, for one transaction. A `spoilt` one is not to be used again."""

    spoilt: bool

    def begin(self, org: Id | None, *, write: bool) -> None:
        """Opens the transaction for one organisation."""

    def stand_as(self, person: Id) -> None:
        """Names whoever acts, for the policies by person."""

    def run(self, given: Sequence[Any]) -> list[list[Any]]:
        """Runs prepared statements in order; the rows of each. Passing trouble is raised as `busy` or `storage.full`,
        a key that is taken as `Clash`.
        """

    def raw(self, sql: str) -> list[Any]:
        """Runs a statement of upkeep's own, as text; its rows."""

    def commit(self) -> None:
        """Keeps it."""

    def rollback(self) -> None:
        """Undoes it."""


def connected(engine: Engine) -> PoolProxiedConnection:
    """A connection from the pool. Raises `busy` when none can be had: all are in use, or the database is down."""
    try:
        return engine.raw_connection()
    except (TimeoutError, sqlite3.OperationalError, psycopg.OperationalError) as trouble:
        raise busy() from trouble


class Source:
    """A pool of connections, and the driver that knows what to do with them."""

    def __init__(self, engine: Engine, drive: Callable[[Any, Dialect], Driver]) -> None:
        self._engine = engine
        self._drive = drive
        self.dialect = engine.dialect

    @contextmanager
    def driver(self) -> Iterator[Driver]:
        """A driver on a pooled connection. Raises `busy` when none can be had."""
        pooled = connected(self._engine)
        driver = self._drive(pooled.driver_connection, self.dialect)
        try:
            yield driver
        except psycopg.OperationalError as trouble:
            driver.spoilt = True
            raise busy() from trouble
        finally:
            if driver.spoilt:
                pooled.invalidate()
            pooled.close()

    def writer(self) -> AbstractContextManager[Driver]:
        """A driver for writing. Leaves only once what it kept is durable."""
        return self.driver()

    def close(self) -> None:
        """Closes the pool."""
        self._engine.dispose()

"""The two databases as the house drives them: SQLite's and PostgreSQL's own drivers under SQLAlchemy's pool.

A driver runs prepared statements on one pooled connection. Failures of passing trouble become `busy` or `full`; a
broken constraint becomes `Clash`, for the one caller that expects it.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol

import psycopg
from psycopg.pq import ExecStatus
from psycopg.types.string import TextLoader
from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.exc import OperationalError, TimeoutError

from backend.kernel.errors import Refused, busy, full
from backend.kernel.fair import FairLock
from backend.kernel.ids import Id, is_id

BUSY_MILLISECONDS = 10_000


class Clash(Exception):
    """A key or another constraint of the database said no."""


class Driver(Protocol):
    """One connection, for one transaction."""

    def begin(self, org: Id | None, *, write: bool) -> None:
        """Opens the transaction for one organisation."""

    def run(self, given: Sequence[Any]) -> list[list[Any]]:
        """Runs the statements in order; the rows of each."""

    def raw(self, sql: str) -> list[Any]:
        """Runs a statement of upkeep's own, as text; its rows."""

    def commit(self) -> None:
        """Makes it durable."""

    def rollback(self) -> None:
        """Undoes it."""


class Source:
    """A pool of connections, and the driver that knows what to do with them."""

    def __init__(self, engine: Engine, drive: Callable[[Any, Dialect], Driver], lock: FairLock | None) -> None:
        self._engine = engine
        self._drive = drive
        self._lock = lock
        self.dialect = engine.dialect

    @contextmanager
    def driver(self) -> Iterator[Driver]:
        """A driver on a pooled connection. Raises `busy` when none can be had."""
        try:
            pooled = self._engine.raw_connection()
        except (OperationalError, TimeoutError) as trouble:
            raise busy() from trouble
        try:
            yield self._drive(pooled.driver_connection, self.dialect)
        except psycopg.OperationalError as trouble:
            pooled.invalidate()
            raise busy() from trouble
        finally:
            pooled.close()

    def turn(self) -> AbstractContextManager[None]:
        """The writer's turn, where writers take turns."""
        return self._lock.turn() if self._lock else nullcontext()

    def close(self) -> None:
        """Closes the pool."""
        self._engine.dispose()


def source(url: str, pool: int) -> Source:
    """The database at `url` (`sqlite:///path` or `postgresql+psycopg://...`)."""
    engine = create_engine(url, pool_size=pool, max_overflow=pool, pool_timeout=10, pool_reset_on_return=None)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        return Source(engine, SqliteDriver, FairLock())
    event.listen(engine, "connect", _prepare_postgres)
    return Source(engine, PostgresDriver, None)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # NORMAL loses acknowledged sign-offs when the power goes
        "wal_autocheckpoint = 4000",  # 16 MiB: pages that change often are copied back once, not a hundred times
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else INSERT OR REPLACE slips past the delete triggers
        f"busy_timeout = {BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgres(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.autocommit = True
    connection.prepare_threshold = 1
    connection.adapters.register_loader("uuid", TextLoader)


class SqliteDriver:
    """SQLite: a bare keyed look-up takes some ten microseconds, so statements simply run one after the other."""

    def __init__(self, connection: sqlite3.Connection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    def begin(self, org: Id | None, *, write: bool) -> None:
        """Opens the transaction; writing begins IMMEDIATE, since read-then-write fails at once when another wrote."""
        with _sqlite_trouble():
            self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")

    def run(self, given: Sequence[Any]) -> list[list[Any]]:
        """Runs the statements in order; the rows of each."""
        found = []
        with _sqlite_trouble():
            for statement, params in given:
                form = statement.form(self._dialect)
                cursor = self._connection.execute(form.sql, form.bound(params))
                found.append(form.rows(cursor.fetchall()) if form.row else [])
        return found

    def raw(self, sql: str) -> list[Any]:
        """Runs a statement of upkeep's own, as text; its rows."""
        return self._connection.execute(sql).fetchall()

    def commit(self) -> None:
        """Makes it durable (WAL with synchronous=FULL)."""
        with _sqlite_trouble():
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Undoes it. After 'disk full' SQLite has rolled back by itself, and its own ROLLBACK would raise."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


@contextmanager
def _sqlite_trouble() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise Clash(str(error)) from error
    except sqlite3.OperationalError as error:
        raise _sqlite_refusal(error) from error


def _sqlite_refusal(error: sqlite3.OperationalError) -> Refused | sqlite3.OperationalError:
    if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT):
        return busy()
    if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
        return full()
    return error


class PostgresDriver:
    """PostgreSQL: a round trip costs more than a statement, so several go out in one pipeline."""

    def __init__(self, connection: psycopg.Connection[Any], dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    def begin(self, org: Id | None, *, write: bool) -> None:
        """Opens the transaction and names its organisation, for the policies, in one round trip."""
        if org is not None and not is_id(org):
            raise ValueError("an organisation is named by its id")
        how = "" if write else " ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self._plainly(f"BEGIN{how}; SET LOCAL app.org = '{org or ''}'".encode())

    def run(self, given: Sequence[Any]) -> list[list[Any]]:
        """Runs the statements in order; the rows of each."""
        with _postgres_trouble():
            if len(given) == 1:
                return [self._fetch(*self._send(*given[0]))]
            with self._connection.pipeline():
                sent = [self._send(statement, params) for statement, params in given]
            return [self._fetch(*one) for one in sent]

    def _send(self, statement: Any, params: Any) -> tuple[Any, Any]:
        form = statement.form(self._dialect)
        return form, self._connection.execute(form.sql, form.bound(params))

    def _fetch(self, form: Any, cursor: Any) -> list[Any]:
        return form.rows(cursor.fetchall()) if form.row else []

    def raw(self, sql: str) -> list[Any]:
        """Runs a statement of upkeep's own, as text; its rows."""
        cursor = self._connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []

    def commit(self) -> None:
        """Makes it durable."""
        self._plainly(b"COMMIT")

    def rollback(self) -> None:
        """Undoes it; a connection that broke has nothing left to undo."""
        if not self._connection.closed:
            self._plainly(b"ROLLBACK")

    def _plainly(self, sql: bytes) -> None:
        # Straight through libpq: a cursor for each BEGIN and COMMIT would cost as much as the statements between.
        connection = self._connection.pgconn
        result = connection.exec_(sql)
        if result.status != ExecStatus.COMMAND_OK:
            raise psycopg.OperationalError(result.error_message.decode(errors="replace"))


@contextmanager
def _postgres_trouble() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        raise Clash(str(error)) from error
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as error:
        raise busy() from error
    except psycopg.errors.DiskFull as error:
        raise full() from error

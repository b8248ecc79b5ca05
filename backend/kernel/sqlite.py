"""SQLite: one file, one writer at a time, and writers that wait commit together."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Event
from typing import Any

from sqlalchemy import Dialect, Engine, event

from backend.kernel.drivers import Clash, Driver, Source, connected
from backend.kernel.errors import Refused, busy, full
from backend.kernel.fair import FairLock
from backend.kernel.ids import Id

BUSY_MILLISECONDS = 10_000
MOST_TOGETHER = 16
UNIQUE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
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


class SqliteDriver:
    """SQLite: a bare keyed look-up takes some ten microseconds, so statements simply run one after the other."""

    spoilt = False

    def __init__(self, connection: sqlite3.Connection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    def begin(self, org: Id | None, *, write: bool) -> None:
        """Opens the transaction; writing begins IMMEDIATE, since read-then-write fails at once when another wrote."""
        with _trouble():
            self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")

    def stand_as(self, person: Id) -> None:
        """Nothing: SQLite has no policies, and every statement names whose rows it wants."""

    def run(self, given: Sequence[Any]) -> list[list[Any]]:
        """Runs the statements in order; the rows of each."""
        found = []
        with _trouble():
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
        with _trouble():
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Undoes it. After 'disk full' SQLite has rolled back by itself, and its own ROLLBACK would raise."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


@contextmanager
def _trouble() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode not in UNIQUE:
            raise
        raise Clash(str(error)) from error
    except sqlite3.OperationalError as error:
        raise _refusal(error) from error


def _refusal(error: sqlite3.OperationalError) -> Refused | sqlite3.OperationalError:
    if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT):
        return busy()
    if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
        return full()
    return error


class _Group:
    """Writers whose work becomes durable with one commit."""

    def __init__(self) -> None:
        self.size = 0
        self._done = Event()
        self._trouble: Refused | None = None

    def finish(self, connection: sqlite3.Connection) -> None:
        """Commits for all of them, and lets them go on."""
        try:
            if not connection.in_transaction:  # 'disk full' undid everything, the others' work too
                raise full()
            with _trouble():
                connection.execute("COMMIT")
        except Refused as trouble:
            self._trouble = trouble
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        finally:
            self._done.set()

    def wait(self) -> None:
        """Returns when the work is durable. Raises `busy` or `storage.full` when it is not kept after all."""
        self._done.wait()
        if self._trouble is not None:
            raise self._trouble


class _Member(SqliteDriver):
    """One writer's part of a group's transaction: a savepoint, kept or undone by itself."""

    kept = False

    def begin(self, org: Id | None, *, write: bool) -> None:
        """Opens the group's transaction if it is the first, and a savepoint of its own."""
        if not self._connection.in_transaction:
            super().begin(org, write=True)
        self._connection.execute("SAVEPOINT act")

    def commit(self) -> None:
        """Keeps it for the group's commit."""
        with _trouble():
            self._connection.execute("RELEASE act")
        self.kept = True

    def rollback(self) -> None:
        """Undoes this writer's part alone."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO act")
            self._connection.execute("RELEASE act")


class Convoy:
    """The writers of one process, one after the other on one connection.

    Waiting for the disk is most of what a small commit costs. So whoever is done while others wait leaves the
    transaction open, lets the next one go on in it, and waits until the last of them commits for all. Each writer's
    part stands in a savepoint; nobody is answered before the commit.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = FairLock()
        self._connection: Any = None
        self._group = _Group()

    @contextmanager
    def writer(self) -> Iterator[Driver]:
        """A driver for one writer, in its turn. Leaves when what it kept is durable; raises when it is not."""
        with ExitStack() as after, self._lock.turn():
            group = self._group
            member = _Member(self._open(), self._engine.dialect)
            after.callback(lambda: group.wait() if member.kept else None)
            group.size += 1
            try:
                yield member
            finally:
                self._finish_unless_others_wait(group)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connected(self._engine)
        connection: sqlite3.Connection = self._connection.driver_connection
        return connection

    def _finish_unless_others_wait(self, group: _Group) -> None:
        if self._lock.has_waiters() and group.size < MOST_TOGETHER:
            return
        self._group = _Group()
        group.finish(self._open())

    def close(self) -> None:
        """Gives the connection back."""
        with self._lock.turn():
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class SqliteSource(Source):
    """Connections to an SQLite file, and the one convoy of this process's writers."""

    def __init__(self, engine: Engine) -> None:
        event.listen(engine, "connect", _prepare)
        super().__init__(engine, SqliteDriver)
        self._convoy = Convoy(engine)

    def writer(self) -> AbstractContextManager[Driver]:
        """A driver for writing, when its turn has come. Leaves only once what it kept is durable."""
        return self._convoy.writer()

    def close(self) -> None:
        """Closes the pool and the convoy's connection."""
        self._convoy.close()
        super().close()

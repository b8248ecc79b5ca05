"""The database: `reading()` and `writing()` transactions. The only place that begins, commits or rolls back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from threading import Event, local
from typing import Any

from sqlalchemy import create_engine

from backend.kernel.clock import Clock, day_in
from backend.kernel.drivers import Driver
from backend.kernel.errors import Refused
from backend.kernel.ids import Id
from backend.kernel.postgres import postgres_source
from backend.kernel.prepared import Prepared, Row
from backend.kernel.sqlite import SqliteSource

Given = tuple[Prepared, Mapping[str, Any]]


class Tx:
    """One transaction, of one organisation (or of none, for what comes before signing in).

    `now` is the one instant of everything that happens in it; whoever waits for a lock takes it anew. `memo` keeps
    what an act has read, so that nothing is read twice. `statements` counts what was sent to the database. `rebuilding`
    says that entries are told again from the log: applies then write rows, and sums are stated once at the end.
    `rings` says that it leaves something to be done, for which the database's bell is rung once it is kept.
    """

    def __init__(self, database: "Database", driver: Driver, org: Id | None) -> None:
        self.database = database
        self.org = org
        self.now: datetime = database.clock()
        self.memo: dict[Any, Any] = {}
        self.statements = 0
        self.rebuilding = False
        self.rings = False
        self._driver = driver
        self._queue: list[Given] = []

    @property
    def tenant(self) -> Id:
        """The organisation, for what is done only inside one."""
        if self.org is None:
            raise ValueError("this transaction is of no organisation")
        return self.org

    def today(self, zone: str) -> date:
        """The day it is in `zone`."""
        return day_in(zone, self.now)

    def stand_as(self, person: Id) -> None:
        """From here on the rows that are one person's alone are read as that person's: policies on PostgreSQL ask."""
        self._driver.stand_as(person)

    def rows(self, statement: Prepared, /, **params: Any) -> list[Row]:
        """All rows of `statement`."""
        return self.batch((statement, params))[0]

    def first(self, statement: Prepared, /, **params: Any) -> Row | None:
        """The first row of `statement`, or None."""
        found = self.rows(statement, **params)
        return found[0] if found else None

    def one(self, statement: Prepared, /, **params: Any) -> Row:
        """The only row of `statement`."""
        (row,) = self.rows(statement, **params)
        return row

    def batch(self, *given: Given) -> list[list[Row]]:
        """The rows of several statements, run in this order; on PostgreSQL in one round trip."""
        waiting, self._queue = self._queue, []
        self.statements += len(waiting) + len(given)
        found = self._driver.run([self._with_own(one) for one in (*waiting, *given)])
        return found[len(waiting) :]

    def put(self, statement: Prepared, /, **params: Any) -> None:
        """Queues a statement whose rows nobody needs; it is sent with the next one that is read, or at the end."""
        self._queue.append((statement, params))

    def flush(self) -> None:
        """Sends what is queued."""
        if self._queue:
            self.batch()

    def _with_own(self, given: Given) -> Given:
        statement, params = given
        return statement, {**params, "tenant": self.org, "now": self.now}


class Database:
    """Where organisations' rows live: an SQLite file, or PostgreSQL.

    `applies` maps an entry's kind to the functions that keep the tables in step with the log, in floor order. `bell`
    wakes whoever does in this process what a transaction left to be done.
    """

    def __init__(self, url: str, clock: Clock, applies: Mapping[str, Any], pool: int = 8) -> None:
        self.clock = clock
        self.applies = applies
        self.bell = Event()
        engine = create_engine(url, pool_size=pool, max_overflow=pool, pool_timeout=10, pool_reset_on_return=None)
        self._source = SqliteSource(engine) if engine.dialect.name == "sqlite" else postgres_source(engine)
        self._mine = local()
        self.dialect = self._source.dialect

    @contextmanager
    def reading(self, org: Id | None) -> Iterator[Tx]:
        """A transaction that sees one state of the data and changes nothing."""
        with self._source.driver() as driver:
            driver.begin(org, write=False)
            try:
                yield Tx(self, driver, org)
            finally:
                driver.rollback()

    @contextmanager
    def writing(self, org: Id | None) -> Iterator[Tx]:
        """A transaction that is kept whole or not at all.

        A `RecordedRefused` keeps what was written before it; anything else raised inside undoes everything. One opened
        inside another would wait for itself, or see half: that raises `RuntimeError`.
        """
        with self._only_one(), self._source.writer() as driver:
            driver.begin(org, write=True)
            tx = Tx(self, driver, org)
            try:
                yield tx
                tx.flush()
            except Refused as refused:
                if not refused.recorded:
                    driver.rollback()
                    raise
                tx.flush()
                driver.commit()
                raise
            except BaseException:
                driver.rollback()
                raise
            driver.commit()
        if tx.rings:
            self.bell.set()

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        if getattr(self._mine, "is_writing", False):
            raise RuntimeError("a writing transaction was opened inside another")
        self._mine.is_writing = True
        try:
            yield
        finally:
            self._mine.is_writing = False

    @contextmanager
    def alone(self) -> Iterator[Driver]:
        """A driver outside any transaction, for upkeep, which begins and undoes its own."""
        with self._source.driver() as driver:
            yield driver

    def ready(self) -> None:
        """Raises `busy` unless the database answers."""
        with self._source.driver() as driver:
            driver.begin(None, write=False)
            driver.rollback()

    def close(self) -> None:
        """Gives every connection back."""
        self._source.close()

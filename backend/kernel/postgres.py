"""PostgreSQL: row locks and policies, and as few round trips as there can be."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import ExecStatus
from psycopg.types.string import TextLoader
from sqlalchemy import Dialect, Engine, event

from backend.kernel.drivers import Clash, Source
from backend.kernel.errors import busy, full
from backend.kernel.ids import Id, is_id

LIMIT = "limit"
"""The parameter by which lists are told how many rows to give."""


def postgres_source(engine: Engine) -> Source:
    """Connections to PostgreSQL."""
    event.listen(engine, "connect", _prepare)
    return Source(engine, PostgresDriver)


def _prepare(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.autocommit = True
    connection.prepare_threshold = 1
    connection.adapters.register_loader("uuid", TextLoader)


class PostgresDriver:
    """PostgreSQL: a round trip costs more than a statement, so several go out in one pipeline."""

    def __init__(self, connection: psycopg.Connection[Any], dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect
        self.spoilt = False

    def begin(self, org: Id | None, *, write: bool) -> None:
        """Opens the transaction and names its organisation, for the policies, in one round trip."""
        if org is not None and not is_id(org):
            raise ValueError("an organisation is named by its id")
        how = "" if write else " ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self._plainly(f"BEGIN{how}; SET LOCAL app.org = '{org or ''}'".encode())

    def stand_as(self, person: Id) -> None:
        """Names whoever acts, for the policies by person, until the transaction is over."""
        if not is_id(person):
            raise ValueError("a person is named by their id")
        self._plainly(f"SET LOCAL app.person = '{person}'".encode())

    def run(self, given: Sequence[Any]) -> list[list[Any]]:
        """Runs the statements in order; the rows of each."""
        with _trouble():
            if len(given) == 1:
                return [self._fetch(*self._send(*given[0]))]
            return self._together(given)

    def _together(self, given: Sequence[Any]) -> list[list[Any]]:
        try:
            with self._connection.pipeline():
                sent = [self._send(statement, params) for statement, params in given]
        except psycopg.Error:
            # What fails in a pipeline takes the preparing of later statements with it, and the driver keeps no account.
            self.spoilt = True
            raise
        return [self._fetch(*one) for one in sent]

    def _send(self, statement: Any, params: Any) -> tuple[Any, Any]:
        form = statement.form(self._dialect)
        values = form.bound(params)
        sql = form.sql
        if LIMIT in values:
            # Written out: a plan made for any limit takes a page for a tenth of all rows, and walks or sorts those.
            sql = sql.replace(f"%({LIMIT})s", str(int(values.pop(LIMIT))))
        return form, self._connection.execute(sql, values)

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
def _trouble() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        raise Clash(str(error)) from error
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as error:
        raise busy() from error
    except psycopg.errors.DiskFull as error:
        raise full() from error

"""Rebuilding projections from the log, into temporary tables that shadow the real ones by name.

On a connection of their own, which must be the owner's. Source: style, idea 1; decisions, Database (CREATE TEMP TABLE
shadows the real one, without its guards).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Table

from backend.house import APPLIES
from backend.kernel.clock import Clock, system_clock
from backend.kernel.columns import metadata
from backend.kernel.database import Database, Tx
from backend.kernel.drivers import Driver
from backend.kernel.entries import ENTRIES, Entry, entry_of
from backend.kernel.ids import Id
from backend.readiness.following import state_all
from backend.reviews.due import restate_all_due
from backend.signoff.standing import restate_all

AT_ONCE = 500


def projections() -> list[Table]:
    """The tables that the log can rebuild, in an order in which they may be filled."""
    return [table for table in metadata.sorted_tables if table.info.get("projection")]


def schemas(dialect: str) -> tuple[str, str]:
    """Where the shadows are, and where the real tables."""
    return ("temp", "main") if dialect == "sqlite" else ("pg_temp", "public")


def make_shadows(driver: Driver, dialect: str) -> None:
    """An empty shadow of every projection, found by the same columns: a rebuild of a long log would otherwise walk a
    whole table for each entry.
    """
    _, real = schemas(dialect)
    for table in projections():
        driver.raw(f"CREATE TEMP TABLE {table} AS SELECT * FROM {real}.{table} WHERE 1 = 0")
        for number, columns in enumerate(_read_by(table)):
            on = f"temp.shadow_{table}_{number} ON {table}" if dialect == "sqlite" else f"ON pg_temp.{table}"
            driver.raw(f"CREATE {'' if number else 'UNIQUE '}INDEX {on} ({columns})")


def _read_by(table: Table) -> list[str]:
    """The columns of its key, which rows are counted up by, and then those of its indexes."""
    found = [table.primary_key.columns, *(index.columns for index in table.indexes)]
    return list(dict.fromkeys(", ".join(column.name for column in columns) for columns in found))


def organisations(driver: Driver) -> list[Id]:
    """Every organisation that has a log."""
    return [org for (org,) in driver.raw("SELECT org FROM heads ORDER BY org")]


def entries_of(tx: Tx) -> Iterator[Entry]:
    """The whole log, in order."""
    after = 0
    while rows := tx.rows(ENTRIES, after=after, limit=AT_ONCE):
        yield from map(entry_of, rows)
        after = rows[-1].seq


def replay(tx: Tx, entries: Iterable[Entry]) -> None:
    """Fills the shadows from a log."""
    tx.rebuilding = True
    for entry in entries:
        tx.now = entry.at
        for apply in APPLIES[entry.kind]:
            apply(tx, replace(entry, seq=0, hash=b""))
    restate_all(tx)
    restate_all_due(tx)
    state_all(tx)
    tx.flush()


def fill(url: str, tables: Iterable[Table], clock: Clock = system_clock) -> None:
    """Fills `tables`, projections in their order, from what the log holds; rows that an organisation has there stay."""
    names = [str(table) for table in tables]
    database = Database(url, clock, APPLIES, pool=1)
    try:
        with database.alone() as driver:
            make_shadows(driver, database.dialect.name)
            shadow, real = schemas(database.dialect.name)
            for org in organisations(driver):
                driver.begin(org, write=True)
                tx = Tx(database, driver, org)
                replay(tx, list(entries_of(tx)))
                for name in names:
                    if not driver.raw(f"SELECT 1 FROM {real}.{name} WHERE org = '{org}' LIMIT 1"):
                        driver.raw(f"INSERT INTO {real}.{name} SELECT * FROM {shadow}.{name}")
                for table in projections():
                    driver.raw(f"DELETE FROM {shadow}.{table}")
                driver.commit()
    finally:
        database.close()

"""Verifying an organisation's data: the chain, the seals, the guards, every table against a rebuild from the log, and
the files that it names.

Tables are rebuilt into temporary ones that shadow the real by name, on a connection of their own, in a transaction
that is undone. Source: style, idea 1; trust, Ledger and S21.
"""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Table

from backend.house import APPLIES
from backend.kernel.canonical import GENESIS, canonical, commit, link, seal
from backend.kernel.clock import Clock, stamp, system_clock
from backend.kernel.columns import metadata
from backend.kernel.database import Database, Tx
from backend.kernel.drivers import Driver
from backend.kernel.entries import ENTRIES, HEAD, SAID, SIGNER, Entry, entry_of
from backend.kernel.files import Files
from backend.kernel.ids import Id
from backend.readiness.following import state_all
from backend.reviews.due import restate_all_due
from backend.signoff.standing import restate_all
from backend.upkeep.guards import standing_guards, wanted_guards
from backend.upkeep.looking_at_files import lost_files
from backend.upkeep.migrating import owning

AT_ONCE = 500


def verify(
    url: str, clock: Clock = system_clock, organisation: Id | None = None, files: Files | None = None
) -> list[str]:
    """What is wrong with the database at `url` (as its owner), in sentences; empty when nothing is.

    All organisations are looked at, or the one that is named; and the files in `files`, where that is given.
    """
    findings = _guards(url)
    database = Database(url, clock, APPLIES, pool=1)
    try:
        with database.alone() as driver:
            _make_shadows(driver, database.dialect.name)
            all_of_them = [org for (org,) in driver.raw("SELECT org FROM heads ORDER BY org")]
            for org in [organisation] if organisation else all_of_them:
                found = _organisation(database, driver, org, files)
                findings += [f"organisation {org}: {finding}" for finding in found]
    finally:
        database.close()
    return findings


def _guards(url: str) -> list[str]:
    with owning(url) as connection:
        missing = wanted_guards(connection.dialect.name) - standing_guards(connection)
    return [f"the guard {name} does not stand" for name in sorted(missing)]


def projections() -> list[Table]:
    """The tables that the log can rebuild, in an order in which they may be filled."""
    return [table for table in metadata.sorted_tables if table.info.get("projection")]


def _make_shadows(driver: Driver, dialect: str) -> None:
    for table in projections():
        like = f"AS SELECT * FROM main.{table}" if dialect == "sqlite" else f"AS SELECT * FROM public.{table}"
        driver.raw(f"CREATE TEMP TABLE {table} {like} WHERE 1 = 0")
        for number, columns in enumerate(_read_by(table)):
            on = f"temp.shadow_{table}_{number} ON {table}" if dialect == "sqlite" else f"ON pg_temp.{table}"
            driver.raw(f"CREATE INDEX {on} ({columns})")


def _read_by(table: Table) -> list[str]:
    """By what its rows are found: a rebuild of a long log would otherwise walk the whole table for each entry."""
    found = [table.primary_key.columns, *(index.columns for index in table.indexes)]
    return sorted({", ".join(column.name for column in columns) for columns in found})


def _organisation(database: Database, driver: Driver, org: Id, files: Files | None) -> Iterator[str]:
    driver.begin(org, write=False)
    try:
        tx = Tx(database, driver, org)
        entries = list(_entries(tx))
        yield from _chain(tx, entries)
        yield from _rebuilt(tx, driver, entries)
        yield from lost_files(tx, files) if files else ()
    finally:
        driver.rollback()


def _entries(tx: Tx) -> Iterator[Entry]:
    after = 0
    while rows := tx.rows(ENTRIES, after=after, limit=AT_ONCE):
        yield from map(entry_of, rows)
        after = rows[-1].seq


def _chain(tx: Tx, entries: list[Entry]) -> Iterator[str]:
    previous = GENESIS
    for seq, entry in enumerate(entries, 1):
        if entry.seq != seq:
            yield f"entry {seq} is missing"
            return
        yield from (f"entry {seq}: {finding}" for finding in _entry(entry, previous))
        previous = entry.hash
    head = tx.one(HEAD)
    if (head.seq, bytes(head.hash)) != (len(entries), previous):
        yield f"the head says {head.seq} entries, the log has {len(entries)}, or their hashes differ"


def _entry(entry: Entry, previous: bytes) -> Iterator[str]:
    content, attestation = entry.content, entry.attestation
    if commit(content, attestation) != entry.commitment:
        yield "its facts were changed after it was written"
    if link(previous, entry.commitment) != entry.hash:
        yield "it does not follow from the entry before"
    columns = (entry.kind, entry.actor, entry.subject, stamp(entry.at))
    if columns != (content["kind"], content["actor"], content["subject"], attestation["at"]):
        yield "its columns do not say what its facts say"
    for part, words, sealed in ((SAID, entry.words, content["words"]), (SIGNER, entry.signer, attestation["signer"])):
        nonce = entry.nonces[part]
        if words is not None and (nonce is None or seal(nonce, words) != sealed):
            yield f"its words ({part}) were changed after it was written"


def _rebuilt(tx: Tx, driver: Driver, entries: list[Entry]) -> Iterator[str]:
    tx.rebuilding = True
    for entry in entries:
        tx.now = entry.at
        for apply in APPLIES[entry.kind]:
            apply(tx, replace(entry, seq=0, hash=b""))
    restate_all(tx)
    state_all(tx)
    restate_all_due(tx)
    tx.flush()
    for table in projections():
        yield from _compared(driver, table, tx)


def _compared(driver: Driver, table: Table, tx: Tx) -> Iterator[str]:
    schemas = ("temp", "main") if tx.database.dialect.name == "sqlite" else ("pg_temp", "public")
    rows = [f"SELECT * FROM {schema}.{table} WHERE org = '{tx.org}'" for schema in schemas]
    for meaning, one, other in (("wants", *rows), ("has too much", *reversed(rows))):
        for row in driver.raw(f"{one} EXCEPT {other}"):
            yield f"{table} {meaning} {canonical([str(value) for value in row]).decode()}"

"""Verifying an organisation's data: the chain, the seals, the guards, every table against a rebuild from the log, and
the files that it names.

Tables are rebuilt into shadows (`rebuilding.py`), in a transaction that is undone. Source: style, idea 1; trust, Ledger
and S21.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import Table

from backend.house import APPLIES
from backend.kernel.canonical import GENESIS, canonical, commit, link, seal
from backend.kernel.clock import Clock, stamp, system_clock
from backend.kernel.database import Database, Tx
from backend.kernel.drivers import Driver
from backend.kernel.entries import HEAD, SAID, SIGNER, Entry
from backend.kernel.files import Files
from backend.kernel.ids import Id
from backend.upkeep.guards import standing_guards, wanted_guards
from backend.upkeep.looking_at_files import lost_files
from backend.upkeep.migrating import owning
from backend.upkeep.rebuilding import entries_of, make_shadows, organisations, projections, replay, schemas


def verify(url: str, clock: Clock = system_clock, only: Collection[Id] = (), files: Files | None = None) -> list[str]:
    """What is wrong with the database at `url` (as its owner), in sentences; empty when nothing is.

    All organisations are looked at, or those that are named; and the files in `files`, where that is given.
    """
    findings = _guards(url)
    database = Database(url, clock, APPLIES, pool=1)
    try:
        with database.alone() as driver:
            make_shadows(driver, database.dialect.name)
            for org in only or organisations(driver):
                found = _organisation(database, driver, org, files)
                findings += [f"organisation {org}: {finding}" for finding in found]
    finally:
        database.close()
    return findings


def _guards(url: str) -> list[str]:
    with owning(url) as connection:
        missing = wanted_guards(connection.dialect.name) - standing_guards(connection)
    return [f"the guard {name} does not stand" for name in sorted(missing)]


def _organisation(database: Database, driver: Driver, org: Id, files: Files | None) -> Iterator[str]:
    driver.begin(org, write=False)
    try:
        tx = Tx(database, driver, org)
        entries = list(entries_of(tx))
        yield from _chain(tx, entries)
        yield from _rebuilt(tx, driver, entries)
        yield from lost_files(tx, files) if files else ()
    finally:
        driver.rollback()


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
    replay(tx, entries)
    for table in projections():
        yield from _compared(driver, table, tx)


def _compared(driver: Driver, table: Table, tx: Tx) -> Iterator[str]:
    places = schemas(tx.database.dialect.name)
    rows = [f"SELECT * FROM {schema}.{table} WHERE org = '{tx.org}'" for schema in places]
    for meaning, one, other in (("wants", *rows), ("has too much", *reversed(rows))):
        for row in driver.raw(f"{one} EXCEPT {other}"):
            yield f"{table} {meaning} {canonical([str(value) for value in row]).decode()}"

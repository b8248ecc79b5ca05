"""Transactions: kept whole or not at all, one instant, one organisation."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import bindparam, select, update

from backend.kernel.database import Database, Tx
from backend.kernel.drivers import Clash
from backend.kernel.errors import Kind, RecordedRefused, Refusal, Refused
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.people.tables import areas
from tests.conftest import Clock
from tests.kernel.helping import rows_of
from tests.world import World

# Declared beside the catalogue, so that the documentation does not list what only these tests raise.
no = Refusal("test.no", Kind.CONFLICT, "No.")
ADD = put(areas, "id", "name")
NAMES = Prepared(select(areas.c.name).where(ours(areas)).order_by(areas.c.name))
RENAME = Prepared(update(areas).where(ours(areas)).values(name=bindparam("new_name")))


def names(world: World) -> set[str]:
    return {row.name for row in rows_of(world.maker.database, world.org, areas)}


def add(tx: Tx, name: str) -> None:
    tx.put(ADD, id=new_id(), name=name)


def test_what_is_written_is_kept_when_nothing_is_raised(world: World) -> None:
    with world.maker.database.writing(world.org) as tx:
        add(tx, "East")
    assert names(world) == {"North", "South", "East"}


def write_and_raise(world: World, error: BaseException) -> None:
    """Writes one area and sends it, queues another, and raises."""
    with world.maker.database.writing(world.org) as tx:
        add(tx, "East")
        tx.flush()
        add(tx, "West")
        raise error


@pytest.mark.parametrize("error", [no(), ValueError("a mistake of ours"), KeyboardInterrupt()], ids=type)
def test_a_refusal_and_every_other_error_undo_everything(world: World, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write_and_raise(world, error)
    assert names(world) == {"North", "South"}


def test_a_recorded_refusal_keeps_what_was_written_before_it_and_is_still_raised(world: World) -> None:
    with pytest.raises(RecordedRefused, match=r"^test\.no$"):
        write_and_raise(world, no.recorded())
    assert names(world) == {"North", "South", "East", "West"}


def write_twice(world: World) -> None:
    with world.maker.database.writing(world.org) as tx:
        add(tx, "East")
        tx.put(ADD, id=world.area_id, name="North again")


def test_a_failure_while_sending_the_last_of_it_undoes_everything(world: World) -> None:
    with pytest.raises(Clash):
        write_twice(world)
    assert names(world) == {"North", "South"}


def test_the_connection_serves_the_next_transaction_after_a_failure(world: World) -> None:
    for _ in range(40):  # more often than the pool has connections
        with pytest.raises(Refused):
            write_and_raise(world, no())
    with world.maker.database.writing(world.org) as tx:
        add(tx, "West")
    assert names(world) == {"North", "South", "West"}


def test_reading_keeps_nothing(world: World) -> None:
    with suppress(ReadOnlySqlTransaction), world.maker.database.reading(world.org) as tx:  # SQLite writes and undoes it
        tx.rows(ADD, id=new_id(), name="East")
    assert names(world) == {"North", "South"}


def test_reading_sees_one_state_of_the_data_from_its_first_look_on(world: World) -> None:
    with world.maker.database.reading(world.org) as tx:
        before = tx.rows(NAMES)
        writer = Thread(target=world.maker.area, args=["East"])
        writer.start()
        writer.join(10)
        assert tx.rows(NAMES) == before
    assert names(world) == {"North", "South", "East"}


def test_a_transaction_sees_its_own_writes_and_nobody_else_does_before_the_end(world: World) -> None:
    database = world.maker.database
    with database.writing(world.org) as tx:
        add(tx, "East")
        assert [row.name for row in tx.rows(NAMES)] == ["East", "North", "South"]
        assert names(world) == {"North", "South"}


def test_writing_inside_writing_is_a_mistake_of_ours_and_raises(world: World) -> None:
    database = world.maker.database
    with database.writing(world.org), pytest.raises(RuntimeError, match="inside another"):
        database.writing(world.org).__enter__()
    with database.writing(world.org) as tx:
        add(tx, "East")
    assert names(world) == {"North", "South", "East"}


def test_one_transaction_has_one_instant(world: World, clock: Clock) -> None:
    with world.maker.database.writing(world.org) as tx:
        first = tx.now
        clock.move(days=1)
        tx.rows(NAMES)
        assert tx.now == first


def test_a_transaction_without_an_organisation_sees_no_organisations_rows(world: World) -> None:
    with world.maker.database.reading(None) as tx:
        assert tx.rows(NAMES) == []


def test_a_statement_cannot_be_told_another_organisation(world: World, other: World) -> None:
    with world.maker.database.writing(world.org) as tx:
        tx.rows(NAMES, tenant=other.org)
        tx.put(RENAME, tenant=other.org, new_name="Renamed")
    assert names(world) == {"Renamed"}
    assert names(other) == {"North", "South"}


@pytest.mark.parametrize("org", ["", "x", "'; DROP TABLE people; --", "0192F0C1-7B1E-7C55-8A3A-0A4B6C1D2E3F"])
def test_an_organisation_is_named_by_its_id_and_by_nothing_else(world: World, org: str) -> None:
    if world.maker.database.dialect.name == "sqlite":
        with world.maker.database.reading(Id(org)) as tx:
            assert tx.rows(NAMES) == []
        return
    with pytest.raises(ValueError, match="named by its id"), world.maker.database.reading(Id(org)):
        raise AssertionError("never here")


def test_a_batch_answers_in_the_order_it_was_given_after_what_was_queued(world: World) -> None:
    with world.maker.database.writing(world.org) as tx:
        add(tx, "East")
        one, two = tx.batch((NAMES, {}), (Prepared(select(areas.c.id).where(ours(areas))), {}))
    assert ([row.name for row in one], len(two)) == (["East", "North", "South"], 3)


def test_statements_sent_are_counted(world: World) -> None:
    with world.maker.database.writing(world.org) as tx:
        add(tx, "East")
        assert tx.statements == 0
        tx.batch((NAMES, {}), (NAMES, {}))
        assert tx.statements == 3


def test_the_database_says_whether_it_is_ready(world: World, clock: Clock, tmp_path: Path) -> None:
    world.maker.database.ready()
    for nowhere in (f"sqlite:///{tmp_path}/no/such/folder/file", "postgresql://nobody@/nothing?host=/no/such/socket"):
        with pytest.raises(Refused) as told:
            Database(nowhere, clock, {}).ready()
        assert told.value.code == "busy"


def test_sqlite_runs_with_what_keeps_acknowledged_rows(world: World) -> None:
    if world.maker.database.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own settings")
    with world.maker.database.alone() as driver:
        found = {name: _pragma(driver, name) for name in ("journal_mode", "synchronous", "foreign_keys",
                                                          "recursive_triggers")}  # fmt: skip
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


def _pragma(driver: Any, name: str) -> Any:
    ((value,),) = driver.raw(f"PRAGMA {name}")
    return value


@pytest.fixture(autouse=True)
def _no_turn_is_left_behind(world: World) -> Iterator[None]:
    yield
    with world.maker.database.writing(world.org):
        pass

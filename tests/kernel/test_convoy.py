"""Writers of one SQLite file that wait for each other become durable with one commit, and fail by themselves."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import create_engine

from backend.kernel.errors import Refused
from backend.kernel.sqlite import SqliteSource


@pytest.fixture
def source(tmp_path: Path) -> Iterator[SqliteSource]:
    path = tmp_path / "convoy.sqlite3"
    with sqlite3.connect(path) as first:
        first.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY)")
    first.close()
    made = SqliteSource(create_engine(f"sqlite:///{path}"))
    yield made
    made.close()


def numbers(source: SqliteSource) -> list[int]:
    with source.driver() as driver:
        return [number for (number,) in driver.raw("SELECT number FROM rows ORDER BY number")]


class Mistake(Exception):
    """What goes wrong inside one writer's part."""


def in_line(source: SqliteSource, parts: list[int | Mistake]) -> tuple[list[str], list[list[int]]]:
    """Lets a writer for each part queue up behind a first one, in order.

    Answers how each of them ended, and what others could read each time one was done with its part.
    """
    ended, seen, threads, go = [""] * len(parts), list[list[int]](), list[Thread](), Event()

    def write(place: int, part: int | Mistake) -> None:
        try:
            with source.writer() as driver:
                driver.begin(None, write=True)
                if place == 0:
                    go.wait(10)
                number = part if isinstance(part, int) else 1000 + place
                driver.raw(f"INSERT INTO rows VALUES ({number})")  # noqa: S608 - a number of this test's own
                if isinstance(part, Mistake):
                    driver.rollback()
                    raise part
                driver.commit()
                seen.append(numbers(source))
        except (Mistake, Refused) as error:
            ended[place] = type(error).__name__
        else:
            ended[place] = "kept"

    for place, part in enumerate(parts):
        threads.append(Thread(target=write, args=(place, part)))
        threads[-1].start()
        while len(source._convoy._lock._waiters) < place:
            pass
    go.set()
    for thread in threads:
        thread.join(10)
    return ended, seen


def test_writers_that_wait_become_durable_together(source: SqliteSource) -> None:
    ended, seen = in_line(source, [1, 2, 3])
    assert (ended, seen, numbers(source)) == (["kept"] * 3, [[], [], []], [1, 2, 3])


def test_a_writer_that_fails_undoes_its_own_part_alone(source: SqliteSource) -> None:
    ended, _ = in_line(source, [1, Mistake(), 3])
    assert (ended, numbers(source)) == (["kept", "Mistake", "kept"], [1, 3])


def test_the_last_one_failing_leaves_the_others_durable(source: SqliteSource) -> None:
    ended, _ = in_line(source, [1, 2, Mistake()])
    assert (ended, numbers(source)) == (["kept", "kept", "Mistake"], [1, 2])


def lose_all(source: SqliteSource) -> None:
    """A writer whose part was kept, in a transaction that then went as a whole."""
    with source.writer() as driver:
        driver.begin(None, write=True)
        driver.raw("INSERT INTO rows VALUES (1)")
        driver.commit()
        driver.raw("ROLLBACK")  # what SQLite does by itself when a later statement finds no room on the disk


def test_nobody_is_told_that_it_is_kept_when_the_whole_transaction_was_lost(source: SqliteSource) -> None:
    with pytest.raises(Refused) as told:
        lose_all(source)
    assert told.value.code == "storage.full"
    ended, _ = in_line(source, [2, 3])
    assert (ended, numbers(source)) == (["kept", "kept"], [2, 3])

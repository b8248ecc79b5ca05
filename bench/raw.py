"""The raw limits: durable commits of one row, with as many writers, and nothing else."""

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from backend.kernel.fair import FairLock

ROW = "x" * 400


def sqlite_commits(folder: Path, writers: int, seconds: float = 2.0) -> float:
    """Commits a second of one row each into a WAL file with synchronous=FULL, writers taking turns."""
    path = folder / "raw.sqlite3"
    lock = FairLock()
    with sqlite3.connect(path) as first:
        first.execute("PRAGMA journal_mode = WAL")
        first.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, words TEXT)")

    def make() -> Callable[[], None]:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = FULL")

        def one() -> None:
            with lock.turn():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO rows (words) VALUES (?)", (ROW,))
                connection.execute("COMMIT")

        return one

    return _rate(writers, seconds, make)


def postgres_commits(url: str, writers: int, seconds: float = 2.0) -> float:
    """Single inserts a second, each committed by itself, by as many connections."""
    with psycopg.connect(url, autocommit=True) as first:
        first.execute("CREATE TABLE IF NOT EXISTS raw_rows (id bigserial PRIMARY KEY, words text)")

    def make() -> Callable[[], None]:
        connection = psycopg.connect(url, autocommit=True)

        def one() -> None:
            connection.execute("INSERT INTO raw_rows (words) VALUES (%s)", (ROW,))

        return one

    return _rate(writers, seconds, make)


def _rate(writers: int, seconds: float, make: Callable[[], Callable[[], None]]) -> float:
    done = [0] * writers
    stop = time.perf_counter() + seconds

    def run(number: int) -> None:
        one = make()
        while time.perf_counter() < stop:
            one()
            done[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - started)

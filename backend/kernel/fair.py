"""A lock that serves its waiters in the order they came; a plain one lets some wait for seconds."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class FairLock:
    """First come, first served. SQLite takes one writer at a time, so each process queues its own."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._held = False
        self._waiters: deque[Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for this thread's turn, and gives the next one theirs at the end."""
        mine: Lock | None = None
        with self._guard:
            if self._held:
                mine = Lock()
                mine.acquire()
                self._waiters.append(mine)
            self._held = True
        if mine is not None:
            mine.acquire()
        try:
            yield
        finally:
            with self._guard:
                if self._waiters:
                    self._waiters.popleft().release()
                else:
                    self._held = False

    def has_waiters(self) -> bool:
        """Whether somebody waits for a turn; asked by whoever has it, they are still there when it is given on."""
        return bool(self._waiters)

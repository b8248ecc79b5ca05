"""A circuit breaker: a provider that is down is left alone, and asked now and then whether it is back. Pure."""

from datetime import datetime, timedelta

from backend.notices.sending import Attempt

PATIENCE = 5
FIRST = timedelta(seconds=1)
LONGEST = timedelta(minutes=1)


class Breaker:
    """Opens after five failures of the provider in a row, for a second, then twice as long each time, up to a minute;
    for as long as the provider asked, when that is longer. Then one message goes out to see.
    """

    def __init__(self, first: timedelta = FIRST, longest: timedelta = LONGEST) -> None:
        self._first = first
        self._longest = longest
        self._failures = 0
        self._pause = first
        self._until: datetime | None = None
        self._is_probing = False

    def room(self, now: datetime, wanted: int) -> int:
        """How many messages may go out now: `wanted`, one to see, or none."""
        if self._until is None:
            return wanted
        return 0 if now < self._until or self._is_probing else min(wanted, 1)

    def sent(self, count: int) -> None:
        """So many have been handed out; while it is open that is the probe."""
        self._is_probing = self._until is not None and count > 0

    def told(self, attempt: Attempt, now: datetime) -> None:
        """Learns what came of one. Whatever is about the one message shows that the provider is there."""
        if not attempt.is_down:
            self._failures, self._pause, self._until, self._is_probing = 0, self._first, None, False
            return
        self._failures += 1
        if self._failures < PATIENCE:
            return
        if self._until is None or self._is_probing:
            self._until = now + max(self._pause, attempt.wait or self._pause)
            self._pause = min(self._pause * 2, self._longest)
            self._is_probing = False

    @property
    def is_open(self) -> bool:
        """Whether the provider is left alone."""
        return self._until is not None

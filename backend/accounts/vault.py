"""Password hashing, a few at a time: a storm of sign-ins must not starve everybody else's reading."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from backend.kernel.errors import busy

WAIT_SECONDS = 10


class Vault:
    """Argon2id (19 MiB, two passes; OWASP), at most `at_once` at any moment.

    `cost` gives (passes, KiB): the demo makes its people's hashes cheaply; checking follows what a hash says.
    """

    def __init__(self, at_once: int, cost: tuple[int, int] = (2, 19 * 1024)) -> None:
        passes, memory = cost
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)
        self._room = BoundedSemaphore(at_once)
        self._nobody = self._hasher.hash("nobody")

    def hash(self, secret: str) -> str:
        """A hash of `secret` to keep. Raises `busy` when too many wait."""
        self._enter()
        try:
            return self._hasher.hash(secret)
        finally:
            self._room.release()

    def matches(self, kept: str | None, secret: str) -> bool:
        """Whether `secret` made `kept`. Takes as long when nothing is kept, so that time tells nothing."""
        self._enter()
        try:
            return self._hasher.verify(kept or self._nobody, secret) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False
        finally:
            self._room.release()

    def _enter(self) -> None:
        if not self._room.acquire(timeout=WAIT_SECONDS):
            raise busy()

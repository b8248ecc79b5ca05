"""Secrets: hashing and checking, a few at a time: a storm of sign-ins must not starve everybody else's reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b, sha256
from threading import BoundedSemaphore

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from backend.kernel.canonical import nfc
from backend.kernel.errors import busy

WAIT_SECONDS = 10.0


class Inside:
    """What can be done in the vault. Secrets are taken in normal form C, so that every keyboard types the same one.

    Source: NIST SP 800-63B-4, passwords.
    """

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._nobody = hasher.hash("nobody")

    def hash(self, secret: str) -> str:
        """A hash of `secret` to keep."""
        return self._hasher.hash(nfc(secret))

    def matches(self, kept: str | None, secret: str) -> bool:
        """Whether `secret` made `kept`. Takes as long when nothing is kept, so that time tells nothing."""
        try:
            return self._hasher.verify(kept or self._nobody, nfc(secret)) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False

    def is_cheaper(self, kept: str) -> bool:
        """Whether `kept` was made at a lower cost than hashes are made now."""
        old = extract_parameters(kept)
        return old.time_cost < self._hasher.time_cost or old.memory_cost < self._hasher.memory_cost


class Vault:
    """Argon2id (19 MiB, two passes; OWASP), at most `at_once` at any moment.

    `cost` gives (passes, KiB): the demo makes its people's hashes cheaply; checking follows what a hash says. `key`
    is the installation's secret: without it nobody finds out which logins and addresses were counted. Whoever waits
    longer than `wait` seconds is told that we are busy.
    """

    def __init__(
        self, at_once: int, cost: tuple[int, int] = (2, 19 * 1024), key: str = "", wait: float = WAIT_SECONDS
    ) -> None:
        passes, memory = cost
        self._room = BoundedSemaphore(at_once)
        self._inside = Inside(PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1))
        self._wait = wait
        self._key = sha256(key.encode()).digest()

    @contextmanager
    def entered(self) -> Iterator[Inside]:
        """The vault, held open for one caller. Raises `busy` when too many wait.

        Whoever counts tries counts them in here: a try that found no room was none.
        """
        if not self._room.acquire(timeout=self._wait):
            raise busy()
        try:
            yield self._inside
        finally:
            self._room.release()

    def hash(self, secret: str) -> str:
        """A hash of `secret` to keep. Raises `busy`."""
        with self.entered() as inside:
            return inside.hash(secret)

    def matches(self, kept: str | None, secret: str) -> bool:
        """Whether `secret` made `kept`. Raises `busy`."""
        with self.entered() as inside:
            return inside.matches(kept, secret)

    def blind(self, text: str) -> str:
        """A keyed hash of `text`, to count or recognise it by without keeping it."""
        return blake2b(text.encode(), key=self._key, digest_size=32).hexdigest()

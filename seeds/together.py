"""Many acts in one transaction: for telling the demo's half year at one commit instead of a thousand."""

from collections.abc import Iterator
from contextlib import contextmanager

from backend.kernel.database import Database, Tx
from backend.kernel.ids import Id


class Together(Database):
    """A database seen from inside one of its writing transactions: whoever opens another joins that one.

    Each act has its own instant, and forgets what acts before it have read. What is refused is not undone by itself:
    let it end the whole.
    """

    def __init__(self, tx: Tx) -> None:
        self.clock = tx.database.clock
        self.applies = tx.database.applies
        self.dialect = tx.database.dialect
        self.bell = tx.database.bell
        self._tx = tx

    @contextmanager
    def writing(self, org: Id | None) -> Iterator[Tx]:
        """The one transaction, at this instant. Raises `ValueError` for another organisation."""
        if org not in (None, self._tx.org):
            raise ValueError("acts together are of one organisation")
        self._tx.now = self.clock()
        self._tx.memo.clear()
        yield self._tx
        self._tx.flush()

    @contextmanager
    def reading(self, org: Id | None) -> Iterator[Tx]:
        """The same."""
        with self.writing(org) as tx:
            yield tx

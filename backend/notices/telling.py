"""Telling whom an entry concerns: the last apply of every entry, in its transaction.

What begins to wait for somebody is told to them, once, however often the wait is written anew; what has stopped waiting
is read. The rest comes from the table of rows. When the log is told again nobody is told anything.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import bindparam, exists, literal_column, or_, select, update

from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.waits import Opened, moved, waits
from backend.notices.kinds import WAITING
from backend.notices.notifying import News, tell
from backend.notices.rows import ROWS
from backend.notices.standing_in import stands_in
from backend.notices.tables import notices

_OF = bindparam("of_id", type_=IdType())
_still = exists(
    select(waits.c.matter_id)
    .where(ours(waits), waits.c.matter_id == notices.c.matter_id)
    .where(or_(waits.c.holder_id == notices.c.person_id, stands_in(notices.c.person_id)))
    .correlate(notices)
)
_SETTLE = Prepared(
    update(notices)
    .where(ours(notices), notices.c.read_at.is_(None), literal_column("matter_id IS NOT NULL"))
    .where(or_(notices.c.matter_id == _OF, notices.c.about == _OF), ~_still)
    .values(read_at=bindparam("now", type_=Instant()))
)
_SOON = timedelta(days=1)


def apply_told(tx: Tx, entry: Entry) -> None:
    """Tells whom the entry concerns, and takes what no longer waits off what is unread."""
    waiting = moved(tx)
    if tx.rebuilding:
        return
    for closed in sorted(waiting.closed):
        tx.put(_SETTLE, of_id=closed)
    tell(tx, [*_waiting(tx, entry, waiting.opened), *_rows(tx, entry)])


def wait_told(matter: Id, kind: str, since: object) -> Id:
    """The id of the notice that tells of a wait: the same however often the wait is written."""
    return derived_id(matter, f"wait/{kind}/{since}")


def _waiting(tx: Tx, entry: Entry, opened: list[Opened]) -> Iterator[News]:
    for wait in opened:
        # What begins later is told by the sweep, on its day.
        if wait.holder == entry.actor or wait.kind not in WAITING or wait.from_on > tx.now.date() + _SOON:
            continue
        since = stamp(wait.since)
        if wait.holder == entry.content.get("mentor_id"):  # asked by name, perhaps for the second time
            since = entry.id
        yield News(wait_told(wait.matter, wait.kind, since), wait.holder, wait.kind, wait.about, wait.matter)


def _rows(tx: Tx, entry: Entry) -> Iterator[News]:
    for row in ROWS.get(entry.kind, ()):
        for one in row.each(tx, entry):
            if not row.when(one):
                continue
            for person in dict.fromkeys(row.to(tx, one)):
                if person is not None and (row.to_self or person != one.actor):
                    yield News(one.id, person, row.kind, row.about(one))

"""Who holds up what, since when: one row for each person a matter waits for, opened and closed by applies.

A row counts from the day `from_on` until the day before `until_on`, so that a matter passes on by itself when its day
comes. Home, `/me`, badge, board, reminders and load read it. Source: style, idea 5; decisions, States (request).
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Index, bindparam, delete

from backend.kernel.columns import Holds, IdType, column, id_column, projection_table
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours

waits = projection_table(
    "waits",
    id_column("matter_id", primary_key=True),
    id_column("holder_id", Holds.ACTOR, primary_key=True),
    column("kind", str, Holds.FACT),
    id_column("subject_id", Holds.SUBJECT),
    id_column("about_id", Holds.FACT),
    column("since", datetime, Holds.FACT),
    column("from_on", date, Holds.FACT),
    column("until_on", date, Holds.FACT, nullable=True),
    Index("ix_waits_org_holder_id", "org", "holder_id", "since", "matter_id"),
    Index("ix_waits_org_about_id", "org", "about_id"),
)

_OPEN = put(waits, "matter_id", "holder_id", "kind", "subject_id", "about_id", "since", "from_on", "until_on")
_CLOSE = Prepared(delete(waits).where(ours(waits), waits.c.matter_id == bindparam("matter", type_=IdType())))
_CLOSE_ONE = Prepared(
    delete(waits).where(
        ours(waits),
        waits.c.matter_id == bindparam("matter", type_=IdType()),
        waits.c.holder_id == bindparam("holder", type_=IdType()),
    )
)
_CLOSE_HELD = Prepared(delete(waits).where(ours(waits), waits.c.holder_id == bindparam("holder", type_=IdType())))
_CLOSE_ABOUT = Prepared(delete(waits).where(ours(waits), waits.c.about_id == bindparam("about", type_=IdType())))


@dataclass(frozen=True)
class Opened:
    """A wait that was just opened."""

    matter: Id
    holder: Id
    kind: str
    about: Id
    since: datetime
    from_on: date


@dataclass
class Moved:
    """What waits has changed: the rows that were opened, and the matters, or what they are about, that were closed."""

    opened: list[Opened] = field(default_factory=list)
    closed: set[Id] = field(default_factory=set)


def moved(tx: Tx) -> Moved:
    """What was opened and closed in this transaction since it was last asked."""
    found: Moved = tx.memo.pop(Moved, None) or Moved()
    return found


def _moving(tx: Tx) -> Moved:
    moving: Moved = tx.memo.setdefault(Moved, Moved())
    return moving


def open_wait(
    tx: Tx,
    matter: Id,
    holder: Id,
    *,
    kind: str,
    subject: Id,
    about: Id,
    since: datetime,
    from_on: date,
    until_on: date | None = None,
) -> None:
    """From `from_on` on, `matter` (about `subject`, found at `about`) waits for `holder`. For applies."""
    _moving(tx).opened.append(Opened(matter, holder, kind, about, since, from_on))
    tx.put(
        _OPEN,
        matter_id=matter,
        holder_id=holder,
        kind=kind,
        subject_id=subject,
        about_id=about,
        since=since,
        from_on=from_on,
        until_on=until_on,
    )


def close_waits(tx: Tx, matter: Id) -> None:
    """`matter` waits for nobody any more. For applies."""
    _moving(tx).closed.add(matter)
    tx.put(_CLOSE, matter=matter)


def close_wait(tx: Tx, matter: Id, holder: Id) -> None:
    """`matter` no longer waits for `holder`. For applies."""
    _moving(tx).closed.add(matter)
    tx.put(_CLOSE_ONE, matter=matter, holder=holder)


def close_about(tx: Tx, about: Id) -> None:
    """Nothing that is found at `about` waits for anybody any more. For applies."""
    _moving(tx).closed.add(about)
    tx.put(_CLOSE_ABOUT, about=about)


def close_held(tx: Tx, holder: Id) -> None:
    """Nothing waits for `holder` any more. For applies: somebody left."""
    tx.put(_CLOSE_HELD, holder=holder)

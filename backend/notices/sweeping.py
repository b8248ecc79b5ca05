"""What days alone make news: a wait that begins later than it was written, one that has passed on, and reminders.

Every worker may sweep, as often as it likes: each telling has an id made of the wait, so that it is told once, also
after a day on which nobody swept. Source: decisions, States (request); domain 8.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import Date, and_, bindparam, exists, literal_column, or_, select, update

from backend.accounts.tables import memberships
from backend.kernel.clock import stamp
from backend.kernel.columns import Instant
from backend.kernel.database import Database, Tx
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.waits import waits
from backend.notices.ending import ending
from backend.notices.kinds import WAITING
from backend.notices.notifying import News, tell
from backend.notices.purging import purge
from backend.notices.standing_in import HOLDER_AWAY, passed, stands_in
from backend.notices.tables import notices
from backend.notices.telling import wait_told
from backend.people.rules import days_read
from backend.people.tables import organisations

LOOKS_BACK = timedelta(days=7)
"""How late a telling may be: what should have been told before that is old news."""
BY_DAY_ALONE = frozenset({"review_due", "new_post"})
"""No entry tells of these as they are written: the next sweep on their day does."""
UNHURRIED = frozenset({"agreement_answer"})
"""Nobody is reminded of these: whether to take part at all is theirs to decide, or to leave open."""

_TODAY = bindparam("today", type_=Date())
_ORGS = Prepared(select(memberships.c.org).distinct().order_by(memberships.c.org))
_SETTINGS = Prepared(
    select(organisations.c.zone, organisations.c.reminder_days, organisations.c.ending_days).where(ours(organisations))
)
_in_force = and_(waits.c.from_on <= _TODAY, or_(waits.c.until_on.is_(None), waits.c.until_on > _TODAY))
_WAITING = Prepared(
    select(
        waits.c.matter_id, waits.c.holder_id, waits.c.kind, waits.c.about_id, waits.c.since, waits.c.from_on,
        HOLDER_AWAY.label("is_away"),
    )
    .where(ours(waits), _in_force, waits.c.from_on >= bindparam("earliest", type_=Date()))
    .order_by(waits.c.matter_id, waits.c.holder_id)
)  # fmt: skip
_held = exists(
    select(waits.c.matter_id)
    .where(ours(waits), waits.c.matter_id == notices.c.matter_id, _in_force)
    .where(or_(waits.c.holder_id == notices.c.person_id, stands_in(notices.c.person_id, today=True)))
    .correlate(notices)
)
_SETTLE = Prepared(
    update(notices)
    .where(ours(notices), notices.c.read_at.is_(None), literal_column("matter_id IS NOT NULL"), ~_held)
    .values(read_at=bindparam("now", type_=Instant()))
)


def sweep(database: Database) -> None:
    """Tells in every organisation what today has made news of."""
    with database.reading(None) as tx:
        orgs = [row.org for row in tx.rows(_ORGS)]
    for org in orgs:
        with database.writing(org) as tx:
            sweep_one(tx)


def sweep_one(tx: Tx) -> None:
    """Tells what today has made news of, and reads what has passed on to others."""
    said = tx.one(_SETTINGS)
    today, after = tx.today(said.zone), days_read(said.reminder_days)
    earliest = today - LOOKS_BACK - timedelta(days=max(after, default=0))
    rows = tx.rows(_WAITING, today=today, earliest=earliest)
    own = [note for row in rows if row.kind in WAITING for note in _due(row, today, after)]
    tell(tx, [*own, *passed(tx, today, [timedelta(days) for days in after], LOOKS_BACK)])
    tell(tx, ending(tx, today, days_read(said.ending_days)))
    tx.put(_SETTLE, today=today)
    purge(tx)


def _due(row: Row, today: date, after: Sequence[int]) -> Iterator[News]:
    since = stamp(row.since)
    begins_later = row.kind in BY_DAY_ALONE or row.from_on > row.since.date() + timedelta(days=1)
    if begins_later and today - row.from_on <= LOOKS_BACK:
        yield _news(row, wait_told(row.matter_id, row.kind, since))
    if row.kind in UNHURRIED or row.is_away:
        return
    reached = [days for days in after if row.from_on + timedelta(days) <= today]
    if reached and today - row.from_on - timedelta(reached[-1]) <= LOOKS_BACK:
        yield _news(row, derived_id(row.matter_id, f"reminder/{len(reached)}/{row.from_on}"))


def _news(row: Row, id_: Id) -> News:
    return News(id_, row.holder_id, row.kind, row.about_id, row.matter_id)

"""Telling deputies what has passed to them while somebody is away, and reminding them in their place.

Who is away is asked for nothing; when they are back, what is still open waits for them as before. Source: domain 8.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, func, or_, select

from backend.kernel.clock import day_in
from backend.kernel.database import Tx
from backend.kernel.ids import derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.waits import waits
from backend.mentoring.applies import APPROVAL_WAIT
from backend.notices.notifying import News
from backend.people.deputies import is_away
from backend.people.tables import absences, deputies, organisations
from backend.records.versions import TO_DISCUSS
from backend.signoff.held import in_force, passes

_TODAY = bindparam("today", type_=Date())
_KINDS = {APPROVAL_WAIT: "agreement_with_you", TO_DISCUSS: "record_with_you"}

HOLDER_AWAY: ColumnElement[bool] = exists(
    select(absences.c.id)
    .where(ours(absences), absences.c.person_id == waits.c.holder_id, absences.c.from_on <= _TODAY)
    .where(or_(absences.c.until_on.is_(None), absences.c.until_on > _TODAY))
    .correlate(waits)
)
"""The condition that whoever a matter waits for is away on the day `:today`."""


def stands_in(person: ColumnElement[Any], *, today: bool = False) -> ColumnElement[bool]:
    """The condition that the column `person` names the deputy of whoever a matter waits for; with `today`, and that one
    is away on the day `:today`.
    """
    found = select(deputies.c.person_id).where(
        ours(deputies), deputies.c.person_id == waits.c.holder_id, deputies.c.deputy_id == person
    )
    if today:
        found = found.join(absences, is_away)
    return exists(found.correlate(waits, person.table))


_own = waits.alias("own")
_has_it_anyway = exists(
    select(_own.c.matter_id)
    .where(ours(_own), _own.c.matter_id == waits.c.matter_id, _own.c.holder_id == deputies.c.deputy_id, in_force(_own))
    .correlate(waits, deputies)
)
_gone = func.min(absences.c.from_on, type_=Date())
_PASSED = Prepared(
    select(
        waits.c.matter_id, waits.c.kind, waits.c.about_id, waits.c.from_on, deputies.c.deputy_id, deputies.c.named_at,
        organisations.c.zone, _gone.label("gone_on"),
    )
    .join(deputies, and_(deputies.c.org == waits.c.org, deputies.c.person_id == waits.c.holder_id))
    .join(absences, is_away)
    .join(organisations, organisations.c.org == waits.c.org)
    .where(ours(waits), in_force(), passes(deputies.c.deputy_id), ~_has_it_anyway)
    .group_by(
        waits.c.matter_id, waits.c.holder_id, waits.c.kind, waits.c.about_id, waits.c.from_on, waits.c.since,
        deputies.c.deputy_id, deputies.c.named_at, organisations.c.zone,
    )
    .order_by(waits.c.since, waits.c.matter_id)
)  # fmt: skip


def passed(tx: Tx, today: date, remind_after: Sequence[timedelta], looks_back: timedelta) -> Iterator[News]:
    """What deputies are to be told today, oldest first: what has passed to them, and after so many days a reminder."""
    for row in tx.rows(_PASSED, today=today):
        day = max(row.from_on, row.gone_on, day_in(row.zone, row.named_at))
        steps = [timedelta(0), *remind_after]
        reached = [(number, day + after) for number, after in enumerate(steps) if day + after <= today]
        for number, on in reached[:1] + reached[1:][-1:]:
            if today - on <= looks_back:
                yield _news(row, f"deputy/{number}/{day}")


def _news(row: Row, what: str) -> News:
    kind = _KINDS.get(row.kind, "item_with_you")
    return News(derived_id(row.matter_id, what), row.deputy_id, kind, row.about_id, row.matter_id)

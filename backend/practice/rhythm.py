"""The rhythm: about once a month the organisation owes everyone of a team an observation or a discussion.

What is due is owed by the organisation, never by the person. Source: domain 3 and 8 (what the organisation owes people
comes first).
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, Date, bindparam, func, or_, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.people.places import placed
from backend.people.tables import organisations
from backend.practice.kinds import RHYTHMIC
from backend.practice.rules import is_owed_rhythm
from backend.practice.tables import rhythms
from backend.records.tables import records

_PERSON = bindparam("of_person", type_=IdType())
_DAYS = Prepared(select(organisations.c.observation_days).where(ours(organisations)))
_INSERT = put(rhythms, "person_id", "since", "is_owed", "base_on", "due_on", "site_id", "area_id")
_ONE = Prepared(select(rhythms).where(ours(rhythms), rhythms.c.person_id == _PERSON))
_last = (
    select(func.max(records.c.happened_on))
    .where(ours(records), records.c.subject_id == _PERSON, or_(*(records.c.kind == kind for kind in RHYTHMIC)))
    .scalar_subquery()
)
_WITH_LAST = Prepared(
    select(rhythms.c.since, rhythms.c.is_owed, _last.label("last_on")).where(
        ours(rhythms), rhythms.c.person_id == _PERSON
    )
)
_STATE = Prepared(
    update(rhythms)
    .where(ours(rhythms), rhythms.c.person_id == _PERSON)
    .values(
        last_on=bindparam("new_last", type_=Date()),
        base_on=bindparam("new_base", type_=Date()),
        due_on=bindparam("new_due", type_=Date()),
    )
)
_PLACE = Prepared(
    update(rhythms)
    .where(ours(rhythms), rhythms.c.person_id == _PERSON)
    .values(
        since=bindparam("new_since", type_=Date()),
        is_owed=bindparam("new_owed", type_=Boolean()),
        base_on=bindparam("new_base", type_=Date()),
        due_on=bindparam("new_due", type_=Date()),
        site_id=bindparam("new_site", type_=IdType()),
        area_id=bindparam("new_area", type_=IdType()),
    )
)
_LEAVE = Prepared(
    update(rhythms).where(ours(rhythms), rhythms.c.person_id == _PERSON).values(is_owed=False, due_on=None)
)
_BASES = Prepared(
    select(rhythms.c.base_on).where(ours(rhythms), rhythms.c.is_owed).distinct().order_by(rhythms.c.base_on)
)
_MOVE_DUE = Prepared(
    update(rhythms)
    .where(ours(rhythms), rhythms.c.is_owed, rhythms.c.base_on == bindparam("of_base", type_=Date()))
    .values(due_on=bindparam("new_due", type_=Date()))
)
_MEMO = "observation_days"


def _days(tx: Tx) -> int:
    """How many days the organisation leaves between two; 0 for no rhythm."""
    if _MEMO not in tx.memo:
        tx.memo[_MEMO] = tx.one(_DAYS).observation_days
    days: int = tx.memo[_MEMO]
    return days


def _due(tx: Tx, base_on: date, is_owed: bool) -> date | None:
    days = _days(tx)
    return base_on + timedelta(days=days) if is_owed and days else None


def apply_added(tx: Tx, entry: Entry) -> None:
    """Begins somebody's rhythm with their first appointment."""
    since, place = _place(entry)
    tx.put(_INSERT, person_id=entry.id, since=since, base_on=since, due_on=_due(tx, since, place["is_owed"]), **place)


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Follows somebody to another post or site; what is owed to them stays owed."""
    row = tx.one(_ONE, of_person=entry.content["person_id"])
    _replace(tx, entry, row.since, row.base_on)


def apply_returned(tx: Tx, entry: Entry) -> None:
    """Begins it anew for somebody who came back."""
    since = _place(entry)[0]
    _replace(tx, entry, since, since)


def _replace(tx: Tx, entry: Entry, since: date, base_on: date) -> None:
    place = _place(entry)[1]
    given = {"new_since": since, "new_base": base_on, "new_due": _due(tx, base_on, place["is_owed"])}
    tx.put(
        _PLACE, of_person=entry.content["person_id"], new_owed=place["is_owed"], new_site=place["site_id"],
        new_area=place["area_id"], **given,
    )  # fmt: skip


def _place(entry: Entry) -> tuple[date, dict[str, Any]]:
    place = placed(entry)
    is_owed = is_owed_rhythm(place["post"], place["site_id"])
    return place["appointed_on"], {"is_owed": is_owed, "site_id": place["site_id"], "area_id": place["area_id"]}


def apply_left(tx: Tx, entry: Entry) -> None:
    """Nothing is owed to somebody who left."""
    tx.put(_LEAVE, of_person=entry.content["person_id"])


def apply_shared(tx: Tx, entry: Entry) -> None:
    """Counts from the latest observation or discussion about somebody, once it is shared."""
    if entry.content["record_kind"] in RHYTHMIC:
        _restate(tx, entry.subject)


def apply_amended(tx: Tx, entry: Entry) -> None:
    """The day it happened may be another."""
    if entry.attestation["record_kind"] in RHYTHMIC:
        _restate(tx, entry.subject)


def _restate(tx: Tx, person: Id | None) -> None:
    row = tx.one(_WITH_LAST, of_person=person)
    base_on = max(row.since, row.last_on)
    tx.put(_STATE, of_person=person, new_last=row.last_on, new_base=base_on, new_due=_due(tx, base_on, row.is_owed))


def apply_settings(tx: Tx, entry: Entry) -> None:
    """Counts everybody's days anew when the organisation wants another rhythm: one statement a day counted from."""
    if entry.content.get("observation_days") is None:
        return
    tx.memo.pop(_MEMO, None)
    for row in tx.rows(_BASES):
        tx.put(_MOVE_DUE, of_base=row.base_on, new_due=_due(tx, row.base_on, True))

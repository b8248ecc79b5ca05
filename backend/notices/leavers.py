"""What an entry is told of beside what it names: each agreement that somebody left, or that began or ended with it, as
they left the organisation; and the agreement whose last open plan a review has closed.

Each is the same entry again, about that agreement and under an id of its own: so somebody is told of every one.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, select

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.mentoring.file import MENTORS
from backend.mentoring.tables import IS_STARTED, agreement_mentors, agreements
from backend.signoff.tables import plans
from backend.signoff.under_agreement import has_work

_PERSON, _AT = bindparam("of_person", type_=IdType()), bindparam("at", type_=Instant())


def _mentor(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that the agreement has a mentor of whom that holds."""
    found = select(agreement_mentors.c.person_id).where(ours(agreement_mentors), *which)
    return exists(found.where(agreement_mentors.c.agreement_id == agreements.c.id).correlate(agreements))


def _agreements(*which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(agreements).where(ours(agreements), *which).order_by(agreements.c.id))


_ID = bindparam("of_id", type_=IdType())
_ONE = Prepared(
    select(agreement_mentors.c.active_since).where(
        ours(agreement_mentors), agreement_mentors.c.agreement_id == _ID, agreement_mentors.c.person_id == _PERSON
    )
)
_of_leaver = agreements.c.id.in_(
    select(agreement_mentors.c.agreement_id).where(
        ours(agreement_mentors), agreement_mentors.c.person_id == _PERSON, agreement_mentors.c.left_at == _AT
    )
)
_mentored = agreement_mentors.c.active_since.is_not(None)
_LEFT = _agreements(_of_leaver, IS_STARTED, _mentor(agreement_mentors.c.person_id == _PERSON, _mentored))
_BEGAN = _agreements(_of_leaver, IS_STARTED, _mentor(agreement_mentors.c.active_since == _AT))
_ENDED = _agreements(agreements.c.mentee_id == _PERSON, _mentor(agreement_mentors.c.left_at == _AT, _mentored))
_CLOSED = Prepared(
    select(agreements)
    .join(plans, and_(plans.c.org == agreements.c.org, plans.c.agreement_id == agreements.c.id))
    .where(ours(agreements), plans.c.id == _ID, IS_STARTED, ~has_work())
)


def itself(tx: Tx, entry: Entry) -> list[Entry]:
    """The entry as it is."""
    return [entry]


def by_mentor(tx: Tx, entry: Entry) -> list[Entry]:
    """The entry, if whoever leaves with it was a mentor."""
    return [entry] if tx.one(_ONE, of_id=entry.about, of_person=entry.content["mentor_id"]).active_since else []


def by_asked(tx: Tx, entry: Entry) -> list[Entry]:
    """The entry, if whoever leaves with it was only asked to be a mentor."""
    return [] if by_mentor(tx, entry) else [entry]


def left(tx: Tx, entry: Entry) -> list[Entry]:
    """Each agreement under way in which whoever left the organisation was a mentor."""
    return [_about(entry, row) for row in _found(tx, _LEFT, entry)]


def began(tx: Tx, entry: Entry) -> list[Entry]:
    """Each agreement that began since the word of whoever left the organisation was the last one missing."""
    return [
        _about(entry, row, [one.person_id for one in tx.rows(MENTORS, of_id=row.id) if one.left_at is None])
        for row in _found(tx, _BEGAN, entry)
    ]


def ended(tx: Tx, entry: Entry) -> list[Entry]:
    """Each agreement that ended since its mentee left the organisation, with those who mentored until then."""
    return [
        _about(entry, row, [one.person_id for one in tx.rows(MENTORS, of_id=row.id) if one.left_at == entry.at])
        for row in _found(tx, _ENDED, entry)
    ]


def closed(tx: Tx, entry: Entry) -> list[Entry]:
    """The agreement of the plan that the entry is about, if it goes on without an open plan."""
    return [_about(entry, row) for row in tx.rows(_CLOSED, of_id=entry.about)]


def _found(tx: Tx, statement: Prepared, entry: Entry) -> list[Row]:
    return tx.rows(statement, of_person=entry.content["person_id"], at=entry.at)


def _about(entry: Entry, row: Row, mentors: list[Id] | None = None) -> Entry:
    vouched: dict[str, Any] = {"status": row.status, "mentors": mentors or []}
    own = derived_id(entry.id, f"agreement/{row.id}")
    return replace(entry, id=own, about=row.id, subject=row.mentee_id, attestation=vouched)

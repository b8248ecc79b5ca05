"""How records follow people: the person moves, and those who lead them there read them; somebody leaves, and nothing
waits for them any more.
"""

from sqlalchemy import and_, bindparam, select, update

from backend.kernel import waits
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, holders
from backend.people.days import day_at
from backend.people.tables import people
from backend.records.steps import leave_to_subject
from backend.records.tables import records
from backend.records.versions import TO_DISCUSS

_PERSON = bindparam("of_person", type_=IdType())
_MOVE = Prepared(
    update(records)
    .where(ours(records), records.c.subject_id == _PERSON, records.c.circle_id.is_(None))
    .values(site_id=bindparam("new_site", type_=IdType()), area_id=bindparam("new_area", type_=IdType()))
)
_ABOUT = Prepared(
    select(records.c.id)
    .where(ours(records), records.c.subject_id == _PERSON, records.c.answer.is_(None))
    .order_by(records.c.id)
)
_TO_DISCUSS_BY = Prepared(
    select(records)
    .join(people, and_(people.c.org == records.c.org, people.c.id == records.c.subject_id))
    .where(ours(records), records.c.writer_id == _PERSON, records.c.discussed_on.is_(None), people.c.left_at.is_(None))
    .order_by(records.c.id)
    # Whoever notes the day at this moment locks no file of ours: the second sees what the first made of it.
    .with_for_update(of=records, key_share=True)
)


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Follows the person to another site; the narrow circle is not one of places."""
    facts = entry.content
    tx.put(_MOVE, of_person=facts["person_id"], new_site=facts["site_id"], new_area=entry.attestation["area_id"])


def apply_left(tx: Tx, entry: Entry) -> None:
    """Closes what waits about somebody who left; what they still had to talk about waits for the line manager."""
    person = entry.content["person_id"]
    leave_to_subject(tx, person)
    for row in tx.rows(_ABOUT, of_person=person):
        waits.close_waits(tx, row.id)
    for row in tx.rows(_TO_DISCUSS_BY, of_person=person):
        _hand_on(tx, row, entry)


def _hand_on(tx: Tx, row: Row, entry: Entry) -> None:
    today = day_at(tx, entry.at)
    for holder in holders(tx, Tie.LINE, row.subject_id):
        waits.open_wait(
            tx, row.id, holder, kind=TO_DISCUSS, subject=row.subject_id, about=row.id, since=row.shared_at,
            from_on=today,
        )  # fmt: skip

"""Every record about one person at once: the same statements for one record and for several."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from backend.frameworks.reading import titles_of
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.tables import people
from backend.records.reading import open_steps, record_of, version_of
from backend.records.shown import Record
from backend.records.steps import STEPS, step_of
from backend.records.tables import RECORD_SCOPES, next_steps, record_criteria, record_versions, records

_SUBJECT = bindparam("of_subject", type_=IdType())
_RECORDS = Prepared(
    select(records, people.c.name.label("subject_name"))
    .join(people, and_(people.c.org == records.c.org, people.c.id == records.c.subject_id))
    .where(ours(records), records.c.subject_id == _SUBJECT)
    .order_by(records.c.id)
)
_theirs = select(records.c.id).where(ours(records), records.c.subject_id == _SUBJECT)


def _beside(table: Any, *order: Any) -> Select[Any]:
    return select(table).where(ours(table), table.c.record_id.in_(_theirs)).order_by(table.c.record_id, *order)


_VERSIONS = Prepared(_beside(record_versions, record_versions.c.version))
_CRITERIA = Prepared(_beside(record_criteria, record_criteria.c.version, record_criteria.c.key))
_OF_THEM = Prepared(STEPS.where(next_steps.c.subject_id == _SUBJECT).order_by(next_steps.c.id))


def records_of(tx: Tx, actor: Actor, subject: Id) -> tuple[list[Record], int]:
    """Every shared record about somebody that the actor may read, and how many there are besides."""
    given = {"of_subject": subject}
    rows, versions, criteria, steps = tx.batch(
        (_RECORDS, given), (_VERSIONS, given), (_CRITERIA, given), (_OF_THEM, given)
    )
    seen = [row for row in rows if actor.may(Do.SEE_RECORD, RECORD_SCOPES, row)]
    if not seen:
        return [], len(rows)
    titles = titles_of(tx) if criteria else {}
    before = open_steps(tx, actor, subject)
    by_record, steps_by = _by_record(versions), _by_record(steps)
    keys = defaultdict(list)
    for one in criteria:
        keys[one.record_id, one.version].append(one.key)
    found = [
        record_of(
            actor, row,
            [version_of(one, keys[row.id, one.version], titles) for one in by_record[row.id]],
            [step_of(actor, one) for one in steps_by[row.id]],
            before,
        )
        for row in seen
    ]  # fmt: skip
    return found, len(rows) - len(seen)


def _by_record(rows: Iterable[Row]) -> dict[Id, list[Row]]:
    found: dict[Id, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.record_id].append(row)
    return found

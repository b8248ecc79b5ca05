"""What a review reads beside what is signed: records that the mentee lets be read, and the evidence of the plan.

Practice to improve is among them only where the mentee has included that very record. Source: domain 1 (review).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from backend.frameworks.reading import titles_of
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.practice.evidence_shown import Evidence, evidence_about
from backend.records.reading import version_of, writer_of
from backend.records.rules import RecordKind
from backend.records.shown import Version, Writer
from backend.records.tables import record_criteria, record_versions, records
from backend.signoff.shown import Plan


@dataclass
class RecordRead:
    """A record that the mentee lets be read in their review: every version with the answer to it, the latest last."""

    id: Id
    kind: RecordKind
    writer: Writer
    happened_on: date
    discussed_on: date | None
    versions: list[Version]


MOST = 50
"""So many records are read, the latest; the others stand on their own pages."""

_MENTEE = bindparam("of_mentee", type_=IdType())
_newest = (
    select(records.c.id)
    .where(ours(records), records.c.subject_id == _MENTEE, records.c.included.is_(True))
    .order_by(records.c.happened_on.desc(), records.c.id.desc())
    .limit(MOST)
)
_RECORDS = Prepared(
    select(records)
    .where(ours(records), records.c.id.in_(_newest))
    .order_by(records.c.happened_on.desc(), records.c.id.desc())
)


def _beside(table: Any, *order: Any) -> Select[Any]:
    return select(table).where(ours(table), table.c.record_id.in_(_newest)).order_by(table.c.record_id, *order)


_VERSIONS = Prepared(_beside(record_versions, record_versions.c.version))
_CRITERIA = Prepared(_beside(record_criteria, record_criteria.c.version, record_criteria.c.key))


def records_read(tx: Tx, mentee: Id) -> list[RecordRead]:
    """What the mentee lets be read in their review, what happened last on top. For whoever may see the review."""
    given = {"of_mentee": mentee}
    rows, versions, criteria = tx.batch((_RECORDS, given), (_VERSIONS, given), (_CRITERIA, given))
    titles = titles_of(tx) if criteria else {}

    def version(row: Row) -> Version:
        of = [c.key for c in criteria if (c.record_id, c.version) == (row.record_id, row.version)]
        return version_of(row, of, titles)

    return [
        RecordRead(
            row.id, row.kind, writer_of(row), row.happened_on, row.discussed_on,
            [version(one) for one in versions if one.record_id == row.id],
        )
        for row in rows
    ]  # fmt: skip


def evidence_of(tx: Tx, actor: Actor, plan: Plan) -> list[Evidence]:
    """The newest evidence within the actor's reach that is for a criterion of the plan, or that is signed on there."""
    on_it = [*plan.items, *plan.left_items]
    keys = {item.key for item in on_it}
    rested_on = {named.id for item in on_it for one in item.sign_offs for named in one.evidence}
    found = evidence_about(tx, actor, plan.mentee.id)
    return [one for one in found if one.id in rested_on or keys.intersection(one.criteria)]

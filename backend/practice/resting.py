"""What a sign-off may rest on: evidence, and records that are no concern, each pinned by its digest.

Source: trust, S23; decisions, Rights (co-mentors see observations that are evidence).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Given
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.practice import rules
from backend.practice.evidence_shown import WHOLE
from backend.practice.rules import EvidenceKind
from backend.practice.tables import EVIDENCE_SCOPES, evidence
from backend.records.tables import RECORD_SCOPES, record_versions, records

_RECORDS = (
    select(records, record_versions.c.commitment)
    .join(record_versions, and_(
        record_versions.c.org == records.c.org, record_versions.c.record_id == records.c.id,
        record_versions.c.version == records.c.version,
    ))
    .where(ours(records))
)  # fmt: skip


@cache
def _named(count: int) -> tuple[Prepared, Prepared]:
    ids = [bindparam(f"named_{number}", type_=IdType()) for number in range(count)]
    found = WHOLE.where(or_(*(evidence.c.id == id_ for id_ in ids))).order_by(evidence.c.id)
    written = _RECORDS.where(or_(*(records.c.id == id_ for id_ in ids))).order_by(records.c.id)
    return Prepared(found), Prepared(written)


def naming(ids: Sequence[Id]) -> list[Given]:
    """What reads the evidence and the records of these ids, beside whatever else an act reads under its lock."""
    given = {f"named_{number}": id_ for number, id_ in enumerate(ids)}
    return [(statement, given) for statement in _named(len(ids))]


def rests_on(
    actor: Actor, person: Id, ids: Iterable[Id], found: Iterable[Row], written: Iterable[Row]
) -> list[dict[str, Any]]:
    """Of each of `ids` its id, kind and digest, by id, when a sign-off about `person` may rest on all of them.

    `found` and `written` are the rows that `naming` read. A record is pinned as it stands, by what its newest version
    is sealed as. Raises `evidence.not_theirs`, `evidence.taken_back`.
    """
    rows = [row for row in found if row.subject_id == person and actor.may(Do.SEE_EVIDENCE, EVIDENCE_SCOPES, row)]
    named = [{"id": row.id, "kind": row.kind, "digest": row.digest} for row in rows]
    named += list(_records(actor, person, written))
    if {one["id"] for one in named} != set(ids):
        raise rules.not_theirs()
    if any(row.taken_back_at is not None for row in rows):
        raise rules.was_taken_back()
    return sorted(named, key=lambda one: one["id"])


def _records(actor: Actor, person: Id, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        is_concern = row.circle_id is not None
        if row.subject_id == person and not is_concern and actor.may(Do.SEE_RECORD, RECORD_SCOPES, row):
            yield {"id": row.id, "kind": EvidenceKind.RECORD.value, "digest": row.commitment}

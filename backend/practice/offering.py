"""What a sign-off about somebody may rest on, to choose from; and which version of a record one rests on.

Source: trust, S23; domain 3 (criteria where a record is evidence for them).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, within
from backend.practice.evidence_shown import MOST_BESIDE, Evidence, evidence_about
from backend.records.rules import RecordKind
from backend.records.tables import RECORD_SCOPES, record_criteria, record_versions, records


@dataclass
class RecordOffered:
    """A record that a sign-off may rest on, with the criteria it names. `is_shared`: every mentor of the person reads
    it.
    """

    id: Id
    kind: RecordKind
    writer: str
    happened_on: date
    criteria: list[str]
    is_shared: bool


@dataclass
class Restable:
    """What a sign-off about somebody may rest on: the newest of each."""

    evidence: Sequence[Evidence]
    records: Sequence[RecordOffered]

    @property
    def for_mentors(self) -> "Restable":
        """What all mentors of the person may see."""
        return Restable(self.evidence, [one for one in self.records if one.is_shared])


@dataclass
class RecordPinned:
    """A record that a sign-off rests on: what it is, and in which of its versions it is meant. Since `amended_at` it
    stands in other words. `is_seen`: whoever asks may read it.
    """

    id: Id
    kind: RecordKind
    version: int
    amended_at: datetime | None
    is_seen: bool


_newest = (
    select(records.c.id)
    .where(ours(records), records.c.subject_id == bindparam("of_person", type_=IdType()))
    .where(records.c.circle_id.is_(None), within(Do.SEE_RECORD, records, RECORD_SCOPES))
    .order_by(records.c.id.desc())
    .limit(MOST_BESIDE)
)
_OFFERED = Prepared(
    select(records, record_criteria.c.key)
    .outerjoin(record_criteria, and_(
        record_criteria.c.org == records.c.org, record_criteria.c.record_id == records.c.id,
        record_criteria.c.version == records.c.version,
    ))
    .where(ours(records), records.c.id.in_(_newest))
    .order_by(records.c.id.desc(), record_criteria.c.key)
)  # fmt: skip


def restable(tx: Tx, actor: Actor, person: Id) -> Restable:
    """The newest evidence and records about somebody that the actor may rest a sign-off on."""
    rows = tx.rows(_OFFERED, of_person=person, actor=actor.person)
    return Restable(evidence_about(tx, actor, person), _offered(rows))


def _offered(rows: Iterable[Row]) -> list[RecordOffered]:
    found: dict[Id, RecordOffered] = {}
    for row in rows:
        is_shared = row.evidence_for_id is not None
        one = RecordOffered(row.id, RecordKind(row.kind), row.writer_name, row.happened_on, [], is_shared)
        one = found.setdefault(row.id, one)
        one.criteria += [row.key] if row.key else []
    return list(found.values())


@cache
def _versions(count: int) -> Prepared:
    ids = [bindparam(f"named_{number}", type_=IdType()) for number in range(count)]
    columns: list[Any] = [record_versions.c.version.label("as_version"), record_versions.c.commitment]
    found = (
        select(records, *columns, record_versions.c.written_at)
        .join(record_versions, and_(
            record_versions.c.org == records.c.org, record_versions.c.record_id == records.c.id,
        ))
        .where(ours(records), or_(*(records.c.id == id_ for id_ in ids)))
        .order_by(records.c.id, record_versions.c.version)
    )  # fmt: skip
    return Prepared(found)


def pinned_records(tx: Tx, actor: Actor, ids: Iterable[Id]) -> dict[str, RecordPinned]:
    """The versions of these records, each by the digest by which a sign-off that rests on it names it."""
    wanted = sorted(set(ids))
    found: dict[str, RecordPinned] = {}
    rows = tx.rows(_versions(len(wanted)), **{f"named_{n}": id_ for n, id_ in enumerate(wanted)}) if wanted else []
    for row in rows:
        before = [one for one in found.values() if one.id == row.id and one.amended_at is None]
        for one in before:
            one.amended_at = row.written_at
        is_seen = actor.may(Do.SEE_RECORD, RECORD_SCOPES, row)
        found[row.commitment] = RecordPinned(row.id, RecordKind(row.kind), row.as_version, None, is_seen)
    return found

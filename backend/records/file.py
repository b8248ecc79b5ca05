"""What the acts on a shared record read of it, under the lock of its subject's file."""

from sqlalchemy import and_, bindparam, select

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.files import lock_file
from backend.people.tables import people
from backend.records.tables import RECORD_SCOPES, record_versions, records

_ID = bindparam("of_id", type_=IdType())
RECORD = Prepared(
    select(records, people.c.name.label("subject_name"), record_versions.c.commitment)
    .join(people, and_(people.c.org == records.c.org, people.c.id == records.c.subject_id))
    .join(record_versions, and_(
        record_versions.c.org == records.c.org, record_versions.c.record_id == records.c.id,
        record_versions.c.version == records.c.version,
    ))
    .where(ours(records), records.c.id == _ID)
)  # fmt: skip
"""A record as it stands, with its subject's name and what its newest version is sealed as, by `of_id`."""


def lock_record(tx: Tx, actor: Actor, id_: Id, act: log.Act) -> tuple[Actor, Row, Entry | None]:
    """Locks the subject's file, then reads the record, the actor's ties, and what became of this act before.

    Raises `not_found`, `id.reused`.
    """
    row = tx.first(RECORD, of_id=id_)
    if row is None:
        raise missing()
    actor, (rows, known) = lock_file(
        tx, actor, row.subject_id, (RECORD, {"of_id": id_}), (ENTRY, {"entry_id": act.id})
    )  # fmt: skip
    return actor, rows[0], log.same(actor, act, known[0] if known else None)


def ensure_seen(actor: Actor, row: Row) -> None:
    """Raises `not_found` unless the record is within the actor's reach."""
    if not actor.may(Do.SEE_RECORD, RECORD_SCOPES, row):
        raise missing()

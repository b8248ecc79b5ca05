"""Whether the files that evidence names are there, and still what they were."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from backend.kernel.database import Tx
from backend.kernel.errors import Refused
from backend.kernel.files import Files, is_whole
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.practice.tables import evidence

_NAMED = Prepared(
    select(evidence.c.id, evidence.c.digest)
    .where(ours(evidence), evidence.c.media_type.is_not(None))
    .where(or_(evidence.c.taken_back_at.is_(None), evidence.c.pinned > 0))
    .order_by(evidence.c.id)
)


def lost_files(tx: Tx, files: Files) -> Iterator[str]:
    """What is wrong with the files of an organisation's evidence, in sentences. Reads every one of them."""
    for row in tx.rows(_NAMED):
        try:
            if not is_whole(files, tx.tenant, row.digest):
                yield f"the file of evidence {row.id} is missing, or is not what it was"
        except Refused as refused:
            yield f"the file of evidence {row.id} could not be read: {refused.code}"

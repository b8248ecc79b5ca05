"""What somebody has removed for good: enough to answer a second request as the first, and nothing of what it was.

A row is a digest of who removed and which id. It says neither, so that a private note leaves no trace anybody can read.
Source: api, Conventions; docs/decisions/0035.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Index, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.kernel.columns import Holds, Instant, column, tenant_table
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Actor

removals = tenant_table(
    "removals",
    column("digest", str, Holds.NOBODY, primary_key=True),
    column("removed_at", datetime, Holds.NOBODY),
    Index("ix_removals_org_removed_at", "org", "removed_at"),
)

REMEMBERED = timedelta(days=30)
"""No phone asks again after that."""

_DIGEST = bindparam("of_digest", type_=removals.c.digest.type)
_NOTE = Prepared(
    insert(removals)
    .values(org=tenant(), digest=_DIGEST, removed_at=bindparam("now", type_=Instant()))
    .on_conflict_do_nothing(index_elements=["org", "digest"])
)
_KNOWN = Prepared(select(removals.c.digest).where(ours(removals), removals.c.digest == _DIGEST))
_FORGET = Prepared(
    delete(removals).where(ours(removals), removals.c.removed_at < bindparam("long_ago", type_=Instant()))
)


def note_removal(tx: Tx, actor: Actor, id_: Id) -> None:
    """The actor has just removed what had that id."""
    tx.put(_FORGET, long_ago=tx.now - REMEMBERED)
    tx.put(_NOTE, of_digest=_digest(actor, id_))


def ensure_removed(tx: Tx, actor: Actor, id_: Id) -> None:
    """Raises `not_found` unless the actor has removed it before: then they lost the answer."""
    if tx.first(_KNOWN, of_digest=_digest(actor, id_)) is None:
        raise missing()


def _digest(actor: Actor, id_: Id) -> str:
    return sha256(f"{actor.person} {id_}".encode()).hexdigest()

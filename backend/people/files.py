"""A person's file: the row that everything written about them locks first.

Source: decisions, Order of checks (locks): the file of the person it is about, and the signer's shared, in id order.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Given, Tx
from backend.kernel.errors import signed_out
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Tie, held_by, ties
from backend.people.tables import people

_ROW = select(people.c.id).where(ours(people), people.c.id == bindparam("file", type_=IdType()))
# Other rows refer to a person's by its key, which never changes: NO KEY UPDATE leaves them alone.
_WHOLE = Prepared(_ROW.with_for_update(key_share=True))
_SHARED = Prepared(_ROW.with_for_update(read=True))


# Wider than what holds at the transaction's instant: which ties hold is settled once the wait for the lock is over.
_TIES = Prepared(
    select(ties.c.tie, ties.c.scope_id, ties.c.starts_at, ties.c.ends_at)
    .where(ours(ties), ties.c.person_id == bindparam("actor", type_=IdType()))
    .where(or_(ties.c.ends_at.is_(None), ties.c.ends_at > bindparam("now", type_=Instant())))
)


_ALL = Prepared(
    select(people.c.id).where(ours(people)).order_by(people.c.id).limit(200_000).with_for_update(key_share=True)
)


def lock_everybody(tx: Tx) -> None:
    """Locks every file: whoever writes about a person waits until all of it is done."""
    if tx.database.dialect.name != "sqlite":
        tx.rows(_ALL)


def lock_file(
    tx: Tx, actor: Actor, subject: Id, *reads: Given, others: Iterable[Id] = ()
) -> tuple[Actor, list[list[Row]]]:
    """Locks the subject's file, and the actor's shared, then reads the actor's ties and runs `reads`.

    `others` are people whose files the act changes too. From here on the transaction's instant is one under the lock,
    later than any written under it before. Answers the actor with the ties that decide, and the rows of each read. All
    of it is one round trip. Raises `session.required` when the actor has left meanwhile.
    """
    given = [*_locks(tx, {subject, *others}, actor.person), (_TIES, {"actor": actor.person}), *reads]
    held, *found = tx.batch(*given)[-1 - len(reads) :]
    tx.now = max(tx.now, tx.database.clock())
    if actor.person == actor.org:  # the operator, who stands in no table
        return actor, found
    actor = replace(actor, ties=held_by(row for row in held if _holds(row, tx.now)))
    if (Tie.SELF, actor.person) not in actor.ties:
        raise signed_out()
    return actor, found


def _holds(row: Row, now: datetime) -> bool:
    return bool(row.starts_at <= now and (row.ends_at is None or row.ends_at > now))


def _locks(tx: Tx, subjects: set[Id], signer: Id) -> list[Given]:
    if tx.database.dialect.name == "sqlite":  # the whole database is the writer's already
        return []
    wanted = {signer: _SHARED} | dict.fromkeys(subjects, _WHOLE)
    return [(wanted[person], {"file": person}) for person in sorted(wanted)]

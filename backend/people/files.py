"""A person's file: the row that everything written about them locks first.

Source: decisions, Order of checks (locks): the file of the person it is about, and the signer's shared, in id order.
"""

from dataclasses import replace

from sqlalchemy import bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Given, Tx
from backend.kernel.errors import signed_out
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import TIES_OF, Actor, Tie, held_by
from backend.people.tables import people

_ROW = select(people.c.id).where(ours(people), people.c.id == bindparam("file", type_=IdType()))
# Other rows refer to a person's by its key, which never changes: NO KEY UPDATE leaves them alone.
_WHOLE = Prepared(_ROW.with_for_update(key_share=True))
_SHARED = Prepared(_ROW.with_for_update(read=True))


def lock_file(tx: Tx, actor: Actor, subject: Id, *reads: Given) -> tuple[Actor, list[list[Row]]]:
    """Locks the subject's file, and the actor's shared, then reads the actor's ties and runs `reads`.

    Answers the actor with the ties that decide, and the rows of each read. All of it is one round trip. Raises
    `session.required` when the actor has left meanwhile.
    """
    given = [*_locks(tx, subject, actor.person), (TIES_OF, {"actor": actor.person}), *reads]
    held, *found = tx.batch(*given)[-1 - len(reads) :]
    if actor.person == actor.org:  # the operator, who stands in no table
        return actor, found
    actor = replace(actor, ties=held_by(held))
    if (Tie.SELF, actor.person) not in actor.ties:
        raise signed_out()
    return actor, found


def _locks(tx: Tx, subject: Id, signer: Id) -> list[Given]:
    if tx.database.dialect.name == "sqlite":  # the whole database is the writer's already
        return []
    wanted = {signer: _SHARED, subject: _WHOLE}
    return [(wanted[person], {"file": person}) for person in sorted(wanted)]

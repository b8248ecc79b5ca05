"""What the acts on one sign-off read of it, under the lock of its mentee's file, and what they say of it alike."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select

from backend.kernel import waits
from backend.kernel.columns import IdType
from backend.kernel.database import Given, Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.files import lock_file
from backend.signoff import rules
from backend.signoff.tables import SIGN_OFF_SCOPES, plans, sign_offs

ONE = Prepared(
    select(sign_offs, plans.c.agreement_id, plans.c.site_id, plans.c.area_id)
    .join(plans, and_(plans.c.org == sign_offs.c.org, plans.c.id == sign_offs.c.plan_id))
    .where(ours(sign_offs), sign_offs.c.id == bindparam("of_id", type_=IdType()))
)
"""A sign-off with the places of its plan, by `of_id`."""


def lock_sign_off(tx: Tx, actor: Actor, sign_off_id: Id, *beside: Given) -> tuple[Actor, Row, list[list[Row]]]:
    """Locks the mentee's file, then reads the sign-off and `beside`. Raises `not_found`."""
    row = tx.first(ONE, of_id=sign_off_id)
    if row is None:
        raise missing()
    actor, (rows, *found) = lock_file(tx, actor, row.mentee_id, (ONE, {"of_id": sign_off_id}), *beside)
    return actor, rows[0], found


def ensure_seen(actor: Actor, row: Row) -> None:
    """Raises `not_found` unless the sign-off is within the actor's reach."""
    if not actor.may(Do.SEE_SIGN_OFF, SIGN_OFF_SCOPES, row):
        raise missing()


def ensure_not_withdrawn(row: Row) -> None:
    """Raises `sign_off.already_withdrawn`."""
    if row.withdrawn_at is not None:
        raise rules.already_withdrawn()


def named(row: Row) -> dict[str, Any]:
    """Which sign-off it is, by what it committed to."""
    return {
        "covers": row.commitment,
        "item_id": row.item_id,
        "plan_id": row.plan_id,
        "signer_id": row.signer_id,
    }


def hold(
    tx: Tx, matter: Id, people: Iterable[Id], *, kind: str, subject: Id, about: Id, since: datetime
) -> None:  # fmt: skip
    """From then on a matter about a sign-off waits for these people. For applies."""
    for person in people:
        waits.open_wait(
            tx, matter, person, kind=kind, subject=subject, about=about, since=since, from_on=since.date()
        )  # fmt: skip

"""What governance's acts about another's sign-off have in common: the lock, who may, what is vouched for, who waits.

Source: decisions, Rights (withdraw another's sign-off); trust, S20 and S33.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from backend.accounts.presence import Spent
from backend.kernel import waits
from backend.kernel.database import Given, Tx
from backend.kernel.entries import ENTRY, Entry, entry_of
from backend.kernel.errors import Refused, forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Row
from backend.kernel.ties import Actor, Do
from backend.people.files import lock_file
from backend.signoff import rules
from backend.signoff.tables import SIGN_OFF_SCOPES
from backend.signoff.withdrawals import ONE


def lock_sign_off(tx: Tx, actor: Actor, sign_off_id: Id, *beside: Given) -> tuple[Actor, Row, list[list[Row]]]:
    """Locks the mentee's file, then reads the sign-off and `beside`. Raises `not_found`."""
    row = tx.first(ONE, of_id=sign_off_id)
    if row is None:
        raise missing()
    actor, (rows, *found) = lock_file(tx, actor, row.mentee_id, (ONE, {"of_id": sign_off_id}), *beside)
    return actor, rows[0], found


def opening(tx: Tx, kind: str, matter: Id) -> Entry:
    """The entry of that kind by which somebody opened a matter. Raises `not_found`."""
    row = tx.first(ENTRY, entry_id=matter)
    if row is None or row.kind != kind:
        raise missing()
    return entry_of(row)


def ensure_seen(actor: Actor, row: Row) -> None:
    """Raises `not_found` unless the sign-off is within the actor's reach."""
    if not actor.may(Do.SEE_SIGN_OFF, SIGN_OFF_SCOPES, row):
        raise missing()


def ensure_governs(actor: Actor, row: Row, do: Do, own: Refused) -> None:
    """Raises `not_found`, `not_allowed`, and `own` where it was signed in the actor's own name."""
    ensure_seen(actor, row)
    if actor.person == row.mentee_id or not actor.may(do, SIGN_OFF_SCOPES, row):
        raise forbidden()
    if actor.person == row.signer_id:
        raise own


def ensure_not_withdrawn(row: Row) -> None:
    """Raises `sign_off.already_withdrawn`."""
    if row.withdrawn_at is not None:
        raise rules.already_withdrawn()


def vouched(row: Row, spent: Spent) -> dict[str, Any]:
    """What the server vouches for when somebody of governance acts on a sign-off."""
    return {**spent.attested, **named(row)}


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

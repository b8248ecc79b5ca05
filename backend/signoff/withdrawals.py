"""Withdrawing a sign-off: a new signed record; the sign-off stays, struck through.

Within fifteen minutes it is a take-back, later a withdrawal: the same act. Source: domain 1; trust, S07, S31.
"""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from sqlalchemy import bindparam, update

from backend.accounts.presence import spend
from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.identifying.kinds import KeptBecause
from backend.signoff import rules
from backend.signoff.file import ItemFile, kept
from backend.signoff.sign_off_file import ensure_not_withdrawn, ensure_seen, lock_sign_off
from backend.signoff.standing import restate
from backend.signoff.tables import SIGN_OFF_SCOPES, sign_offs


@dataclass(frozen=True, kw_only=True)
class WithdrawSignOff:
    """The signer takes their word back, and says why."""

    kind: ClassVar[str] = "withdraw_sign_off"
    id: Id = field(default_factory=new_id)
    sign_off_id: Id
    reason: Annotated[Words, Within(1, 1000)]
    kept_because: KeptBecause | None = None


_WITHDRAW = Prepared(
    update(sign_offs)
    .where(ours(sign_offs), sign_offs.c.id == bindparam("of_id", type_=IdType()))
    .values(
        withdrawn_at=bindparam("at", type_=Instant()),
        withdrawn_by=bindparam("by"),
        withdrawal_reason=bindparam("reason"),
        withdrawal_id=bindparam("entry", type_=IdType()),
    )
)


def withdraw_sign_off(tx: Tx, actor: Actor, act: WithdrawSignOff, presence: str | None) -> tuple[Entry, ItemFile]:
    """Withdraws the actor's own sign-off, also after the agreement ended.

    Raises `not_found`, `id.reused`, `not_allowed`, `presence.required`, `sign_off.already_withdrawn`,
    `sign_off.frozen`.
    """
    actor, row, _ = lock_sign_off(tx, actor, act.sign_off_id)
    if entry := log.known(tx, actor, act):
        return entry, kept(tx, row.item_id)
    ensure_seen(actor, row)
    if not actor.may(Do.WITHDRAW, SIGN_OFF_SCOPES, row):
        raise forbidden()
    spent = spend(tx, actor, presence)
    ensure_not_withdrawn(row)
    if row.frozen_at is not None:
        raise rules.frozen()
    vouched = {
        **spent.attested,
        "covers": row.commitment,
        "take_back": tx.now - row.signed_at <= rules.TAKE_BACK,
        "item_id": row.item_id,
        "plan_id": row.plan_id,
    }
    if row.opening_id is not None:
        vouched["settles"] = row.opening_id
    entry = log.record(tx, actor, act, about=row.item_id, subject=row.mentee_id, attestation=vouched)
    return entry, kept(tx, row.item_id)


def apply_withdrawn(tx: Tx, entry: Entry) -> None:
    """Strikes the sign-off through and states item and plan anew."""
    sign_off_id, item_id = entry.content["sign_off_id"], entry.attestation["item_id"]
    fields = {
        "withdrawn_at": entry.at,
        "withdrawn_by": (entry.signer or {}).get("name", ""),
        "withdrawal_reason": (entry.words or {}).get("reason", ""),
        "withdrawal_id": entry.id,
    }
    if not tx.rebuilding:
        file = kept(tx, item_id)
        file.sign_offs = [one._replace(**fields) if one.id == sign_off_id else one for one in file.sign_offs]
    tx.put(
        _WITHDRAW,
        of_id=sign_off_id,
        at=entry.at,
        by=fields["withdrawn_by"],
        reason=fields["withdrawal_reason"],
        entry=entry.id,
    )
    restate(tx, entry.attestation["plan_id"], item_id)

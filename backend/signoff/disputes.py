"""Disputing a sign-off, or that there is none: the mentee's words stand beside it and alter nothing.

Another one amends it; the earlier words stay to be read. Source: decisions, Rights (dispute); trust, S34 and S35.
"""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import put
from backend.kernel.shapes import Within, Words
from backend.kernel.ties import Actor, Do
from backend.people.identifying.kinds import KeptBecause
from backend.signoff import rules
from backend.signoff.asides import count_aside
from backend.signoff.file import ItemFile, ensure_seen, kept, lock_item
from backend.signoff.rules import PlanStatus
from backend.signoff.sign_off_file import ONE
from backend.signoff.standing import TOUCH
from backend.signoff.tables import PLAN_SCOPES, disputes


@dataclass(frozen=True, kw_only=True)
class DisputeSignOff:
    """The mentee says that they see a sign-off differently, withdrawn or not."""

    kind: ClassVar[str] = "dispute_sign_off"
    id: Id = field(default_factory=new_id)
    sign_off_id: Id
    text: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class DisputeItem:
    """The mentee says that something ought to be signed here and is not."""

    kind: ClassVar[str] = "dispute_item"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    item_id: Id
    text: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None


_INSERT = put(disputes, "id", "plan_id", "item_id", "sign_off_id", "mentee_id", "text", "at")


def dispute_sign_off(tx: Tx, actor: Actor, act: DisputeSignOff) -> Entry:
    """Puts the mentee's words beside a sign-off. Raises `not_found`, `id.reused`, `not_allowed`."""
    row = tx.first(ONE, of_id=act.sign_off_id)
    if row is None:
        raise missing()
    actor, file, entry = lock_item(tx, actor, row.plan_id, row.item_id, act)
    if entry:
        return entry
    _ensure_theirs(actor, file)
    return _record(tx, actor, act, file, next(one.commitment for one in file.sign_offs if one.id == row.id))


def dispute_item(tx: Tx, actor: Actor, act: DisputeItem) -> Entry:
    """Puts the mentee's words beside an item. Raises `not_found`, `id.reused`, `not_allowed`, `plan.closed`."""
    actor, file, entry = lock_item(tx, actor, act.plan_id, act.item_id, act)
    if entry:
        return entry
    _ensure_theirs(actor, file)
    if file.row.plan_status == PlanStatus.CLOSED:
        raise rules.plan_closed()
    return _record(tx, actor, act, file, None)


def _ensure_theirs(actor: Actor, file: ItemFile) -> None:
    ensure_seen(actor, file)
    if not actor.may(Do.DISPUTE, PLAN_SCOPES, file.row):
        raise forbidden()


def _record(
    tx: Tx, actor: Actor, act: DisputeSignOff | DisputeItem, file: ItemFile, covers: str | None
) -> Entry:  # fmt: skip
    row = file.row
    vouched = {"plan_id": row.plan_id, "item_id": row.id, "covers": covers}
    return log.record(tx, actor, act, about=row.id, subject=row.mentee_id, attestation=vouched)


def apply_disputed(tx: Tx, entry: Entry) -> None:
    """Keeps the words beside the sign-off or the item."""
    plan_id, item_id = entry.attestation["plan_id"], entry.attestation["item_id"]
    tx.put(
        _INSERT,
        id=entry.id,
        plan_id=plan_id,
        item_id=item_id,
        sign_off_id=entry.content.get("sign_off_id"),
        mentee_id=entry.subject,
        text=(entry.words or {}).get("text", ""),
        at=entry.at,
    )
    count_aside(tx, item_id)
    tx.put(TOUCH, of_plan=plan_id)
    if not tx.rebuilding:
        file = kept(tx, item_id)
        file.row = file.row._replace(asides=file.row.asides + 1)

"""Letting a frozen sign-off count again: one person of governance asks for it and says why, a second confirms.

It takes two, as withdrawing does: one alone could let stand what its signer says they never signed. Until the second
confirms it stays frozen. Source: trust, S20 and S33; decisions, Rights (withdraw another's sign-off).
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar

from sqlalchemy import bindparam, update

from backend.kernel import waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import OwnId, Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.identifying.kinds import KeptBecause
from backend.signoff import rules
from backend.signoff.by_two import (
    NOT_OPENED,
    Matter,
    ask_a_second,
    confirm_matter,
    confirmation_of,
    open_matter,
    opened_by,
    take_matter_back,
)
from backend.signoff.file import ItemFile
from backend.signoff.freezing import FREEZE, attend, end_freeze, mark
from backend.signoff.rules import FreezeEnd
from backend.signoff.standing import TOUCH, restate
from backend.signoff.tables import freezes

WAIT = "lifting_confirmation"


@dataclass(frozen=True, kw_only=True)
class OpenLifting:
    """Governance asks that a frozen sign-off count again, and says what was found out."""

    kind: ClassVar[str] = "open_lifting"
    id: OwnId = field(default_factory=new_id)
    sign_off_id: Id
    reason: Annotated[Words, Within(1, 1000)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class ConfirmLifting:
    """A second person confirms it. It goes by the lifting and by who confirms."""

    kind: ClassVar[str] = "confirm_lifting"
    id: Id = field(default_factory=lambda: Id(""))
    lifting_id: Id


@dataclass(frozen=True, kw_only=True)
class TakeLiftingBack:
    """Whoever asked for it takes it back."""

    kind: ClassVar[str] = "take_lifting_back"
    lifting_id: Id

    @property
    def id(self) -> Id:
        """One taking back a lifting."""
        return derived_id(self.lifting_id, "taking-back")


_OPEN = Prepared(
    update(freezes)
    .where(ours(freezes), freezes.c.sign_off_id == bindparam("of_sign_off", type_=IdType()))
    .values(
        lifting_id=bindparam("opening", type_=IdType()),
        opened_by_id=bindparam("by_id", type_=IdType()),
        opened_by=bindparam("by"),
        opened_at=bindparam("at", type_=Instant()),
        reason=bindparam("new_reason"),
    )
)


def _ensure_frozen(_: Row, freeze: Row | None) -> dict[str, Any]:
    if freeze is None or freeze.ended_at is not None:
        raise rules.not_frozen()
    return {"freeze_id": freeze.id}


def _open(_: Row, freeze: Row | None) -> Id | None:
    return freeze.lifting_id if freeze is not None and freeze.ended_at is None else None


_MATTER = Matter(
    opens=OpenLifting.kind,
    may_open=Do.OPEN_LIFTING,
    may_confirm=Do.CONFIRM_LIFTING,
    own=rules.own_name,
    already_open=rules.lifting_already_open,
    same_person=rules.lifting_same_person,
    over=rules.lifting_over,
    begun=_ensure_frozen,
    open=_open,
    beside=FREEZE,
)


def open_lifting(tx: Tx, actor: Actor, act: OpenLifting, presence: str | None) -> tuple[Entry, ItemFile]:
    """Asks that a frozen sign-off count again; it stays frozen until a second person confirms.

    Raises `not_found`, `id.reused`, `not_allowed`, `lifting.own_name`, `presence.required`, `sign_off.not_frozen`,
    `lifting.already_open`.
    """
    return open_matter(tx, actor, _MATTER, act, presence)


def confirm_lifting(tx: Tx, actor: Actor, act: ConfirmLifting, presence: str | None) -> tuple[Entry, ItemFile]:
    """Confirms it: from now on the sign-off counts again.

    Raises `not_found`, `id.reused`, `not_allowed`, `lifting.own_name`, `lifting.same_person`, `presence.required`,
    `lifting.over`.
    """
    act = replace(act, id=act.id or confirmation_of(act.lifting_id, actor))
    return confirm_matter(tx, actor, _MATTER, act.lifting_id, act, presence)


def take_lifting_back(tx: Tx, actor: Actor, act: TakeLiftingBack) -> Entry:
    """Takes an open lifting back. Raises `not_found`, `id.reused`, `not_allowed`, `lifting.over`."""
    return take_matter_back(tx, actor, _MATTER, act.lifting_id, act)


def apply_opened(tx: Tx, entry: Entry) -> None:
    """Notes it, and asks everyone who may confirm."""
    tx.put(_OPEN, of_sign_off=entry.content["sign_off_id"], **opened_by(entry))
    attend(tx, entry.content["sign_off_id"])
    ask_a_second(tx, entry, WAIT)


def apply_confirmed(tx: Tx, entry: Entry) -> None:
    """The sign-off counts again; item and plan are stated anew."""
    facts = entry.attestation
    waits.close_waits(tx, entry.content["lifting_id"])
    mark(tx, facts["item_id"], entry.content["sign_off_id"], None)
    end_freeze(tx, entry, FreezeEnd.LIFTED)
    restate(tx, facts["plan_id"], facts["item_id"])


def apply_taken_back(tx: Tx, entry: Entry) -> None:
    """It stays frozen, and is looked into by whoever of governance comes to it."""
    waits.close_waits(tx, entry.content["lifting_id"])
    tx.put(_OPEN, of_sign_off=entry.attestation["sign_off_id"], **NOT_OPENED)
    attend(tx, entry.attestation["sign_off_id"])
    tx.put(TOUCH, of_plan=entry.attestation["plan_id"])

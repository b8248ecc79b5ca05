"""Withdrawing another's word: one person opens it, a second confirms, both with presence. Until then it counts.

Signer and mentee see that it is open, and why. The signer's own withdrawal meanwhile settles it.
Source: decisions, Rights (withdraw another's sign-off); trust, S33.
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
from backend.kernel.shapes import Within, Words
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
from backend.signoff.file import ItemFile, kept
from backend.signoff.sign_off_file import ONE, ensure_not_withdrawn
from backend.signoff.standing import TOUCH, restate
from backend.signoff.tables import sign_offs
from backend.signoff.withdrawals import WithdrawSignOff, withdraw_sign_off

WAIT = "withdrawal_confirmation"


@dataclass(frozen=True, kw_only=True)
class OpenWithdrawal:
    """Governance opens the withdrawal of somebody's sign-off, and says why."""

    kind: ClassVar[str] = "open_withdrawal"
    id: Id = field(default_factory=new_id)
    sign_off_id: Id
    reason: Annotated[Words, Within(1, 1000)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class ConfirmWithdrawal:
    """A second person confirms it. It goes by the withdrawal and by who confirms."""

    kind: ClassVar[str] = "confirm_withdrawal"
    id: Id = field(default_factory=lambda: Id(""))
    withdrawal_id: Id


@dataclass(frozen=True, kw_only=True)
class TakeWithdrawalBack:
    """Whoever opened it takes it back."""

    kind: ClassVar[str] = "take_withdrawal_back"
    withdrawal_id: Id

    @property
    def id(self) -> Id:
        """One taking back a withdrawal."""
        return derived_id(self.withdrawal_id, "taking-back")


_ID = bindparam("of_id", type_=IdType())
_OPEN = Prepared(
    update(sign_offs)
    .where(ours(sign_offs), sign_offs.c.id == _ID)
    .values(
        opening_id=bindparam("opening", type_=IdType()),
        opened_by_id=bindparam("by_id", type_=IdType()),
        opened_by=bindparam("by"),
        opened_at=bindparam("at", type_=Instant()),
        opening_reason=bindparam("new_reason"),
    )
)
_CONFIRM = Prepared(
    update(sign_offs)
    .where(ours(sign_offs), sign_offs.c.id == _ID)
    .values(
        withdrawn_at=bindparam("at", type_=Instant()),
        withdrawn_by=sign_offs.c.opened_by,
        withdrawal_reason=sign_offs.c.opening_reason,
        withdrawal_id=bindparam("entry", type_=IdType()),
        confirmed_by=bindparam("by"),
        frozen_at=None,
    )
)


def _ensure_not_withdrawn(row: Row, _: Row | None) -> dict[str, Any]:
    ensure_not_withdrawn(row)
    return {}


def _open(row: Row, _: Row | None) -> Id | None:
    return row.opening_id if row.withdrawn_at is None else None


_MATTER = Matter(
    opens=OpenWithdrawal.kind,
    may_open=Do.OPEN_WITHDRAWAL,
    may_confirm=Do.CONFIRM_WITHDRAWAL,
    own=rules.own_word,
    already_open=rules.already_open,
    same_person=rules.same_person,
    over=rules.withdrawal_over,
    begun=_ensure_not_withdrawn,
    open=_open,
)


def withdraw(tx: Tx, actor: Actor, act: WithdrawSignOff, presence: str | None) -> tuple[Entry, ItemFile]:
    """Withdraws the actor's own sign-off, or opens the withdrawal of another's.

    Raises what `withdraw_sign_off` and `open_withdrawal` raise.
    """
    row = tx.first(ONE, of_id=act.sign_off_id)
    if row is None or row.signer_id == actor.person:
        return withdraw_sign_off(tx, actor, act, presence)
    opened = OpenWithdrawal(id=act.id, sign_off_id=act.sign_off_id, reason=act.reason, kept_because=act.kept_because)
    return open_withdrawal(tx, actor, opened, presence)


def open_withdrawal(tx: Tx, actor: Actor, act: OpenWithdrawal, presence: str | None) -> tuple[Entry, ItemFile]:
    """Opens the withdrawal of another's sign-off; it counts until a second person confirms.

    Raises `not_found`, `id.reused`, `not_allowed`, `withdrawal.own_word`, `presence.required`,
    `sign_off.already_withdrawn`, `withdrawal.already_open`.
    """
    return open_matter(tx, actor, _MATTER, act, presence)


def confirm_withdrawal(
    tx: Tx, actor: Actor, act: ConfirmWithdrawal, presence: str | None
) -> tuple[Entry, ItemFile]:  # fmt: skip
    """Confirms it: from now on the sign-off is withdrawn.

    Raises `not_found`, `id.reused`, `not_allowed`, `withdrawal.own_word`, `withdrawal.same_person`,
    `presence.required`, `withdrawal.over`.
    """
    act = replace(act, id=act.id or confirmation_of(act.withdrawal_id, actor))
    return confirm_matter(tx, actor, _MATTER, act.withdrawal_id, act, presence)


def take_withdrawal_back(tx: Tx, actor: Actor, act: TakeWithdrawalBack) -> Entry:
    """Takes an open withdrawal back. Raises `not_found`, `id.reused`, `not_allowed`, `withdrawal.over`."""
    return take_matter_back(tx, actor, _MATTER, act.withdrawal_id, act)


def apply_opened(tx: Tx, entry: Entry) -> None:
    """Notes it on the sign-off, and asks everyone who may confirm."""
    tx.put(_OPEN, of_id=entry.content["sign_off_id"], **opened_by(entry))
    ask_a_second(tx, entry, WAIT)


def apply_confirmed(tx: Tx, entry: Entry) -> None:
    """Strikes the sign-off through in both names, and states item and plan anew."""
    waits.close_waits(tx, entry.content["withdrawal_id"])
    tx.put(
        _CONFIRM,
        of_id=entry.content["sign_off_id"],
        at=entry.at,
        entry=entry.id,
        by=(entry.signer or {}).get("name", ""),
    )
    restate(tx, entry.attestation["plan_id"], entry.attestation["item_id"])


def apply_taken_back(tx: Tx, entry: Entry) -> None:
    """Nothing is open on the sign-off any more."""
    waits.close_waits(tx, entry.content["withdrawal_id"])
    tx.put(_OPEN, of_id=entry.attestation["sign_off_id"], **NOT_OPENED)
    tx.put(TOUCH, of_plan=entry.attestation["plan_id"])


def apply_settled(tx: Tx, entry: Entry) -> None:
    """The signer's own withdrawal settles one that governance had opened."""
    if (opened := entry.attestation.get("settles")) is None:
        return
    waits.close_waits(tx, opened)
    sign_off_id = entry.content["sign_off_id"]
    tx.put(_OPEN, of_id=sign_off_id, **NOT_OPENED)
    if not tx.rebuilding:
        file, gone = kept(tx, entry.about), dict.fromkeys(("opening_id", "opened_by_id", "opened_by", "opened_at"))
        file.sign_offs = [one._replace(**gone) if one.id == sign_off_id else one for one in file.sign_offs]

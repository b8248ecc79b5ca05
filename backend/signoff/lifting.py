"""Letting a frozen sign-off count again: one person of governance asks for it and says why, a second confirms.

It takes two, as withdrawing does: one alone could let stand what its signer says they never signed. Until the second
confirms it stays frozen. Source: trust, S20 and S33; decisions, Rights (withdraw another's sign-off).
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from sqlalchemy import bindparam, update

from backend.accounts.presence import spend
from backend.kernel import log, waits
from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import OwnId, Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.identifying.kinds import KeptBecause
from backend.signoff import rules
from backend.signoff.deciders import confirmers
from backend.signoff.file import ItemFile, kept
from backend.signoff.freezing import FREEZE, attend, end_freeze, mark
from backend.signoff.governing import ensure_governs, ensure_seen, hold, lock_sign_off, opening, vouched
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
        lifting_id=bindparam("lifting", type_=IdType()),
        opened_by_id=bindparam("by_id", type_=IdType()),
        opened_by=bindparam("by"),
        opened_at=bindparam("at", type_=Instant()),
        reason=bindparam("new_reason"),
    )
)
_CLOSED = dict.fromkeys(("lifting", "by_id", "by", "at", "new_reason"))


def open_lifting(tx: Tx, actor: Actor, act: OpenLifting, presence: str | None) -> tuple[Entry, ItemFile]:
    """Asks that a frozen sign-off count again; it stays frozen until a second person confirms.

    Raises `not_found`, `id.reused`, `not_allowed`, `lifting.own_name`, `presence.required`, `sign_off.not_frozen`,
    `lifting.already_open`.
    """
    actor, row, frozen = _lock(tx, actor, act.sign_off_id)
    if entry := log.known(tx, actor, act):
        return entry, kept(tx, row.item_id)
    ensure_governs(actor, row, Do.OPEN_LIFTING, rules.own_name())
    spent = spend(tx, actor, presence)
    if frozen is None or frozen.ended_at is not None:
        raise rules.not_frozen()
    if frozen.lifting_id is not None:
        raise rules.lifting_already_open()
    facts = {**vouched(row, spent), "freeze_id": frozen.id, "day": tx.today(actor.zone).isoformat()}
    entry = log.record(tx, actor, act, about=row.item_id, subject=row.mentee_id, attestation=facts)
    return entry, kept(tx, row.item_id)


def confirm_lifting(tx: Tx, actor: Actor, act: ConfirmLifting, presence: str | None) -> tuple[Entry, ItemFile]:
    """Confirms it: from now on the sign-off counts again.

    Raises `not_found`, `id.reused`, `not_allowed`, `lifting.own_name`, `lifting.same_person`, `presence.required`,
    `lifting.over`.
    """
    if not act.id:
        act = replace(act, id=derived_id(act.lifting_id, f"confirmation/{actor.person}"))
    opened = opening(tx, OpenLifting.kind, act.lifting_id)
    actor, row, frozen = _lock(tx, actor, opened.content["sign_off_id"])
    if entry := log.known(tx, actor, act):
        return entry, kept(tx, row.item_id)
    ensure_governs(actor, row, Do.CONFIRM_LIFTING, rules.own_name())
    if actor.person == opened.actor:
        raise rules.lifting_same_person()
    spent = spend(tx, actor, presence)
    _ensure_open(frozen, opened.id)
    by = {"by": opened.actor, "at": stamp(opened.at), "commitment": opened.commitment.hex()}
    entry = log.record(
        tx, actor, act, about=row.item_id, subject=row.mentee_id, content={"sign_off_id": row.id},
        attestation={**vouched(row, spent), "opened": by},
    )  # fmt: skip
    return entry, kept(tx, row.item_id)


def take_lifting_back(tx: Tx, actor: Actor, act: TakeLiftingBack) -> Entry:
    """Takes an open lifting back. Raises `not_found`, `id.reused`, `not_allowed`, `lifting.over`."""
    opened = opening(tx, OpenLifting.kind, act.lifting_id)
    actor, row, frozen = _lock(tx, actor, opened.content["sign_off_id"])
    if entry := log.known(tx, actor, act):
        return entry
    ensure_seen(actor, row)
    if actor.person != opened.actor:
        raise forbidden()
    _ensure_open(frozen, opened.id)
    facts = {"plan_id": row.plan_id, "item_id": row.item_id, "sign_off_id": row.id}
    return log.record(tx, actor, act, about=row.item_id, subject=row.mentee_id, attestation=facts)


def _lock(tx: Tx, actor: Actor, sign_off_id: Id) -> tuple[Actor, Row, Row | None]:
    actor, row, (found,) = lock_sign_off(tx, actor, sign_off_id, (FREEZE, {"of_sign_off": sign_off_id}))
    return actor, row, next(iter(found), None)


def _ensure_open(frozen: Row | None, lifting_id: Id) -> None:
    if frozen is None or frozen.ended_at is not None or frozen.lifting_id != lifting_id:
        raise rules.lifting_over()


def apply_opened(tx: Tx, entry: Entry) -> None:
    """Notes it, and asks everyone who may confirm."""
    facts, sign_off_id = entry.attestation, entry.content["sign_off_id"]
    words, by = entry.words or {}, (entry.signer or {}).get("name", "")
    tx.put(
        _OPEN, of_sign_off=sign_off_id, lifting=entry.id, by_id=entry.actor, by=by, at=entry.at,
        new_reason=words.get("reason", ""),
    )  # fmt: skip
    attend(tx, sign_off_id)
    assert entry.subject is not None
    apart = (entry.actor, facts["signer_id"])
    people = [person for person in confirmers(tx, facts["plan_id"]) if person not in apart]
    hold(tx, entry.id, people, kind=WAIT, subject=entry.subject, about=entry.about, since=entry.at)
    tx.put(TOUCH, of_plan=facts["plan_id"])


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
    tx.put(_OPEN, of_sign_off=entry.attestation["sign_off_id"], **_CLOSED)
    attend(tx, entry.attestation["sign_off_id"])
    tx.put(TOUCH, of_plan=entry.attestation["plan_id"])

"""Receipts and the answers that go with a signature: what was signed, by whom, how, and its place in the log."""

from dataclasses import dataclass
from typing import Any

from backend.kernel.clock import stamp
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, SAID, SIGNER, Entry, entry_of
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.ties import Actor, Do
from backend.signoff.file import ItemFile
from backend.signoff.freezing import FREEZE
from backend.signoff.reading import show_item
from backend.signoff.showing_signed import Governing, sign_off_of
from backend.signoff.shown import Item, Progress, SignOffShown
from backend.signoff.sign_off_file import ONE
from backend.signoff.sign_offs import sign_off_row
from backend.signoff.signed_under import signed_under
from backend.signoff.tables import SIGN_OFF_SCOPES


@dataclass
class Sealed:
    """Words with the nonce that seals them; both None once erased."""

    nonce: str | None
    words: dict[str, Any] | None


@dataclass
class Receipt:
    """Everything needed to check a record by oneself (docs/record-format.md). Hashes are hexadecimal sha256."""

    v: int
    id: Id
    kind: str
    at: str
    seq: int
    content: dict[str, Any]
    attestation: dict[str, Any]
    said: Sealed
    signer: Sealed
    commitment: str
    hash: str


@dataclass
class SignedOff:
    """What a mentor gets back for a sign-off: the record itself, the item and progress as they are now, the receipt.

    Whoever signed keeps their own record for ever; item and progress are null once the plan is out of their reach.
    """

    sign_off: SignOffShown
    item: Item | None
    progress: Progress | None
    receipt: Receipt


def receipt_of(entry: Entry) -> Receipt:
    """The receipt of an entry, the same for ever."""
    return Receipt(
        v=1,
        id=entry.id,
        kind=entry.kind,
        at=stamp(entry.at),
        seq=entry.seq,
        content=entry.content,
        attestation=entry.attestation,
        said=Sealed(entry.nonces[SAID], entry.words),
        signer=Sealed(entry.nonces[SIGNER], entry.signer),
        commitment=entry.commitment.hex(),
        hash=entry.hash.hex(),
    )


def signed_off(tx: Tx, actor: Actor, entry: Entry, file: ItemFile, sign_off_id: Id | None = None) -> SignedOff:
    """The answer to a sign-off, or to what became of it. Both come from the log; progress is as it is now."""
    one = next(signed for signed in file.sign_offs if signed.id == (sign_off_id or entry.id))
    if sign_off_id is None:  # a replay shows what was signed, not what became of it
        one = sign_off_row(entry)._replace(counts=one.counts)
    frozen = tx.first(FREEZE, of_sign_off=one.id) if sign_off_id and file.row.asides else None
    under = signed_under(tx, file.row.framework_id, [one]).get(one.id)
    shown = sign_off_of(actor, one, Governing.of(actor, file.row), frozen=frozen, under=under)
    now = show_item(tx, actor, file.row.id)
    return SignedOff(shown, now.item, now.progress, receipt_of(entry))


def show_receipt(tx: Tx, actor: Actor, sign_off_id: Id) -> Receipt:
    """The receipt of a sign-off: for all who see the plan, and for whoever signed, for ever. Raises `not_found`."""
    row = tx.first(ONE, of_id=sign_off_id)
    if row is None or not actor.may(Do.SEE_SIGN_OFF, SIGN_OFF_SCOPES, row):
        raise missing()
    return receipt_of(entry_of(tx.one(ENTRY, entry_id=sign_off_id)))


WITHDRAWALS = ("withdraw_sign_off", "open_withdrawal", "confirm_withdrawal")


def show_withdrawal_receipt(tx: Tx, actor: Actor, withdrawal_id: Id) -> Receipt:
    """The receipt of a withdrawal: of the signer's own, of one that governance opened, or of its confirmation; for all
    who may see that sign-off's. Raises `not_found`.
    """
    found = tx.first(ENTRY, entry_id=withdrawal_id)
    if found is None or found.kind not in WITHDRAWALS:
        raise missing()
    entry = entry_of(found)
    row = tx.one(ONE, of_id=entry.content["sign_off_id"])
    if not actor.may(Do.SEE_SIGN_OFF, SIGN_OFF_SCOPES, row):
        raise missing()
    return receipt_of(entry)

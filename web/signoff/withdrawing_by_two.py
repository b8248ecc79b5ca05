"""Confirming a withdrawal that somebody else opened, taking one's own opening back, and the receipt of a withdrawal."""

from dataclasses import dataclass

import orjson
from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id
from backend.signoff.receipts import Receipt, show_withdrawal_receipt
from backend.signoff.rules import withdrawal_over
from backend.signoff.withdrawing_by_two import (
    ConfirmWithdrawal,
    TakeWithdrawalBack,
    confirm_withdrawal,
    take_withdrawal_back,
)
from web.accounts import confirm, missing_proof, presence
from web.forms import EMPTY, Typed, ensure_filled
from web.pages import redrawn, render
from web.signoff import receipts
from web.signoff.items import to_item
from web.signoff.receipts import Signed
from web.visits import Visit, acting, looking

withdrawing_by_two = Blueprint("withdrawing_by_two", __name__)
ADDRESS = "/withdrawals/<id:withdrawal_id>"


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawal's receipt, and the sign-off it is about."""

    receipt: Receipt
    signed: Signed

    @property
    def whole(self) -> str:
        """The receipt as it can be checked by a program."""
        return orjson.dumps(self.receipt, option=orjson.OPT_INDENT_2).decode()


def _read(visit: Visit, withdrawal_id: Id) -> Withdrawn:
    receipt = show_withdrawal_receipt(visit.tx, visit.actor, withdrawal_id)
    return Withdrawn(receipt, receipts.read(visit, receipt.content["sign_off_id"]))


@withdrawing_by_two.get(f"{ADDRESS}/confirmations/new")
def blank(withdrawal_id: Id) -> Response:
    """The page to confirm on."""
    return confirmation_page(withdrawal_id)


def confirmation_page(withdrawal_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to confirm on, with the form as typed. Raises `not_found`, `not_allowed`, `withdrawal.over`."""
    with looking() as visit:
        found = _read(visit, withdrawal_id)
        live = is_live(visit.tx, visit.actor, presence())
    opened = found.signed.sign_off.withdrawal_open
    if opened is None or opened.id != withdrawal_id:
        raise withdrawal_over()
    if not opened.may["confirm"]:
        raise forbidden()
    return render(
        "signoff/confirmation.html", visit.frame, tab="waiting", signed=found.signed, opened=opened, typed=typed,
        live=live,
    )  # fmt: skip


@withdrawing_by_two.post(f"{ADDRESS}/confirmations")
@redrawn(confirmation_page)
def confirm_it(withdrawal_id: Id) -> AnyResponse:
    """Confirms: from now on the sign-off is withdrawn."""
    confirm()
    ensure_filled(*missing_proof())
    with acting() as visit:
        act = ConfirmWithdrawal(withdrawal_id=withdrawal_id)
        entry, _ = confirm_withdrawal(visit.tx, visit.actor, act, presence())
    return to_item(entry.attestation["plan_id"], entry.about, "confirmed")


@withdrawing_by_two.post(f"{ADDRESS}/taking-back")
def take_back(withdrawal_id: Id) -> AnyResponse:
    """Takes back what oneself has opened."""
    with acting() as visit:
        entry = take_withdrawal_back(visit.tx, visit.actor, TakeWithdrawalBack(withdrawal_id=withdrawal_id))
    return to_item(entry.attestation["plan_id"], entry.about, "unopened")


@withdrawing_by_two.get(f"{ADDRESS}/receipt")
def receipt(withdrawal_id: Id) -> Response:
    """The receipt of a withdrawal, for all who see the sign-off."""
    with looking() as visit:
        found = _read(visit, withdrawal_id)
    return render("signoff/withdrawal_receipt.html", visit.frame, tab="plans", found=found)

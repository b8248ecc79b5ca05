"""Taking one's own word back, within fifteen minutes or later, and opening the withdrawal of another's. The sign-off
stays, struck through.
"""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.kernel.ties import Do
from backend.signoff.rules import TAKE_BACK, already_open, already_withdrawn, frozen
from backend.signoff.tables import PLAN_SCOPES
from backend.signoff.withdrawals import WithdrawSignOff
from backend.signoff.withdrawing_by_two import withdraw as withdraw_either_way
from web.accounts import confirm, missing_proof, presence
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import sign_off_at
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff import receipts
from web.signoff.asides import is_frozen
from web.signoff.items import to_item
from web.visits import acting, looking

withdrawals = Blueprint("withdrawals", __name__)
ADDRESS = "/sign-offs/<id:sign_off_id>/withdrawal"


@withdrawals.get(f"{ADDRESS}/new")
def blank(sign_off_id: Id) -> Response:
    """The page to withdraw on."""
    return withdrawal_page(sign_off_id)


def withdrawal_page(sign_off_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to withdraw on, with the form as typed.

    Raises `not_found`, `not_allowed`, `sign_off.already_withdrawn`, `sign_off.frozen`, `withdrawal.already_open`.
    """
    with looking() as visit:
        signed = receipts.read(visit, sign_off_id)
        live = is_live(visit.tx, visit.actor, presence())
    if signed.sign_off.withdrawal:
        raise already_withdrawn()
    may = signed.sign_off.may
    if is_frozen(signed.sign_off) and signed.sign_off.signer.id == visit.actor.person:
        raise frozen()
    if not (may["withdraw"] or may["open_withdrawal"]):
        raise already_open() if signed.sign_off.withdrawal_open else forbidden()
    return render(
        "signoff/withdrawal.html",
        visit.frame,
        tab="waiting",
        signed=signed,
        typed=typed,
        live=live,
        form_id=typed.form_id() or new_id(),
        is_anothers=not may["withdraw"],
        is_fresh=visit.tx.now - signed.sign_off.signed_at <= TAKE_BACK,
    )


@withdrawals.post(ADDRESS)
@redrawn(withdrawal_page)
def withdraw(sign_off_id: Id) -> AnyResponse:
    """Withdraws; who can see the plan no more is led to the receipt instead."""
    confirm()
    ensure_filled("reason", *missing_proof())
    ensure_pointed_out("reason")
    act = load(WithdrawSignOff, posted("id", "reason", REASON), sign_off_id=sign_off_id)
    with acting() as visit:
        entry, file = withdraw_either_way(visit.tx, visit.actor, act, presence())
        row = file.row
    if visit.actor.may(Do.SEE_PLAN, PLAN_SCOPES, row):
        return to_item(row.plan_id, row.id, "withdrawn" if entry.kind == act.kind else "opened")
    return answered(receipts.receipt_page, f"{sign_off_at(sign_off_id)}/receipt", "withdrawn", sign_off_id=sign_off_id)

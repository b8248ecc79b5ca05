"""Withdrawing: one's own word, or another's by two people; and the receipt of it."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.shapes import Secret
from backend.signoff.receipts import Receipt, SignedOff, show_withdrawal_receipt
from backend.signoff.withdrawals import WithdrawSignOff
from backend.signoff.withdrawing_by_two import (
    ConfirmWithdrawal,
    TakeWithdrawalBack,
    confirm_withdrawal,
    take_withdrawal_back,
    withdraw,
)
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, done, dump, read, writing
from mobile_api.signoff import examples
from mobile_api.signoff.becoming import become

room = Room("withdrawals", __name__, description="Taking a mentor's word back.")

_PRESENCE = ("presence", Secret | None)
WITHDRAW = Body(WithdrawSignOff, examples.WITHDRAWAL, without=("sign_off_id",), extra=(_PRESENCE,))
CONFIRM = Body(ConfirmWithdrawal, examples.CONFIRMATION, without=("id", "withdrawal_id"), extra=(_PRESENCE,))


@room.operation(
    "POST",
    "/v1/sign-offs/<id:sign_off_id>/withdrawal",
    takes=WITHDRAW,
    gives={201: SignedOff, 200: SignedOff},
    refuses=[
        "not_found", "not_allowed", "presence.required", "id.reused", "sign_off.already_withdrawn",
        "withdrawal.already_open",
    ],
)  # fmt: skip
def make_withdrawal(sign_off_id: Id) -> Response:
    """Take one's sign-off back within fifteen minutes, or withdraw it later; the row stays, struck through.

    Somebody of governance opens the withdrawal of another's: `withdrawal_open` names it, and the sign-off counts until
    a second person confirms. The answer's `receipt` is that of the withdrawal.
    """
    act, beside = WITHDRAW.load_both(sign_off_id=sign_off_id)
    return become(withdraw, act, beside["presence"])


@room.operation(
    "POST",
    "/v1/withdrawals/<id:withdrawal_id>/confirmations",
    takes=CONFIRM,
    gives={201: SignedOff, 200: SignedOff},
    refuses=[
        "not_found", "not_allowed", "withdrawal.own_word", "withdrawal.same_person", "presence.required", "id.reused",
        "withdrawal.over",
    ],
)  # fmt: skip
def make_withdrawal_confirmation(withdrawal_id: Id) -> Response:
    """Confirm, as a second person, a withdrawal that somebody else opened: from now on the sign-off is withdrawn."""
    act, beside = CONFIRM.load_both(withdrawal_id=withdrawal_id)
    return become(confirm_withdrawal, act, beside["presence"])


@room.operation(
    "DELETE",
    "/v1/withdrawals/<id:withdrawal_id>",
    gives={204: None},
    refuses=["not_found", "not_allowed", "id.reused", "withdrawal.over"],
)
def remove_withdrawal(withdrawal_id: Id) -> Response:
    """Take a withdrawal back that oneself has opened, while nobody has confirmed it."""
    with writing() as (tx, actor):
        take_withdrawal_back(tx, actor, TakeWithdrawalBack(withdrawal_id=withdrawal_id))
    return done()


@room.operation(
    "GET",
    "/v1/withdrawals/<id:withdrawal_id>/receipt",
    gives={200: Receipt, 304: None},
    example=examples.RECEIPT,
    refuses=["not_found"],
    has_tag=True,
)
def withdrawal_receipt(withdrawal_id: Id) -> Response:
    """Read the receipt of a withdrawal: the signer's own, one that governance opened, or its confirmation."""
    return tagged(dump(read(show_withdrawal_receipt, withdrawal_id)))

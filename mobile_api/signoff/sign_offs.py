"""Signing, and the receipt."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.shapes import Secret
from backend.signoff.receipts import Receipt, SignedOff, show_receipt, signed_off
from backend.signoff.sign_offs import SignOff, sign_off
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, dump, made, read, writing
from mobile_api.signoff import examples

room = Room("sign_offs", __name__, description="A mentor's signed word.")

_PRESENCE = ("presence", Secret | None)
SIGN = Body(
    SignOff,
    examples.SIGN_OFF,
    without=("plan_id", "item_id"),
    extra=(_PRESENCE,),
)


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/items/<id:item_id>/sign-offs",
    takes=SIGN,
    gives={201: SignedOff, 200: SignedOff},
    example=examples.SIGNED_OFF,
    refuses=[
        "not_found", "not_allowed", "sign_off.own_work", "sign_off.identity_unchecked", "sign_off.wrong_post",
        "presence.required", "id.reused", "plan.closed", "plan.criterion_left", "sign_off.stale_content",
        "sign_off.in_future", "sign_off.before_plan", "sign_off.gap_reason_needed", "sign_off.method_not_allowed",
        "note.gone", "note.of_another_person", "evidence.not_theirs", "evidence.taken_back",
    ],
)  # fmt: skip
def make_sign_off(plan_id: Id, item_id: Id) -> Response:
    """Sign off a criterion, as seen on one occasion.

    Nothing has a default. `competent` needs `help`; `not_yet` needs a `next_step` and no `help`. `item_rev` and
    `intent` are those of the item as it was shown. `note_id` names one of the caller's own notes that this is made
    from; it is used up. `evidence` names what it rests on, evidence about this person that the caller can see: the
    record holds the digest of each. For several in one sitting send several: one presence is good for twenty.

    On the mentee's phone the mentor signs in beside the mentee with the same `device.id`, shows presence with their
    password, signs and ends their session; the record then says on whose device it was made.
    """
    act, beside = SIGN.load_both(plan_id=plan_id, item_id=item_id)
    with writing() as (tx, actor):
        entry, file, is_new = sign_off(tx, actor, act, beside["presence"])
        shown = signed_off(tx, actor, entry, file)
    return made(shown, is_new)


@room.operation(
    "GET",
    "/v1/sign-offs/<id:sign_off_id>/receipt",
    gives={200: Receipt, 304: None},
    example=examples.RECEIPT,
    refuses=["not_found"],
    has_tag=True,
)
def receipt(sign_off_id: Id) -> Response:
    """Read what was signed, by whom, how, and its place in the log."""
    return tagged(dump(read(show_receipt, sign_off_id)))

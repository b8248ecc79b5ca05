"""'That was not me': a sign-off is frozen while it is looked into, and counts again when two people say so."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.shapes import Secret
from backend.signoff.freezing import ReportNotMe, report_not_me
from backend.signoff.lifting import (
    ConfirmLifting,
    OpenLifting,
    TakeLiftingBack,
    confirm_lifting,
    open_lifting,
    take_lifting_back,
)
from backend.signoff.receipts import SignedOff
from mobile_api.describing import Room
from mobile_api.doors import Body, done, writing
from mobile_api.signoff import examples
from mobile_api.signoff.becoming import become

room = Room("freezes", __name__, description="Sign-offs that are looked into, since whom they name says 'not me'.")

_PRESENCE = ("presence", Secret | None)
REPORT = Body(ReportNotMe, examples.NOT_ME, without=("sign_off_id",))
LIFT = Body(OpenLifting, examples.LIFTING, without=("sign_off_id",), extra=(_PRESENCE,))
CONFIRM = Body(ConfirmLifting, examples.CONFIRMATION, without=("id", "lifting_id"), extra=(_PRESENCE,))


@room.operation(
    "POST",
    "/v1/sign-offs/<id:sign_off_id>/not-me",
    takes=REPORT,
    gives={201: SignedOff, 200: SignedOff},
    refuses=[
        "not_found", "not_allowed", "id.reused", "sign_off.already_withdrawn", "sign_off.frozen",
        "sign_off.looked_into",
    ],
)  # fmt: skip
def make_not_me(sign_off_id: Id) -> Response:
    """Say that a sign-off in one's own name was not oneself. It needs no presence, and ends those that are live.

    It is frozen from then on: it counts nothing while governance looks into it. Offer to sign out everywhere
    (`DELETE /auth/sessions`) and to set another PIN, and a password, right after.
    """
    return become(report_not_me, REPORT.load(sign_off_id=sign_off_id))


@room.operation(
    "POST",
    "/v1/sign-offs/<id:sign_off_id>/lifting",
    takes=LIFT,
    gives={201: SignedOff, 200: SignedOff},
    refuses=[
        "not_found", "not_allowed", "lifting.own_name", "presence.required", "id.reused", "sign_off.not_frozen",
        "lifting.already_open",
    ],
)  # fmt: skip
def make_lifting(sign_off_id: Id) -> Response:
    """Ask, as somebody of governance, that a frozen sign-off count again, and say what was found out.

    `freeze.lifting` names it, and the sign-off stays frozen until a second person confirms.
    """
    act, beside = LIFT.load_both(sign_off_id=sign_off_id)
    return become(open_lifting, act, beside["presence"])


@room.operation(
    "POST",
    "/v1/liftings/<id:lifting_id>/confirmations",
    takes=CONFIRM,
    gives={201: SignedOff, 200: SignedOff},
    refuses=[
        "not_found", "not_allowed", "lifting.own_name", "lifting.same_person", "presence.required", "id.reused",
        "lifting.over",
    ],
)  # fmt: skip
def make_lifting_confirmation(lifting_id: Id) -> Response:
    """Confirm, as a second person, what somebody else asked for: from now on the sign-off counts again."""
    act, beside = CONFIRM.load_both(lifting_id=lifting_id)
    return become(confirm_lifting, act, beside["presence"])


@room.operation(
    "DELETE",
    "/v1/liftings/<id:lifting_id>",
    gives={204: None},
    refuses=["not_found", "not_allowed", "id.reused", "lifting.over"],
)
def remove_lifting(lifting_id: Id) -> Response:
    """Take back what oneself has asked for, while nobody has confirmed it: the sign-off stays frozen."""
    with writing() as (tx, actor):
        take_lifting_back(tx, actor, TakeLiftingBack(lifting_id=lifting_id))
    return done()

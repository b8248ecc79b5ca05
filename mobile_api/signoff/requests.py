"""Asking for a sign-off, taking the question back, declining it, and passing it on."""

from flask import Response

from backend.kernel.ids import Id
from backend.signoff.passing_on import DeclineRequest, PassRequestOn, decline_request, pass_request_on
from backend.signoff.reading import ItemNow, Requested, show_item, show_requested
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from mobile_api.describing import Room
from mobile_api.doors import Body, done, made, writing
from mobile_api.signoff import examples

room = Room("requests", __name__, description="Asking a mentor to come and see.")

REQUEST = Body(RequestSignOff, examples.REQUEST, without=("plan_id", "item_id"))
DECLINE = Body(DeclineRequest, examples.DECLINE, without=("request_id",))
PASS_ON = Body(PassRequestOn, examples.PASSING_ON, without=("request_id",))


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/items/<id:item_id>/requests",
    takes=REQUEST,
    gives={201: Requested, 200: Requested},
    refuses=[
        "not_found", "not_allowed", "id.reused", "plan.closed", "plan.criterion_left", "request.already_waiting",
        "request.already_signed", "request.not_a_mentor",
    ],
)  # fmt: skip
def make_request(plan_id: Id, item_id: Id) -> Response:
    """Ask for a sign-off of one mentor, or of any. After fourteen days it passes to the others by itself."""
    act = REQUEST.load(plan_id=plan_id, item_id=item_id)
    with writing() as (tx, actor):
        entry = request_sign_off(tx, actor, act)
        shown = show_requested(tx, actor, item_id, entry.id)
    return made(shown, entry.is_new)


@room.operation(
    "DELETE",
    "/v1/requests/<id:request_id>",
    gives={204: None},
    refuses=["not_found", "not_allowed", "request.over"],
)
def remove_request(request_id: Id) -> Response:
    """Take a request back."""
    with writing() as (tx, actor):
        withdraw_request(tx, actor, WithdrawRequest(request_id=request_id))
    return done()


@room.operation(
    "POST",
    "/v1/requests/<id:request_id>/decline",
    takes=DECLINE,
    gives={201: ItemNow, 200: ItemNow},
    refuses=["not_found", "not_allowed", "id.reused", "request.over", "request.not_with_you"],
)
def decline(request_id: Id) -> Response:
    """Decline a request that is with the caller, with a reason for the mentee.

    It stays with the others it is with; when there are none, it is declined, and the mentee can ask anew.
    """
    act = DECLINE.load(request_id=request_id)
    with writing() as (tx, actor):
        entry = decline_request(tx, actor, act)
        shown = show_item(tx, actor, entry.about)
    return made(shown, entry.is_new)


@room.operation(
    "POST",
    "/v1/requests/<id:request_id>/passing-on",
    takes=PASS_ON,
    gives={201: ItemNow, 200: ItemNow},
    refuses=[
        "not_found", "not_allowed", "id.reused", "request.over", "request.not_with_you", "request.not_a_mentor",
        "request.nobody_else",
    ],
)  # fmt: skip
def pass_on(request_id: Id) -> Response:
    """Pass a request that is with the caller to one other mentor, or to any other."""
    act = PASS_ON.load(request_id=request_id)
    with writing() as (tx, actor):
        entry = pass_request_on(tx, actor, act)
        shown = show_item(tx, actor, entry.about)
    return made(shown, entry.is_new)

"""Asking for a sign-off, and taking the question back."""

from flask import Response

from backend.kernel.ids import Id
from backend.signoff.reading import Requested, show_requested
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from mobile_api import examples
from mobile_api.describing import Room
from mobile_api.doors import Body, done, made, writing

room = Room("requests", __name__, description="Asking a mentor to come and see.")

REQUEST = Body(RequestSignOff, examples.REQUEST, without=("plan_id", "item_id"))


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/items/<id:item_id>/requests",
    takes=REQUEST,
    gives={201: Requested, 200: Requested},
    refuses=[
        "not_found", "not_allowed", "id.reused", "plan.closed", "request.already_waiting", "request.already_signed",
        "request.not_a_mentor",
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

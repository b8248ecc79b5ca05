"""Asking a mentor to come and see, and taking the question back."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id
from backend.kernel.shapes import load
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from web.forms import ensure_filled, posted
from web.pages import redrawn
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff.choices import ANY
from web.signoff.items import item_page, to_item
from web.visits import acting

requests = Blueprint("requests", __name__)


@requests.post("/plans/<id:plan_id>/items/<id:item_id>/requests")
@redrawn(item_page)
def ask(plan_id: Id, item_id: Id) -> AnyResponse:
    """Asks one mentor, or any of them."""
    ensure_filled("mentor_id")
    of_any = request.form["mentor_id"] == ANY
    ensure_pointed_out("note")
    data = posted("id", "note", REASON, *([] if of_any else ["mentor_id"]))
    act = load(RequestSignOff, data, plan_id=plan_id, item_id=item_id)
    with acting() as visit:
        request_sign_off(visit.tx, visit.actor, act)
    return to_item(plan_id, item_id, "asked")


@requests.post("/requests/<id:request_id>/withdrawal")
def take_back(request_id: Id) -> AnyResponse:
    """Takes the question back."""
    with acting() as visit:
        entry = withdraw_request(visit.tx, visit.actor, WithdrawRequest(request_id=request_id))
    plan_id, item_id = entry.attestation["plan_id"], entry.about
    return to_item(plan_id, item_id, "unasked")

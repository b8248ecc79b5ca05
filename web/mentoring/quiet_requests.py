"""Asking quietly for a change, and the approver's word on it."""

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id
from backend.kernel.shapes import load
from backend.mentoring.quiet_requests import AnswerChange, AskForChange, answer_change, ask_for_change
from web.forms import ensure_filled, posted
from web.mentoring.agreements import agreement_page
from web.pages import answered, redrawn
from web.paths import agreement_at
from web.pointing_out import REASON, ensure_pointed_out
from web.visits import acting

quiet_requests = Blueprint("quiet_requests", __name__)
OF = "/agreements/<id:agreement_id>/change-requests"


@quiet_requests.post(OF)
@redrawn(agreement_page)
def ask(agreement_id: Id) -> AnyResponse:
    """Asks the approvers; no mentor reads it."""
    ensure_filled("text")
    ensure_pointed_out("text")
    act = load(AskForChange, posted("id", "text", REASON), agreement_id=agreement_id)
    with acting() as visit:
        ask_for_change(visit.tx, visit.actor, act)
    return answered(agreement_page, agreement_at(agreement_id), "change_asked", agreement_id=agreement_id)


@quiet_requests.post(f"{OF}/<id:request_id>/answer")
@redrawn(agreement_page)
def answer(agreement_id: Id, request_id: Id) -> AnyResponse:
    """Closes it with a word."""
    ensure_filled("text")
    ensure_pointed_out("text")
    act = load(AnswerChange, posted("id", "text", REASON), agreement_id=agreement_id, request_id=request_id)
    with acting() as visit:
        answer_change(visit.tx, visit.actor, act)
    return answered(agreement_page, agreement_at(agreement_id), "change_answered", agreement_id=agreement_id)

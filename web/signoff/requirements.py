"""Asking for more or fewer signatures on an item, and answering what the other side proposes."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.signoff.requirements import (
    AnswerRequirement,
    ChangeRequirement,
    WithdrawRequirement,
    answer_requirement,
    change_requirement,
    withdraw_requirement,
)
from web.forms import EMPTY, Typed, ensure_filled, number, posted
from web.pages import redrawn, render
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff.asides import other_number
from web.signoff.items import read, to_item
from web.visits import acting, looking

requirements = Blueprint("requirements", __name__)
ADDRESS = "/plans/<id:plan_id>/items/<id:item_id>/requirements"


@requirements.get(f"{ADDRESS}/new")
def blank(plan_id: Id, item_id: Id) -> Response:
    """The page to change the number on."""
    return requirement_page(plan_id, item_id)


def requirement_page(plan_id: Id, item_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to change the number on, with the form as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        found = read(visit, plan_id, item_id)
    if not found.item.may["change_requirement"]:
        raise forbidden()
    own = visit.actor.person == found.plan.mentee.id
    return render(
        "signoff/requirement.html",
        visit.frame,
        tab="plan" if own else "plans",
        plan=found.plan,
        item=found.item,
        own=own,
        wanted=other_number(found.item.signatures_required),
        typed=typed,
        form_id=typed.form_id() or new_id(),
    )


@requirements.post(ADDRESS)
@redrawn(requirement_page)
def change(plan_id: Id, item_id: Id) -> AnyResponse:
    """Raises the number, or proposes to lower it."""
    ensure_filled("reason")
    ensure_pointed_out("reason")
    data = posted("id", "reason", REASON) | {"signatures": number(request.form.get("signatures"))}
    act = load(ChangeRequirement, data, plan_id=plan_id, item_id=item_id)
    with acting() as visit:
        entry = change_requirement(visit.tx, visit.actor, act)
    done = "raised" if entry.attestation["at_once"] else "proposed"
    return to_item(plan_id, item_id, done)


@requirements.post("/requirements/<id:requirement_id>/answers")
def answer(requirement_id: Id) -> AnyResponse:
    """Agrees to a proposal, or declines it: the button says which."""
    with acting() as visit:
        act = load(AnswerRequirement, posted("answer"), requirement_id=requirement_id)
        entry = answer_requirement(visit.tx, visit.actor, act)
    return _onward(entry.attestation["plan_id"], entry.about, "answered")


@requirements.post("/requirements/<id:requirement_id>/withdrawal")
def take_back(requirement_id: Id) -> AnyResponse:
    """Takes one's own proposal back."""
    with acting() as visit:
        entry = withdraw_requirement(visit.tx, visit.actor, WithdrawRequirement(requirement_id=requirement_id))
    return _onward(entry.attestation["plan_id"], entry.about, "unproposed")


def _onward(plan_id: Id, item_id: Id, done: str) -> AnyResponse:
    return to_item(plan_id, item_id, done)

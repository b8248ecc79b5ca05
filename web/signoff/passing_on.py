"""Passing a question on, or declining it: for a mentor it is with."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.signoff.passing_on import DeclineRequest, PassRequestOn, decline_request, pass_request_on
from backend.signoff.requests import ONE
from backend.signoff.rules import not_with_you, request_over
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import redrawn, render
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff.choices import ANY
from web.signoff.items import OnPlan, to_item
from web.signoff.items import read as read_item
from web.visits import Visit, acting, looking

passing_on = Blueprint("passing_on", __name__)
ADDRESS = "/requests/<id:request_id>"


@passing_on.get(f"{ADDRESS}/passing-on/new")
def blank_passing_on(request_id: Id) -> Response:
    """The page to pass a question on."""
    return passing_page(request_id)


@passing_on.get(f"{ADDRESS}/decline/new")
def blank_decline(request_id: Id) -> Response:
    """The page to decline a question."""
    return decline_page(request_id)


def passing_page(request_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to pass on, with the form as typed. Raises `not_found`, `not_allowed`, `request.over`,
    `request.not_with_you`.
    """
    return _page("signoff/passing_on.html", request_id, typed)


def decline_page(request_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to decline, with the form as typed. Raises as `passing_page` does."""
    return _page("signoff/decline.html", request_id, typed)


def _page(template: str, request_id: Id, typed: Typed) -> Response:
    with looking() as visit:
        found = _read(visit, request_id)
    others = [one for one in found.plan.mentors if one.id != visit.actor.person]
    return render(
        template,
        visit.frame,
        tab="waiting",
        plan=found.plan,
        item=found.item,
        others=others,
        request_id=request_id,
        typed=typed,
        form_id=typed.form_id() or new_id(),
    )


def _read(visit: Visit, request_id: Id) -> OnPlan:
    row = visit.tx.first(ONE, of_id=request_id)
    if row is None:
        raise missing()
    found = read_item(visit, row.plan_id, row.item_id)
    if visit.actor.person not in [mentor.id for mentor in found.plan.mentors]:
        raise forbidden()
    waiting = found.item.waiting
    if waiting is None or waiting.request_id != request_id:
        raise request_over()
    if not waiting.may["hand_on"]:
        raise not_with_you()
    return found


@passing_on.post(f"{ADDRESS}/passing-on")
@redrawn(passing_page)
def pass_on(request_id: Id) -> AnyResponse:
    """Passes it to one other mentor, or to any other."""
    ensure_filled("mentor_id")
    ensure_pointed_out("reason")
    data = posted("id", "reason", "mentor_id", REASON)
    if data["mentor_id"] == ANY:
        del data["mentor_id"]
    act = load(PassRequestOn, data, request_id=request_id)
    with acting() as visit:
        entry = pass_request_on(visit.tx, visit.actor, act)
    return _onward(entry.attestation["plan_id"], entry.about, "passed_on")


@passing_on.post(f"{ADDRESS}/decline")
@redrawn(decline_page)
def decline(request_id: Id) -> AnyResponse:
    """Declines it, with a reason for the mentee."""
    ensure_filled("reason")
    ensure_pointed_out("reason")
    act = load(DeclineRequest, posted("id", "reason", REASON), request_id=request_id)
    with acting() as visit:
        entry = decline_request(visit.tx, visit.actor, act)
    return _onward(entry.attestation["plan_id"], entry.about, "declined")


def _onward(plan_id: Id, item_id: Id, done: str) -> AnyResponse:
    return to_item(plan_id, item_id, done)

"""Moving a plan to another version of its framework: first what it would change, then the move."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import missing
from backend.kernel.ids import Id, is_id, new_id
from backend.kernel.shapes import load
from backend.signoff.moving import MovePlan, move_plan, show_move
from backend.signoff.reading import plan_head
from web.forms import EMPTY, Typed, posted
from web.pages import led_to, redrawn, render
from web.paths import plan_at
from web.visits import acting, looking

moves = Blueprint("moves", __name__)


@moves.get("/plans/<id:plan_id>/moves/<id:framework_id>")
def preview(plan_id: Id, framework_id: Id) -> Response:
    """What the move would change."""
    return move_page(plan_id, framework_id)


def move_page(plan_id: Id, framework_id: Id | None = None, typed: Typed = EMPTY) -> Response:
    """The page to move a plan on."""
    there = framework_id or Id(request.form.get("framework_id", ""))
    with looking() as visit:
        head = plan_head(visit.tx, visit.actor, plan_id)
        if not is_id(there):
            raise missing()
        shown = show_move(visit.tx, visit.actor, plan_id, there)
    context = {"plan": head, "move": shown, "typed": typed, "form_id": typed.form_id() or new_id()}
    return render("frameworks/move.html", visit.frame, tab="plans", **context)


@moves.post("/plans/<id:plan_id>/moves")
@redrawn(move_page)
def move(plan_id: Id) -> AnyResponse:
    """Moves the plan."""
    act = load(MovePlan, posted("id", "framework_id"), plan_id=plan_id)
    with acting() as visit:
        move_plan(visit.tx, visit.actor, act)
    return led_to(plan_at(plan_id))

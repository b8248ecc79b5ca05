"""What happened about a criterion, in order: who, what, when and why."""

from flask import Blueprint, Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from backend.signoff.history import item_history
from web.forms import asked
from web.pages import render
from web.visits import looking

history = Blueprint("history", __name__)


@history.get("/plans/<id:plan_id>/items/<id:item_id>/history")
def of_item(plan_id: Id, item_id: Id) -> Response:
    """The history of an item, for all who see its plan."""
    paging = load(Paging, asked("cursor"))
    with looking() as visit:
        told = item_history(visit.tx, visit.actor, plan_id, item_id, paging)
    tab = "plan" if told.mentee.id == visit.actor.person else "plans"
    return render("signoff/history.html", visit.frame, tab=tab, told=told, plan_id=plan_id, item_id=item_id)

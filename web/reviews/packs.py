"""Everything a plan's review is decided with, on one page; and one's own view."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.reviews.reading import show_pack
from backend.reviews.views import GiveView, give_view
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.pointing_out import REASON, ensure_pointed_out
from web.visits import acting, looking

packs = Blueprint("packs", __name__)
ADDRESS = "/plans/<id:plan_id>/review"


@packs.get(ADDRESS)
def one(plan_id: Id) -> Response:
    """The page."""
    return pack_page(plan_id, done=request.args.get("done"))


def pack_page(plan_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page, with the view on it as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        pack = show_pack(visit.tx, visit.actor, plan_id)
    own = visit.actor.person == pack.plan.mentee.id
    return render(
        "reviews/pack.html",
        visit.frame,
        tab="plan" if own else "plans",
        pack=pack,
        own=own,
        mine=next((view for view in pack.views if view.by.id == visit.actor.person), None),
        typed=typed,
        done=done,
        form_id=typed.form_id() or new_id(),
    )


@packs.post("/plans/<id:plan_id>/views")
@redrawn(pack_page)
def give(plan_id: Id) -> AnyResponse:
    """Gives one's own view."""
    ensure_filled("text")
    ensure_pointed_out("text")
    act = load(GiveView, posted("id", "text", REASON), plan_id=plan_id)
    with acting() as visit:
        give_view(visit.tx, visit.actor, act)
    return answered(pack_page, f"/plans/{plan_id}/review", "viewed", plan_id=plan_id)

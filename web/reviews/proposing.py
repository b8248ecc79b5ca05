"""Proposing what a plan's review decides."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.reviews.proposing import ReviewPlan, review_plan
from backend.reviews.reading import show_pack
from web.accounts import confirm, missing_proof, presence
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.pointing_out import REASON, ensure_pointed_out
from web.reviews.answering import review_page
from web.reviews.faces import review_at
from web.visits import acting, looking

proposing = Blueprint("proposing_reviews", __name__)
ADDRESS = "/plans/<id:plan_id>/reviews"


@proposing.get(f"{ADDRESS}/new")
def blank(plan_id: Id) -> Response:
    """The page to propose on."""
    return proposal_page(plan_id)


def proposal_page(plan_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to propose on, with the form as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        pack = show_pack(visit.tx, visit.actor, plan_id)
        live = is_live(visit.tx, visit.actor, presence())
    if not pack.may["review"]:
        raise forbidden()
    return render(
        "reviews/new.html",
        visit.frame,
        tab="plans",
        pack=pack,
        typed=typed,
        live=live,
        today=visit.when.today,
        form_id=typed.form_id() or new_id(),
        named=request.form.getlist("consulted"),
        carried=request.form.getlist("carry_over"),
        needs=next((one for one in pack.reviews if one.may["answer"]), None),
    )


@proposing.post(ADDRESS)
@redrawn(proposal_page)
def propose(plan_id: Id) -> AnyResponse:
    """Proposes it."""
    confirm()
    ensure_filled("decision", "discussed_on", "reasons", "consulted", *missing_proof())
    ensure_pointed_out("reasons", "must_be_seen", "support")
    act = load(ReviewPlan, _typed(), plan_id=plan_id)
    with acting() as visit:
        entry = review_plan(visit.tx, visit.actor, act, presence())
    return answered(review_page, review_at(entry.id), "review_proposed", review_id=entry.id)


def _typed() -> dict[str, Any]:
    data: dict[str, Any] = posted("id", "decision", "discussed_on", "reasons", REASON)
    if data.get("decision") == "extend":
        data |= posted("extend_to", "support")
        lines = request.form.get("must_be_seen", "").splitlines()
        data["must_be_seen"] = [line.strip() for line in lines if line.strip()]
    data["consulted"] = request.form.getlist("consulted")
    data["carry_over"] = request.form.getlist("carry_over")
    data["upholds"] = request.form.get("upholds") == "yes"
    return data

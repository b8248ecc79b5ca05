"""Who one is here, and how it stands with signing."""

from flask import Blueprint, Response, request

from backend.accounts.switching import has_others
from backend.signoff.waiting import show_me
from web.pages import render
from web.visits import has_plan, looking

me = Blueprint("me", __name__)


def me_page(done: str | None = None) -> Response:
    """Who I am here."""
    with looking() as visit:
        myself = show_me(visit.tx, visit.actor)
        plan = has_plan(visit)
        elsewhere = has_others(visit.tx, visit.actor)
    return render("accounts/me.html", visit.frame, tab="me", me=myself, has_plan=plan, has_others=elsewhere, done=done)


@me.get("/me")
def myself() -> Response:
    """Who I am here."""
    return me_page(request.args.get("done"))
